import { expect, test } from 'vitest';
import type { ReportOutcome } from '../domain/batch.ts';
import { BUSY, CONFIRMED, captureAll, dispatching, drained, NEVER, REFUSED } from './testing/dispatching.ts';
import { sampleResult } from './testing/sample-result.ts';
import { temporaryOutbox } from './testing/temporary-outbox.ts';

test('a permanent fault parks one result at once with its reason; a temporary one waits; others go on', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2, 3);
  const { dispatcher, pushed } = dispatching(at, (n) => [REFUSED, BUSY, CONFIRMED][n - 1] ?? BUSY);
  expect(await drained(at, dispatcher, { forMs: 200 })).toMatchObject({
    confirmed: 1,
    retried: 1,
    parked: 1,
    waiting: 1,
    linkDown: false,
  });
  expect(pushed).toEqual([1, 2, 3]);
  expect(at.outbox.byId('id-1')).toMatchObject({
    state: 'parked',
    attempts: 1,
    lastFault: { code: 'ODOO_MO_CANCELLED', message: 'cancelled in Odoo' },
  });
  // Half of the first second's range, counted from its own attempt at 100 ms.
  expect(at.outbox.byId('id-2')?.nextAttemptAt).toBe(at.clock.now() - 100 + 501);
});

test('a push that throws is tried again later, and others go on', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2);
  const { dispatcher } = dispatching(at, (n) => {
    if (n === 1) throw new TypeError('our mistake');
    return CONFIRMED;
  });
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 1, retried: 1, linkDown: false });
  expect(at.outbox.byId('id-1')).toMatchObject({
    state: 'waiting',
    attempts: 1,
    lastFault: { code: 'INTERNAL', message: 'our mistake' },
  });
});

test('a second call joins the run under way', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1);
  const gate = Promise.withResolvers<ReportOutcome>();
  const { dispatcher, pushed } = dispatching(at, () => gate.promise);
  const first = dispatcher.drain(NEVER);
  const second = dispatcher.drain(NEVER);
  gate.resolve(CONFIRMED);
  expect(await second).toBe(await first);
  expect(pushed).toEqual([1]);
});

test('an aborted run ends before its next push', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2);
  const stop = new AbortController();
  const { dispatcher, pushed } = dispatching(at, () => {
    stop.abort();
    return CONFIRMED;
  });
  expect(await dispatcher.drain(stop.signal)).toMatchObject({ confirmed: 1, waiting: 1, nextDueInMs: 0 });
  expect([pushed, at.clock.pending]).toEqual([[1], 0]);
});

test('a run ends at its limit and says that there is more', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2, 3, 4, 5);
  const { dispatcher, pushed } = dispatching(at, () => CONFIRMED, {
    limits: { maxPerSecond: 10, maxPerRun: 2 },
  });
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 2, waiting: 3, nextDueInMs: 0 });
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 2, waiting: 1 });
  expect(pushed).toEqual([1, 2, 3, 4]);
});

test('a result whose predecessor of the same order is confirmed goes in the same run', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1);
  at.outbox.capture(sampleResult(1, { loadId: 'again', resultId: 'second' }));
  const { dispatcher } = dispatching(at, () => CONFIRMED);
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 2, waiting: 0 });
});

test('a result that an operator holds or cancels before its turn is not sent', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2, 3);
  const { dispatcher, pushed } = dispatching(at, () => {
    at.outbox.hold('id-2', 'operator');
    at.outbox.remove('id-3', 'cancelled');
    return CONFIRMED;
  });
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 1, waiting: 0 });
  expect(pushed).toEqual([1]);
});

test('changes are told, and a listener that fails does no harm', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1, 2);
  let told = 0;
  const { dispatcher, logger } = dispatching(at, () => CONFIRMED, {
    onChange: () => {
      told += 1;
      throw new Error('screen is gone');
    },
  });
  expect(await drained(at, dispatcher)).toMatchObject({ confirmed: 2, archived: 2 });
  expect(told).toBeGreaterThanOrEqual(2);
  expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(told);
});

test('progress that a push records is there for the next attempt', async () => {
  using at = temporaryOutbox();
  captureAll(at, 1);
  const seen: boolean[] = [];
  const { dispatcher } = dispatching(at, () => BUSY, {
    deliver: async (_, progress) => {
      seen.push(progress.has('update-sent'));
      progress.record('update-sent');
      return BUSY;
    },
  });
  await drained(at, dispatcher);
  await drained(at, dispatcher);
  expect(seen).toEqual([false, true]);
});

test('a failing outbox file fails the run, and the next call starts a new one', async () => {
  using at = temporaryOutbox();
  const { dispatcher } = dispatching(at, () => CONFIRMED);
  at.outbox.close();
  const unavailable = expect.objectContaining({ code: 'OUTBOX_UNAVAILABLE' });
  await expect(dispatcher.drain(NEVER)).rejects.toEqual(unavailable);
  await expect(dispatcher.drain(NEVER)).rejects.toEqual(unavailable);
});
