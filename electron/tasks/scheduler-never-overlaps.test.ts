import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { TaskOutcome } from './task.ts';
import { DONE, ProbeTask, rig, statusOf } from './testing/probe-task.ts';

test('an enabled task runs at the start and at its interval, a disabled one not at all', async () => {
  const { clock, task, scheduler } = rig();
  const disabled = new ProbeTask(clock, 7);
  scheduler.register(disabled, { enabled: false, intervalMs: 1_000 });
  await clock.advance(500);
  expect(task.starts).toEqual([]);
  scheduler.start();
  await clock.advance(2_500);
  expect(task.startsAtMs).toEqual([500, 1_500, 2_500]);
  expect(disabled.starts).toEqual([]);
  expect(scheduler.status().map(({ number, runs, nextRunAt }) => [number, runs, nextRunAt])).toEqual([
    [2, 3, clock.now() + 500],
    [7, 0, null],
  ]);
  await scheduler.stop();
  expect(clock.pending).toBe(0);
});

test('a run longer than the interval is never overlapped, and missed beats do not pile up', async () => {
  const at = rig();
  at.task.lastsMs = 2_500;
  at.scheduler.start();
  await at.clock.advance(0);
  at.task.lastsMs = 100;
  await at.clock.advance(5_000);
  expect(at.task.startsAtMs).toEqual([0, 3_000, 4_000, 5_000]);
  expect(at.task.mostAtATime).toBe(1);
  expect(statusOf(at).overlapsPrevented).toBe(2);
});

test('interval, wake-up and hand together never run a task twice at a time', async () => {
  const at = rig({ intervalMs: 200 });
  at.task.lastsMs = 330;
  at.scheduler.start();
  await at.clock.advance(0);
  for (let n = 0; n < 50; n += 1) {
    at.scheduler.wake(2);
    if (n % 10 === 0) void at.scheduler.runNow(2);
    await at.clock.advance(70);
  }
  expect(at.task.mostAtATime).toBe(1);
  expect(new Set(at.task.starts.map(({ cause }) => cause))).toEqual(new Set(['interval', 'wake', 'manual']));
});

test('a wake-up runs the task at once; many during a run cause one more', async () => {
  const at = rig({ intervalMs: 60_000 });
  at.scheduler.start();
  await at.clock.advance(100);
  at.task.lastsMs = 50;
  for (let n = 0; n < 10; n += 1) at.scheduler.wake(2);
  await at.clock.advance(1_000);
  expect(at.task.starts).toEqual([
    { atMs: 0, cause: 'interval' },
    { atMs: 100, cause: 'wake' },
    { atMs: 150, cause: 'wake' },
  ]);
});

test('a task that wakes itself in its first line runs once more, not inside itself', async () => {
  const at = rig({ intervalMs: 60_000 });
  at.task.before = () => {
    if (at.task.starts.length === 1) at.scheduler.wake(2);
  };
  at.scheduler.start();
  await at.clock.advance(10);
  expect([at.task.starts.length, at.task.mostAtATime]).toEqual([2, 1]);
});

test('a wake-up is ignored while the task is disabled or the scheduler is stopped', async () => {
  const at = rig({ enabled: false });
  at.scheduler.wake(2);
  at.scheduler.start();
  at.scheduler.wake(2);
  await at.clock.advance(5_000);
  expect(at.task.starts).toEqual([]);
});

test('by hand a disabled task runs too, and a running one gets a run of its own afterwards', async () => {
  const at = rig({ enabled: false });
  at.task.lastsMs = 100;
  at.scheduler.start();
  const first = at.scheduler.runNow(2);
  const second = at.scheduler.runNow(2);
  at.task.outcome = { kind: 'done', summary: 'first' };
  await at.clock.advance(99);
  expect(at.task.starts).toHaveLength(1);
  await at.clock.advance(1);
  at.task.outcome = { kind: 'done', summary: 'second' };
  expect(await first).toEqual({ kind: 'done', summary: 'first' });
  await at.clock.advance(100);
  expect(await second).toEqual({ kind: 'done', summary: 'second' });
  expect(at.task.starts).toEqual([
    { atMs: 0, cause: 'manual' },
    { atMs: 100, cause: 'manual' },
  ]);
});

test('manual runs that wait are bounded; one too many is told so', async () => {
  const at = rig({ enabled: false });
  at.task.lastsMs = 100;
  at.scheduler.start();
  const runs = Array.from({ length: 6 }, () => at.scheduler.runNow(2));
  await at.clock.advance(1_000);
  expect((await Promise.all(runs)).map(({ kind }) => kind)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'done',
    'skipped',
  ]);
});

test('a task that throws has failed with its code, and goes on at its interval', async () => {
  const told: TaskOutcome[] = [];
  const at = rig({}, { onOutcome: (_, run) => told.push(run.outcome) });
  at.task.before = () => {
    if (at.task.starts.length === 1) throw new AppError('STORE_UNAVAILABLE', 'no database');
    if (at.task.starts.length === 2) throw 'a string';
  };
  at.scheduler.start();
  await at.clock.advance(1_000);
  expect(statusOf(at)).toMatchObject({ runs: 2, failuresInARow: 2, running: false });
  await at.clock.advance(1_000);
  expect(told).toEqual([
    { kind: 'failed', code: 'STORE_UNAVAILABLE', message: 'no database' },
    { kind: 'failed', code: 'INTERNAL', message: 'a string' },
    DONE,
  ]);
  expect(statusOf(at)).toMatchObject({ failuresInARow: 0, lastRun: { cause: 'interval', outcome: DONE } });
  expect(
    at.logger.lines
      .filter(({ level }) => level !== 'debug')
      .map(({ message, context }) => [message, context.task]),
  ).toEqual([
    ['probe failed: STORE_UNAVAILABLE: no database', 2],
    ['probe failed: INTERNAL: a string', 2],
    ['probe works again (failed 2 times)', 2],
  ]);
});

test('a failure that repeats is warned of once', async () => {
  const at = rig();
  at.task.outcome = { kind: 'failed', code: 'PLC_LINK_LOST', message: 'no answer' };
  at.scheduler.start();
  await at.clock.advance(10_000);
  expect(statusOf(at).failuresInARow).toBe(11);
  expect(at.logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test('a task may ask to run again before its interval, not later, and not without a pause', async () => {
  const at = rig();
  at.task.outcome = { ...DONE, againAfterMs: 300 };
  at.scheduler.start();
  await at.clock.advance(300);
  expect(at.task.startsAtMs).toEqual([0, 300]);
  at.task.outcome = { ...DONE, againAfterMs: 5_000 };
  await at.clock.advance(300);
  await at.clock.advance(1_000);
  expect(at.task.startsAtMs).toEqual([0, 300, 600, 1_600]);
  at.task.outcome = { ...DONE, againAfterMs: 0 };
  await at.clock.advance(1_000);
  const runsBefore = at.task.starts.length;
  await at.clock.advance(500);
  expect(at.task.starts.length - runsBefore).toBe(10);
});

test('the interval counts from the start of the last run, whatever caused it', async () => {
  const at = rig();
  at.scheduler.start();
  await at.clock.advance(700);
  await at.scheduler.runNow(2);
  await at.clock.advance(1_000);
  expect(at.task.startsAtMs).toEqual([0, 700, 1_700]);
});
