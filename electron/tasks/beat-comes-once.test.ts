import { scheduledJobs } from 'node-schedule';
import { afterEach, expect, test, vi } from 'vitest';
import type { Clock } from '../domain/ports.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { systemClock } from '../testing/system-clock.ts';
import { scheduleBeat } from './beat.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** The system's clock; counts the timers that are still to fire or be cancelled. */
function countingClock(): Clock & { readonly pending: () => number } {
  const open = new Set<object>();
  return {
    now: systemClock.now,
    monotonicMs: systemClock.monotonicMs,
    after(ms, run) {
      const token = {};
      open.add(token);
      const cancel = systemClock.after(ms, () => {
        open.delete(token);
        run();
      });
      return () => {
        open.delete(token);
        cancel();
      };
    },
    pending: () => open.size,
  };
}

test('node-schedule carries the beat: at its time, not before, once, and nothing is left', async () => {
  const clock = countingClock();
  const dueAt = clock.now() + 120;
  let times = 0;
  const firedAt = await new Promise<number>((resolve) => {
    scheduleBeat(clock, 60_000).at(dueAt, () => {
      times += 1;
      resolve(clock.now());
    });
    expect(Object.keys(scheduledJobs)).toHaveLength(1);
  });
  expect(firedAt).toBeGreaterThanOrEqual(dueAt);
  expect([times, clock.pending(), Object.keys(scheduledJobs).length]).toEqual([1, 0, 0]);
});

test('a time that passes while the beat is being planned leaves no job behind either', async () => {
  const clock = countingClock();
  const asked = clock.now();
  // As seen from a process that was held up: the time is ahead when it looks, and past when it plans.
  const heldUp: Clock = { ...clock, now: () => asked - 1_000 };
  await new Promise<void>((resolve) => scheduleBeat(heldUp, 60_000).at(asked - 500, resolve));
  expect([clock.pending(), Object.keys(scheduledJobs).length]).toEqual([0, 0]);
});

test('a beat in the past comes at once, but not before the call has returned', async () => {
  let returned = false;
  const returnedFirst = await new Promise<boolean>((resolve) => {
    scheduleBeat(systemClock).at(systemClock.now() - 5_000, () => resolve(returned));
    returned = true;
  });
  expect(returnedFirst).toBe(true);
});

test('a cancelled beat does not come and leaves neither job nor timer', () => {
  const clock = new FakeClock(systemClock.now());
  const cancel = scheduleBeat(clock).at(clock.now() + 60_000, () => {
    throw new Error('must not run');
  });
  expect([clock.pending, Object.keys(scheduledJobs).length]).toEqual([1, 1]);
  cancel();
  cancel();
  expect([clock.pending, Object.keys(scheduledJobs).length]).toEqual([0, 0]);
});

test('a wall clock that is set back an hour delays the beat by no more than the guard', async () => {
  const clock = countingClock();
  const startedMs = clock.monotonicMs();
  const fired = new Promise<number>((resolve) => {
    scheduleBeat(clock, 100).at(clock.now() + 150, () => resolve(clock.monotonicMs()));
  });
  // Only what the wall clock shows is moved; timers go on as they do on a real machine.
  vi.useFakeTimers({ toFake: ['Date'], now: systemClock.now() - 3_600_000 });
  // Timers count whole milliseconds from the loop's own time: they may fire up to two early.
  expect((await fired) - startedMs).toBeGreaterThanOrEqual(248);
  expect([clock.pending(), Object.keys(scheduledJobs).length]).toEqual([0, 0]);
});
