import { expect, test } from 'vitest';
import type { Task } from './task.ts';
import { DONE, ProbeTask, rig, statusOf } from './testing/probe-task.ts';

test('interval and switch can be changed at run time', async () => {
  const at = rig({ intervalMs: 10_000 });
  at.scheduler.start();
  await at.clock.advance(3_000);
  at.scheduler.setInterval(2, 5_000);
  expect(statusOf(at).nextRunAt).toBe(at.clock.now() + 2_000);
  at.scheduler.setInterval(2, 1_000);
  await at.clock.advance(0);
  expect(at.task.startsAtMs).toEqual([0, 3_000]);
  at.scheduler.setEnabled(2, false);
  expect(statusOf(at)).toMatchObject({ enabled: false, nextRunAt: null });
  await at.clock.advance(10_000);
  expect(at.task.startsAtMs).toEqual([0, 3_000]);
  at.scheduler.setEnabled(2, true);
  await at.clock.advance(0);
  expect(at.task.startsAtMs).toEqual([0, 3_000, 13_000]);
});

test.each([199, 7 * 86_400_000 + 1, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  'an interval of %d ms is refused and changes nothing',
  (intervalMs) => {
    const at = rig();
    const invalid = expect.objectContaining({ code: 'CONFIG_INVALID' });
    expect(() => at.scheduler.setInterval(2, intervalMs)).toThrow(invalid);
    expect(() => at.scheduler.register(new ProbeTask(at.clock, 3), { enabled: true, intervalMs })).toThrow(
      invalid,
    );
    expect(at.scheduler.status().map((status) => status.intervalMs)).toEqual([1_000]);
  },
);

test('the shortest and the longest interval are taken; a number twice and an unknown number are not', () => {
  const at = rig();
  at.scheduler.setInterval(2, 200);
  at.scheduler.setInterval(2, 7 * 86_400_000);
  expect(statusOf(at).intervalMs).toBe(604_800_000);
  expect(() => at.scheduler.register(at.task, { enabled: true, intervalMs: 1_000 })).toThrow(
    expect.objectContaining({ code: 'INTERNAL' }),
  );
  expect(() => at.scheduler.wake(5)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('stopping aborts the present run, answers the waiting ones and waits for the end', async () => {
  const at = rig();
  const ended = Promise.withResolvers<void>();
  at.task.before = ({ signal }) => signal.addEventListener('abort', () => ended.resolve());
  at.task.lastsMs = 100;
  at.scheduler.start();
  await at.clock.advance(0);
  const waiting = at.scheduler.runNow(2);
  const stopping = at.scheduler.stop();
  await ended.promise;
  expect(await waiting).toMatchObject({ kind: 'skipped' });
  await at.clock.advance(100);
  expect(await stopping).toEqual([]);
  expect([at.clock.pending, at.task.starts.length]).toEqual([0, 1]);
  expect(await at.scheduler.runNow(2)).toMatchObject({ kind: 'skipped' });
});

test('stopping does not wait for ever, names what still runs, and a new start does not overlap it', async () => {
  const at = rig({}, { stopDeadlineMs: 2_000 });
  at.task.lastsMs = 5_500;
  at.scheduler.start();
  await at.clock.advance(0);
  const stopping = at.scheduler.stop();
  await at.clock.advance(2_000);
  expect(await stopping).toEqual([2]);
  at.scheduler.start();
  await at.clock.advance(3_000);
  expect(at.task.starts).toHaveLength(1);
  await at.clock.advance(2_000);
  expect([at.task.starts.length, at.task.mostAtATime]).toEqual([2, 1]);
});

test('a run that is ended by the stop is not a failure', async () => {
  const at = rig();
  at.task.lastsMs = 10;
  const aborting: Task = {
    number: 4,
    name: 'aborting',
    run: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
  };
  at.scheduler.register(aborting, { enabled: true, intervalMs: 1_000 });
  at.scheduler.start();
  await at.clock.advance(0);
  const stopping = at.scheduler.stop();
  await at.clock.advance(10);
  expect(await stopping).toEqual([]);
  expect(
    at.scheduler.status().map(({ lastRun, failuresInARow }) => [lastRun?.outcome.kind, failuresInARow]),
  ).toEqual([
    ['done', 0],
    ['skipped', 0],
  ]);
});

test('the status tells how long the last run took and what caused it', async () => {
  const at = rig({ intervalMs: 60_000 });
  at.task.lastsMs = 250;
  at.scheduler.start();
  await at.clock.advance(100);
  expect(statusOf(at)).toMatchObject({ running: true, lastRun: null, runs: 1 });
  await at.clock.advance(150);
  const startedAt = at.clock.now() - 250;
  expect(statusOf(at)).toEqual({
    number: 2,
    name: 'probe',
    enabled: true,
    intervalMs: 60_000,
    running: false,
    lastRun: { startedAt, endedAt: startedAt + 250, durationMs: 250, cause: 'interval', outcome: DONE },
    nextRunAt: startedAt + 60_000,
    runs: 1,
    failuresInARow: 0,
    overlapsPrevented: 0,
  });
});

test('a listener that fails does no harm', async () => {
  const at = rig(
    {},
    {
      onOutcome: () => {
        throw new Error('screen is gone');
      },
    },
  );
  at.scheduler.start();
  await at.clock.advance(2_000);
  expect(at.task.starts).toHaveLength(3);
  expect(at.logger.lines.filter(({ level }) => level === 'error')).toHaveLength(3);
});
