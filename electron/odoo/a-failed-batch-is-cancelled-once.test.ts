import { describe, expect, it } from 'vitest';
import type { ReportOutcome, ReportStep } from '../domain/batch.ts';
import { batchResult, MemoryProgress } from '../testing/batch-results.ts';
import { odooTestClient } from '../testing/odoo-test-client.ts';
import type { Route } from '../testing/scripted-odoo.ts';
import { answer, RESET, refusal, ScriptedOdoo } from '../testing/scripted-odoo.ts';
import { applied, CANCEL, DETAIL, ScriptedOrder } from '../testing/scripted-order.ts';
import { reportFailed } from './report-result.ts';

const MO = 'WH/MO/00014';
const FAILED = batchResult({ silo_a: 12 }, { kind: 'failed' });

interface Case {
  readonly steps?: ReportStep[];
  readonly state?: string;
  readonly deleted?: boolean;
  readonly cancel?: (order: ScriptedOrder) => [Route, ...Route[]];
  readonly detail?: Route;
}

async function report({ steps = [], state, deleted, cancel, detail }: Case) {
  await using odoo = await ScriptedOdoo.start();
  using test = odooTestClient(odoo.url);
  const order = new ScriptedOrder(odoo, MO);
  if (state !== undefined) order.state = state;
  if (deleted !== undefined) order.deleted = deleted;
  if (cancel !== undefined) odoo.on(CANCEL, ...cancel(order));
  if (detail !== undefined) odoo.on(DETAIL, detail);
  const progress = new MemoryProgress(...steps);
  const outcome = await reportFailed(test.client, FAILED, progress);
  const calls = odoo.seen.map(({ path }) => path).slice(1);
  return { outcome, calls, order, progress };
}

const CASES: [name: string, given: Case, outcome: Partial<ReportOutcome> | object, calls: string[]][] = [
  ['an open order is cancelled', {}, { kind: 'confirmed', note: null }, [CANCEL]],
  ['one that is cancelled already, too', { state: 'cancel' }, { kind: 'confirmed' }, [CANCEL]],
  [
    'a done order is left to a person',
    { state: 'done' },
    { kind: 'park', fault: { code: 'ODOO_MO_DONE_ELSEWHERE' } },
    [CANCEL, DETAIL],
  ],
  [
    'a deleted one as well',
    { deleted: true },
    { kind: 'park', fault: { code: 'ODOO_MO_UNKNOWN' } },
    [CANCEL, DETAIL],
  ],
  [
    'applied, but the reply was lost: read, not repeated',
    { cancel: (order) => [applied(() => order.cancel())] },
    { kind: 'confirmed', note: expect.stringContaining('found cancelled') },
    [CANCEL, DETAIL],
  ],
  [
    'lost before it was applied: read, repeated once',
    { cancel: (order) => [RESET, () => order.cancel()] },
    { kind: 'confirmed' },
    [CANCEL, DETAIL, CANCEL],
  ],
  [
    'lost twice: later',
    { cancel: () => [RESET] },
    { kind: 'retry', linkDown: false },
    [CANCEL, DETAIL, CANCEL, DETAIL],
  ],
  [
    'lost, and the order cannot be read: later, nothing repeated',
    { cancel: () => [RESET], detail: answer('', 500) },
    { kind: 'retry', linkDown: true },
    [CANCEL, DETAIL],
  ],
  [
    'after a crash the order is read first',
    { steps: ['cancel-sent'], state: 'cancel' },
    { kind: 'confirmed', note: expect.stringContaining('found cancelled') },
    [DETAIL],
  ],
  [
    'and cancelled if it is still open',
    { steps: ['cancel-sent'] },
    { kind: 'confirmed', note: null },
    [DETAIL, CANCEL],
  ],
  [
    'a temporary refusal may pass',
    { cancel: () => [refusal('deadlock detected')] },
    { kind: 'retry', linkDown: false, fault: { code: 'ODOO_REJECTED' } },
    [CANCEL, DETAIL],
  ],
  [
    'another refusal is parked',
    { cancel: () => [refusal('stock moves are locked in the period')] },
    { kind: 'park', fault: { code: 'ODOO_REJECTED' } },
    [CANCEL, DETAIL],
  ],
  [
    'a wrong path is parked',
    { cancel: () => [answer('', 404)] },
    { kind: 'park', fault: { code: 'ODOO_WRONG_PATH' } },
    [CANCEL],
  ],
];

describe('a failed batch', () => {
  it.each(CASES)('%s', async (_name, given, expected, calls) => {
    const done = await report(given);
    expect(done.outcome).toMatchObject(expected);
    expect(done.calls).toEqual(calls);
    if (done.outcome.kind === 'confirmed') expect(done.order.state).toBe('cancel');
    expect(done.progress.has('cancel-sent')).toBe(true);
  });

  it('that is completed is not reported as failed', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    const reported = reportFailed(test.client, { ...FAILED, kind: 'completed' }, new MemoryProgress());
    await expect(reported).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(odoo.seen).toEqual([]);
  });
});
