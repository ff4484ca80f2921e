import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { odooTestClient, TEST_TIMEOUT_MS } from '../testing/odoo-test-client.ts';
import type { Script } from '../testing/scripted-odoo.ts';
import {
  answer,
  HANG,
  RESET,
  refusal,
  result,
  rpcError,
  ScriptedOdoo,
  success,
} from '../testing/scripted-odoo.ts';
import { CANCEL } from '../testing/scripted-order.ts';

const CASES: [name: string, script: Script, expected: Record<string, unknown>][] = [
  ['HTTP 400', answer('bad', 400), { class: 'permanent', code: 'ODOO_HTTP', linkDown: false }],
  ['HTTP 403', answer('no', 403), { class: 'permanent', code: 'ODOO_HTTP', linkDown: false }],
  ['HTTP 404', answer('gone', 404), { class: 'permanent', code: 'ODOO_WRONG_PATH', linkDown: false }],
  ['HTTP 408', answer('', 408), { class: 'unknown-outcome', code: 'ODOO_HTTP', linkDown: true }],
  ['HTTP 429', answer('', 429), { class: 'transient', code: 'ODOO_THROTTLED', linkDown: true }],
  [
    'HTTP 429 with seconds',
    answer('', 429, { 'retry-after': '7' }),
    { class: 'transient', code: 'ODOO_THROTTLED', linkDown: true, retryAfterMs: 7000 },
  ],
  [
    'HTTP 429 with a date (the clock stands at 2026-01-05 00:00:00)',
    answer('', 429, { 'retry-after': 'Mon, 05 Jan 2026 00:00:30 GMT' }),
    { class: 'transient', code: 'ODOO_THROTTLED', retryAfterMs: 30_000 },
  ],
  [
    'HTTP 429 with a day, obeyed for an hour',
    answer('', 429, { 'retry-after': '86400' }),
    { class: 'transient', code: 'ODOO_THROTTLED', retryAfterMs: 3_600_000 },
  ],
  ['HTTP 500', answer('oops', 500), { class: 'unknown-outcome', code: 'ODOO_HTTP', linkDown: true }],
  [
    'HTTP 503',
    answer('', 503, { 'retry-after': '3' }),
    { class: 'unknown-outcome', code: 'ODOO_HTTP', retryAfterMs: 3000 },
  ],
  [
    'a redirect is not followed',
    answer('', 302, { location: '/web/login' }),
    { class: 'unknown-outcome', code: 'ODOO_HTTP', linkDown: false },
  ],
  ['a reset', RESET, { class: 'unknown-outcome', code: 'ODOO_UNREACHABLE', linkDown: true }],
  [
    'an answer cut off',
    { kind: 'cut', body: '{"result":{"status":"success"}}' },
    { class: 'unknown-outcome', code: 'ODOO_UNREACHABLE', linkDown: true },
  ],
  [
    'an answer that is too long',
    answer(JSON.stringify({ result: { status: 'success', message: 'x'.repeat(100_000) } })),
    { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY', linkDown: false },
  ],
  ['no JSON', answer('<html>'), { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY', linkDown: false }],
  [
    'no UTF-8',
    answer(Buffer.from([0x22, 0xff, 0x22])),
    { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' },
  ],
  ['an empty body', answer(''), { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' }],
  [
    'neither error, result nor status',
    answer('{"jsonrpc":"2.0"}'),
    { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' },
  ],
  ['result null', result(null), { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' }],
  [
    'a result without a status',
    result({ message: 'well' }),
    { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' },
  ],
  [
    'a status of its own',
    result({ status: 'pending' }),
    { class: 'unknown-outcome', code: 'ODOO_MALFORMED_REPLY' },
  ],
  [
    'status error',
    refusal('no move'),
    { class: 'rejected', code: 'ODOO_REJECTED', message: 'no move', linkDown: false },
  ],
  [
    'status error without the JSON-RPC frame',
    answer('{"status":"error","message":"no move"}'),
    { class: 'rejected', code: 'ODOO_REJECTED', message: 'no move' },
  ],
  [
    'error wins over result',
    answer('{"error":{"code":200,"message":"Odoo Server Error"},"result":{"status":"success"}}'),
    { class: 'unknown-outcome', code: 'ODOO_SERVER_ERROR', linkDown: false },
  ],
  [
    'result wins over status',
    answer('{"status":"success","result":{"status":"error","message":"no move"}}'),
    { class: 'rejected', code: 'ODOO_REJECTED' },
  ],
  [
    'an exception of the database',
    rpcError(200, 'Odoo Server Error', {
      name: 'psycopg2.errors.SerializationFailure',
      message: 'could not serialize',
    }),
    { class: 'unknown-outcome', code: 'ODOO_SERVER_ERROR' },
  ],
  [
    'a rule of Odoo',
    rpcError(200, 'Odoo Server Error', { name: 'odoo.exceptions.UserError', message: 'period is locked' }),
    {
      class: 'rejected',
      code: 'ODOO_REJECTED',
      message: 'Odoo refused: Odoo Server Error: period is locked',
    },
  ],
  ['error 404 in HTTP 200', rpcError(404, '404: Not Found'), { class: 'permanent', code: 'ODOO_WRONG_PATH' }],
];

describe('what came of an exchange', () => {
  it.each(CASES)('%s', async (_name, script, expected) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, script);
    const reply = await test.client.cancelOrder('WH/MO/00014');
    expect(reply).toMatchObject({ kind: 'fault', fault: expected });
    expect(test.clock.pending, 'timers left').toBe(0);
  });

  it.each([
    ['framed', success()],
    ['without the JSON-RPC frame', answer('{"status":"success"}')],
    ['with error false, as Odoo writes nothing', answer('{"error":false,"result":{"status":"success"}}')],
  ])('success %s', async (_name, script) => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, script);
    expect(await test.client.cancelOrder('WH/MO/00014')).toEqual({ kind: 'ok', value: null });
  });

  it('no answer in time is an unknown outcome, and the connection is given up', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, HANG);
    const reply = test.client.cancelOrder('WH/MO/00014');
    await odoo.received(CANCEL);
    await test.clock.advance(TEST_TIMEOUT_MS);
    expect(await reply).toMatchObject({
      kind: 'fault',
      fault: { class: 'unknown-outcome', code: 'ODOO_TIMEOUT', linkDown: true },
    });
  });

  it('a refused connection surely applied nothing', async () => {
    using test = odooTestClient(await urlOfNobody());
    expect(await test.client.cancelOrder('WH/MO/00014')).toMatchObject({
      kind: 'fault',
      fault: { class: 'transient', code: 'ODOO_UNREACHABLE', linkDown: true },
    });
  });

  it('calls in flight end when the client is closed, and later ones are refused', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, HANG);
    const reply = test.client.cancelOrder('WH/MO/00014');
    await odoo.received(CANCEL);
    test.client.close();
    expect(await reply).toMatchObject({ fault: { class: 'unknown-outcome', code: 'ODOO_UNREACHABLE' } });
    expect(await test.client.cancelOrder('WH/MO/00014')).toMatchObject({ fault: { class: 'transient' } });
    expect(test.clock.pending, 'timers left').toBe(0);
  });

  it('more calls than the limit are refused instead of piling up', async () => {
    await using odoo = await ScriptedOdoo.start();
    using test = odooTestClient(odoo.url);
    odoo.on(CANCEL, success(), HANG);
    await test.client.cancelOrder('WH/MO/00000');
    const replies = Array.from({ length: 33 }, (_, n) => test.client.cancelOrder(`WH/MO/${n}`));
    await odoo.received(CANCEL, 5);
    test.client.close();
    const codes = (await Promise.all(replies)).map((reply) =>
      reply.kind === 'fault' ? reply.fault.code : 'ok',
    );
    expect(codes.filter((code) => code === 'ODOO_THROTTLED')).toHaveLength(1);
    expect(codes.filter((code) => code === 'ODOO_UNREACHABLE')).toHaveLength(32);
  });
});

/** The address of a port that was free a moment ago. */
async function urlOfNobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
