import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { kg, sumKg } from '../../shared/units.ts';
import { batchResult } from '../testing/batch-results.ts';
import { claim, FUZZ_SEED, FUZZ_TIMEOUT_MS, Mutator, RejectionGuard, Tally } from '../testing/fuzz.ts';
import { odooTestClient } from '../testing/odoo-test-client.ts';
import { answer, ScriptedOdoo } from '../testing/scripted-odoo.ts';
import { CANCEL, DETAIL, MARK_DONE, UPDATE } from '../testing/scripted-order.ts';
import { readBomSize } from './bom-size.ts';
import { readEnvelope } from './envelope.ts';
import { planOrder } from './intake-order.ts';
import type { OdooReply } from './odoo-reply.ts';
import { movesEqual } from './order-standing.ts';
import * as schemas from './schemas.ts';
import { BOMS, FAILURE, LIST, LOGIN, RESULTS, replyText, WEIGHING } from './testing/odd-replies.ts';
import { CLASSES, kindOf, WORK } from './testing/odoo-work.ts';

const PURE_REPLIES = 92_000;
const HTTP_REPLIES = 7_000;
const RAW_REPLIES = 1_000;

/** Every fault is one of the five classes with a bounded line of text. */
function checkReply(reply: OdooReply<unknown>, shown: () => string): void {
  if (reply.kind === 'ok') return;
  const { class: kind, message } = reply.fault;
  claim(CLASSES.includes(kind) && message.length <= 500 && !/\p{Cc}/u.test(message), shown);
}

/** What the station makes of an order that passed its schema: a plan within the limit, or a reason. */
function checkOrder(value: unknown, boms: OdooReply<unknown>, shown: () => string): string {
  const order = schemas.orderEntry.safeParse(value);
  if (!order.success) return 'entry unreadable';
  const bills = schemas.billsOfMaterials.safeParse(boms.kind === 'ok' ? boms.value : null);
  const size: OdooReply<schemas.BillOfMaterials[]> = bills.success
    ? { kind: 'ok', value: bills.data }
    : { kind: 'ok', value: [] };
  const decision = planOrder(order.data, readBomSize(size, order.data.bom_id ?? 0), kg(1050));
  if (decision.kind === 'held-back') {
    claim(decision.reason !== '' && decision.code === 'INTAKE_MO_HELD_BACK', shown);
    return 'held back';
  }
  const { targets, quantity, moId } = decision.plan;
  claim(quantity > 0 && quantity <= 1050 && /^[ -~]{1,16}$/.test(moId), shown);
  claim(EQUIPMENT.every(({ key }) => targets[key] >= 0) && sumKg(Object.values(targets)) <= 1050, shown);
  return 'planned';
}

const SCHEMAS: Readonly<
  Record<
    string,
    | typeof schemas.plainSuccess
    | typeof schemas.orderPage
    | typeof schemas.billsOfMaterials
    | typeof schemas.updateAnswer
    | typeof schemas.orderDetailAnswer
    | typeof schemas.equipmentFailures
  >
> = {
  [LIST]: schemas.orderPage,
  [BOMS]: schemas.billsOfMaterials,
  [UPDATE]: schemas.updateAnswer,
  [MARK_DONE]: schemas.plainSuccess,
  [DETAIL]: schemas.orderDetailAnswer,
  [CANCEL]: schemas.plainSuccess,
  [FAILURE]: schemas.equipmentFailures,
  [WEIGHING]: schemas.plainSuccess,
};

