import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { EventLoopDelay, LONGEST_STOP_MS, LOOK_EVERY_MS } from './event-loop-delay.ts';

const BLOCK_MS = 4 * LONGEST_STOP_MS;
/** Node measures from one sample to the next, and takes its first two samples in the first turns. */
const TURNS = 5;

test('a stop of the event loop is logged with its length, once, and kept as the longest', async () => {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const delay = new EventLoopDelay(clock, logger);
  expect(delay.figures()).toEqual({ p99Ms: null, longestMs: null });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const until = performance.now() + BLOCK_MS;
    while (performance.now() < until) Math.hypot(1, 2);
    await nextTurn();
  }
  await clock.advance(LOOK_EVERY_MS);
  const [line] = logger.lines;
  const longest = Number(/^the event loop stood still for ([\d.]+) ms$/.exec(line?.message ?? '')?.[1]);
  expect(longest).toBeGreaterThan(BLOCK_MS / 2);
  expect(delay.figures().longestMs).toBe(longest);
  await clock.advance(LOOK_EVERY_MS);
  expect(logger.lines).toHaveLength(1);
  expect(delay.figures().longestMs).toBe(longest);
  delay.stop();
  expect(clock.pending).toBe(0);
});
