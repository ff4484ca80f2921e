import { expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { type ControlRequestMessage, ODOO_CONTROL } from './contract.ts';
import { controlClient } from './control-client.ts';
import { CONTROL_DEADLINE_MS, IpcControl, MAX_OPEN_REQUESTS } from './ipc-client.ts';

const COUNTERS = { calls: 1, orders: 2, failures: 3, sessions: 4 };

function bench(): { ipc: IpcControl; sent: ControlRequestMessage[]; clock: FakeClock } {
  const sent: ControlRequestMessage[] = [];
  const clock = new FakeClock();
  const ipc = new IpcControl((message) => sent.push(message) > 0, clock);
  return { ipc, sent, clock };
}

test('each reply finds its request, in whatever order they come', async () => {
  const { ipc, sent, clock } = bench();
  const first = ipc.carry('counters', {});
  const second = ipc.carry('books', {});
  expect(sent.map(({ id, action }) => [id, action])).toEqual([
    [1, 'counters'],
    [2, 'books'],
  ]);
  ipc.take({ kind: 'control-reply', id: 2, reply: { ok: false, code: 'NOT_FOUND', message: 'no' } });
  ipc.take({ kind: 'control-reply', id: 1, reply: { ok: true, data: COUNTERS } });
  expect(await second).toEqual({ ok: false, code: 'NOT_FOUND', message: 'no' });
  expect(await first).toEqual({ ok: true, data: COUNTERS });
  expect(clock.pending).toBe(0);
});

test('without a reply it fails at its deadline, and what comes later is dropped', async () => {
  const { ipc, clock } = bench();
  const request = ipc.carry('counters', {});
  const failure = expect(request).rejects.toMatchObject({ code: 'TRAINING_NO_ANSWER' });
  await clock.advance(CONTROL_DEADLINE_MS - 1);
  expect(clock.pending).toBe(1);
  await clock.advance(1);
  await failure;
  ipc.take({ kind: 'control-reply', id: 1, reply: { ok: true, data: COUNTERS } });
  const next = ipc.carry('counters', {});
  ipc.take({ kind: 'control-reply', id: 2, reply: { ok: true, data: 'of the second' } });
  expect(await next).toEqual({ ok: true, data: 'of the second' });
});

test('a process that ends, or is not there, fails what is open at once', async () => {
  const { ipc, clock } = bench();
  const open = [ipc.carry('counters', {}), ipc.carry('books', {})];
  ipc.gone();
  for (const request of open) await expect(request).rejects.toMatchObject({ code: 'TRAINING_NO_ANSWER' });
  const nobody = new IpcControl(() => false, clock);
  await expect(nobody.carry('counters', {})).rejects.toMatchObject({ code: 'TRAINING_NO_ANSWER' });
  expect(clock.pending).toBe(0);
});

test('at the limit of open requests the next is refused, and nothing is sent', async () => {
  const { ipc, sent } = bench();
  const open = Array.from({ length: MAX_OPEN_REQUESTS }, () => ipc.carry('counters', {}));
  await expect(ipc.carry('counters', {})).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(sent).toHaveLength(MAX_OPEN_REQUESTS);
  ipc.gone();
  expect((await Promise.allSettled(open)).every(({ status }) => status === 'rejected')).toBe(true);
});

test.each([
  null,
  'ready',
  { kind: 'ready', port: 1 },
  { kind: 'control-reply', id: 1 },
  { kind: 'control-reply', id: 1, reply: { ok: false, code: 'NO_SUCH_CODE', message: '' } },
])('a message that is no reply is left alone: %j', async (message) => {
  const { ipc } = bench();
  const request = ipc.carry('counters', {});
  ipc.take(message);
  ipc.take({ kind: 'control-reply', id: 1, reply: { ok: true, data: 1 } });
  expect(await request).toEqual({ ok: true, data: 1 });
});

test('input that does not fit is not sent; an answer that does not fit is refused', async () => {
  const sent: string[] = [];
  const client = controlClient(ODOO_CONTROL, async (action) => {
    sent.push(action);
    return { ok: true, data: { ...COUNTERS, calls: -1 } };
  });
  await expect(client.request('books', { limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(sent).toEqual([]);
  await expect(client.request('counters', {})).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(sent).toEqual(['counters']);
});