describe(`${PURE_REPLIES + HTTP_REPLIES + RAW_REPLIES} replies of Odoo (FUZZ_SEED=${FUZZ_SEED})`, {
  timeout: FUZZ_TIMEOUT_MS,
}, () => {
  it(`${PURE_REPLIES} bodies through envelope, schemas and the rules behind them: a value or a classified fault`, () => {
    const mutator = new Mutator('Odoo bodies');
    const reached = new Tally();
    for (let input = 0; input < PURE_REPLIES; input += 1) {
      const path = mutator.pick(Object.keys(RESULTS));
      const text = replyText(mutator, path);
      const shown = (): string => `${path} ${text.slice(0, 400)}`;
      const reply = readEnvelope(text);
      checkReply(reply, shown);
      const parsed = reply.kind === 'ok' ? SCHEMAS[path]?.safeParse(reply.value) : undefined;
      reached.add(
        reply.kind === 'fault'
          ? `fault ${reply.fault.class}`
          : parsed?.success
            ? `value of ${path}`
            : 'misfit',
      );
      if (path === LIST && parsed?.success) {
        const boms = readEnvelope(replyText(mutator, BOMS));
        for (const entry of schemas.orderPage.parse(reply.kind === 'ok' ? reply.value : null).data) {
          reached.add(`order ${checkOrder(entry, boms, shown)}`);
        }
      }
      if (path === DETAIL && parsed?.success) {
        const detail = schemas.orderDetailAnswer.parse(reply.kind === 'ok' ? reply.value : null);
        if (detail !== null)
          reached.add(`moves equal: ${movesEqual(detail, batchResult({ silo_a: 41 }).actuals)}`);
      }
    }
    for (const path of Object.keys(RESULTS))
      expect(reached.of(`value of ${path}`), path).toBeGreaterThan(500);
    for (const what of [
      'misfit',
      'fault rejected',
      'fault session',
      'fault unknown-outcome',
      'order planned',
      'order held back',
      'order entry unreadable',
      'moves equal: true',
      'moves equal: false',
    ]) {
      expect(reached.of(what), what).toBeGreaterThan(100);
    }
  });

  it(`at least ${HTTP_REPLIES} replies over HTTP, statuses and headers too: each work ends with a typed outcome`, async () => {
    const mutator = new Mutator('Odoo over HTTP');
    using guard = new RejectionGuard();
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    let served = 0;
    for (const path of [LOGIN, ...Object.keys(RESULTS)]) {
      odoo.on(path, () => {
        served += 1;
        if (mutator.chance(0.02))
          return mutator.pick([{ kind: 'reset' }, { kind: 'cut', body: '{"result":' }]);
        const headers = {
          ...(mutator.chance(path === LOGIN ? 0.9 : 0.1) && { 'set-cookie': cookie(mutator) }),
          ...oddHeaders(mutator),
        };
        const status = mutator.chance(0.85)
          ? 200
          : mutator.pick([201, 204, 302, 400, 401, 404, 408, 418, 429, 500, 503]);
        const text =
          path === LOGIN && mutator.chance(0.8)
            ? '{"result":{"status":"success"}}'
            : replyText(mutator, path);
        return answer(
          status === 204 ? '' : Buffer.from(text, mutator.chance(0.9) ? 'utf8' : 'latin1'),
          status,
          headers,
        );
      });
    }
    const outcomes = new Tally();
    while (served < HTTP_REPLIES) {
      const work = mutator.pick(Object.keys(WORK));
      outcomes.add(`${work}: ${kindOf(await WORK[work]?.(test.client))}`);
      // After a refused login the client stays away for a minute.
      await test.clock.advance(61_000);
    }
    for (const outcome of [
      'fetch: fetched',
      'completed: park',
      'completed: confirmed',
      'closing: confirmed',
      'failed: confirmed',
      'failure: confirmed',
      'weighing: confirmed',
      'detail: ok',
      'detail: fault',
    ]) {
      expect(outcomes.of(outcome), outcome).toBeGreaterThan(0);
    }
    expect(test.clock.pending, 'timers left').toBe(0);
    expect(guard.seen).toEqual([]);
  });

  it(`${RAW_REPLIES} replies that are hardly HTTP: a typed outcome each`, async () => {
    const mutator = new Mutator('Odoo raw');
    using guard = new RejectionGuard();
    let served = 0;
    await using server = await rawServer((socket) => {
      served += 1;
      const head =
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nSet-Cookie: session_id=a1\r\n';
      const text = replyText(mutator, DETAIL);
      const framing = mutator.chance(0.8)
        ? `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
        : `Transfer-Encoding: chunked\r\n\r\n${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
      const right = Buffer.from(head + framing);
      socket.end(mutator.chance(0.3) ? right : mutator.bytes(right));
    });
    const outcomes = new Tally();
    while (served < RAW_REPLIES) {
      using test = odooTestClient(server.url);
      outcomes.add(kindOf(await WORK.detail?.(test.client)));
      expect(test.clock.pending, 'timers left').toBe(0);
    }
    expect(outcomes.of('ok')).toBeGreaterThan(10);
    expect(outcomes.of('fault')).toBeGreaterThan(10);
    expect(guard.seen).toEqual([]);
  });
});

function cookie(mutator: Mutator): string {
  const right = 'session_id=5f0c8d; Path=/; HttpOnly';
  return mutator.chance(0.8) ? right : printable(mutator.text(right));
}

function oddHeaders(mutator: Mutator): Record<string, string> {
  if (mutator.chance(0.8)) return {};
  const right = mutator.pick(['120', '0', 'Wed, 21 Oct 2026 07:28:00 GMT', '-5', '99999999999']);
  return {
    'retry-after': printable(mutator.chance(0.5) ? right : mutator.text(right)),
    'content-type': mutator.pick(['text/html', 'application/json; charset=latin1', 'x']),
  };
}

/** Node refuses to send anything else in a header; the raw replies below are not so kind. */
function printable(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}

/** Answers whatever comes first on a connection with what `serve` writes. */
async function rawServer(serve: (socket: Socket) => void): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => serve(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
