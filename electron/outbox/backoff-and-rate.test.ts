import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { backoffMs } from './backoff.ts';
import { createPushRate } from './push-rate.ts';

const NEVER = new AbortController().signal;

test('the wait doubles from 1 s to 60 s and is spread over the whole range', () => {
  const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((attempts) => backoffMs(attempts, () => 0.999_999_9));
  expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(backoffMs(5, () => 0.5)).toBe(8_001);
  expect(backoffMs(5, () => 0)).toBe(1);
});

test('whatever the number of attempts, the wait is a whole number of milliseconds within its bounds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (n, r) => {
        const waitMs = backoffMs(n, () => r);
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(1);
        expect(waitMs).toBeLessThanOrEqual(60_000);
      },
    ),
    { seed: 20_260_105 },
  );
});

test('a single push starts at once, a backlog goes out evenly, an idle time earns no burst', async () => {
  const clock = new FakeClock();
  const rate = createPushRate(clock, () => 5);
  const startedAtMs: number[] = [];
  const take = async (): Promise<void> => {
    await rate.take(NEVER);
    startedAtMs.push(clock.monotonicMs());
  };
  const backlog = [take(), take(), take()];
  await clock.advance(0);
  await clock.advance(10_000);
  await Promise.all(backlog);
  expect(startedAtMs).toEqual([0, 200, 400]);
  const later = [take(), take()];
  await clock.advance(0);
  await clock.advance(1_000);
  await Promise.all(later);
  expect(startedAtMs.slice(3)).toEqual([10_000, 10_200]);
});

test('a rate that is changed counts from the next push on', async () => {
  const clock = new FakeClock();
  let maxPerSecond = 1;
  const rate = createPushRate(clock, () => maxPerSecond);
  const startedAtMs: number[] = [];
  const take = async (): Promise<void> => {
    await rate.take(NEVER);
    startedAtMs.push(clock.monotonicMs());
  };
  const slow = [take(), take()];
  await clock.advance(0);
  await clock.advance(1_000);
  await Promise.all(slow);
  maxPerSecond = 10;
  const quick = [take(), take(), take()];
  await clock.advance(2_000);
  await Promise.all(quick);
  expect(startedAtMs).toEqual([0, 1_000, 2_000, 2_100, 2_200]);
});

test('an aborted wait ends at once and leaves no timer', async () => {
  const clock = new FakeClock();
  const rate = createPushRate(clock, () => 0.1);
  const stop = new AbortController();
  await rate.take(stop.signal);
  const waiting = rate.take(stop.signal);
  expect(clock.pending).toBe(1);
  stop.abort();
  await waiting;
  expect([clock.pending, clock.monotonicMs()]).toEqual([0, 0]);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a rate of %d per second is refused', (rate) => {
  expect(() => createPushRate(new FakeClock(), () => rate)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
});
