import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kg } from '../../shared/units.ts';
import { batchResult, MemoryProgress } from '../testing/batch-results.ts';
import { odooTestClient } from '../testing/odoo-test-client.ts';
import { answer, ScriptedOdoo } from '../testing/scripted-odoo.ts';
import { CANCEL, DETAIL, MARK_DONE, UPDATE } from '../testing/scripted-order.ts';
import { fetchLoadable } from './fetch-orders.ts';
import type { OdooClient } from './odoo-client.ts';
import { reportFailureOnce } from './report-equipment-failure.ts';
import { reportCompleted, reportFailed } from './report-result.ts';

const SEED = 20260105;
const RUNS = 2000;
const MO = 'WH/MO/00014';
const LIST = '/api/scada/mo-list-detailed';
const BOMS = '/api/scada/boms';
const FAILURE = '/api/scada/equipment-failure';
const PATHS = [LIST, BOMS, UPDATE, MARK_DONE, DETAIL, CANCEL, FAILURE];

/** Values as they occur, and as they must not. */
const leaf = fc.oneof(
  fc.constantFrom(
    false,
    true,
    null,
    0,
    1,
    -1,
    1e308,
    0.1,
    '',
    MO,
    'done',
    'cancel',
    'confirmed',
    'kg',
    'g',
    'silo101',
    'silo999',
    [],
    {},
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ maxLength: 12 }),
);

/** A reply that looks right, with any field replaced or left out. */
const odd = <T>(usual: T) => fc.oneof({ weight: 10, arbitrary: fc.constant<unknown>(usual) }, leaf);
/** Each field may be missing; JSON leaves undefined out. */
const record = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        fc.oneof({ weight: 12, arbitrary: value }, fc.constant<unknown>(undefined)),
      ]),
    ),
  );
const equipment = fc.oneof(record({ code: odd('silo101'), name: odd('SILO A') }), leaf);
const componentLine = record({
  product_name: odd('PKE'),
  to_consume: odd(1000),
  uom: odd('kg'),
  equipment,
  quantity: odd(1),
  quantity_done: odd(41),
});
const data = record({
  mo_id: odd(MO),
  state: fc.oneof(odd('confirmed'), odd('done'), odd('cancel')),
  quantity: odd(1000),
  uom: odd('kg'),
  bom_id: odd(12),
  product_qty: odd(1000),
  equipment,
  description: odd('START_FAILURE'),
  date: odd('2026-01-04 23:30:05'),
  components_consumption: fc.oneof(fc.array(componentLine, { maxLength: 3 }), leaf),
  bom_components: fc.oneof(fc.array(componentLine, { maxLength: 3 }), leaf),
  moves: fc.oneof(fc.array(componentLine, { maxLength: 3 }), leaf),
});
const payload = fc.oneof(
  {
    weight: 6,
    arbitrary: record({
      status: odd('success'),
      message: odd('concurrent update'),
      errors: fc.oneof(fc.array(odd('silo101: none'), { maxLength: 2 }), leaf),
      data: fc.oneof({ weight: 3, arbitrary: data }, fc.array(fc.oneof(data, leaf), { maxLength: 3 }), leaf),
    }),
  },
  fc.array(fc.oneof(data, leaf), { maxLength: 3 }),
  leaf,
);
const error = record({
  code: odd(200),
  message: odd('Odoo Server Error'),
  data: fc.oneof(record({ name: odd('odoo.exceptions.UserError'), message: leaf }), leaf),
});
const envelope = fc.oneof(
  { weight: 5, arbitrary: record({ result: payload }) },
  record({ error: fc.oneof(error, leaf), result: payload }),
  payload,
  fc.json(),
);

/** Null nine times in ten. */
const seldom = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, value);

const reply = fc
  .record({
    text: envelope.map((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))),
    status: fc.oneof(
      { weight: 9, arbitrary: fc.constant(200) },
      fc.constantFrom(201, 204, 302, 400, 404, 418, 429, 500, 503),
    ),
    cutAt: seldom(fc.nat({ max: 400 })),
    flip: seldom(fc.record({ at: fc.nat({ max: 400 }), byte: fc.nat({ max: 255 }) })),
  })
  .map(({ text, status, cutAt, flip }) => {
    const body = Buffer.from(text).subarray(0, cutAt ?? undefined);
    if (flip !== null && flip.at < body.length) body[flip.at] = flip.byte;
    return { body: status === 204 ? Buffer.alloc(0) : body, status };
  });

const CLASSES = ['transient', 'permanent', 'session', 'unknown-outcome', 'rejected'];

const WORK: Record<string, (client: OdooClient) => Promise<unknown>> = {
  fetch: (client) =>
    fetchLoadable(client, { limit: 3, pageSize: 3, maxPages: 2, isKnown: () => false, maxBatchKg: kg(1050) }),
  completed: (client) =>
    reportCompleted(
      client,
      batchResult({ silo_a: 41 }, { weight: kg(41) }),
      new MemoryProgress('update-sent'),
      {
        closePolicy: 'close',
        zeroWeight: 'ask',
      },
    ),
  closing: (client) =>
    reportCompleted(
      client,
      batchResult({ silo_a: 41 }, { weight: kg(41) }),
      new MemoryProgress('update-sent', 'update-confirmed', 'close-sent'),
      { closePolicy: 'close', zeroWeight: 'ask' },
    ),
  failed: (client) => reportFailed(client, batchResult({}, { kind: 'failed' }), new MemoryProgress()),
  failure: (client) =>
    reportFailureOnce(
      client,
      { equipmentCode: 'silo101', description: 'START_FAILURE', occurredAt: Date.UTC(2026, 0, 4, 23, 30, 5) },
      { wasSent: () => true, recordSent: () => undefined },
    ),
  detail: (client) => client.orderDetail(MO),
};

describe('fuzz', () => {
  it(`${RUNS} replies (seed ${SEED}): each work ends with a typed outcome, none throws or hangs`, async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    const kinds = new Map<string, number>();
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.keys(WORK)),
      fc.array(reply, { minLength: 1, maxLength: 4 }),
      async (work, replies) => {
        let turn = 0;
        for (const path of PATHS) {
          odoo.on(path, () => {
            const next = replies[turn++ % replies.length];
            return answer(next?.body ?? '', next?.status ?? 200);
          });
        }
        const outcome = await WORK[work]?.(test.client);
        expect(outcome).toMatchObject({
          kind: expect.stringMatching(/^(fetched|fault|confirmed|retry|park|ok)$/),
        });
        const { kind, fault } = outcome as {
          kind: string;
          fault?: { class?: string; code: string; message: string };
        };
        if (kind === 'fault') expect(CLASSES).toContain(fault?.class);
        if (fault !== undefined) expect(fault.message.length).toBeLessThanOrEqual(500);
        kinds.set(`${work}: ${kind}`, (kinds.get(`${work}: ${kind}`) ?? 0) + 1);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: RUNS });
    // The generator must reach good outcomes too, or it only proves that noise is refused.
    for (const reached of [
      'fetch: fetched',
      'completed: park',
      'closing: confirmed',
      'failed: confirmed',
      'failure: confirmed',
      'detail: ok',
    ]) {
      expect(kinds.get(reached) ?? 0, reached).toBeGreaterThan(0);
    }
    expect(test.clock.pending, 'timers left').toBe(0);
  });
});
