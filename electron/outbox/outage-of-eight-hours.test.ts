import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { Cancel } from '../domain/ports.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { Outbox } from './outbox.ts';
import { sampleFault, sampleResult } from './testing/sample-result.ts';
import { countedIds, temporaryFile } from './testing/temporary-outbox.ts';

const RESULTS = 1_000;
const OUTAGE_MS = 8 * 3_600_000;
const MAX_PER_SECOND = 5;

/** A small generator of its own, so that the run is the same every time (Numerical Recipes' constants). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** What is on the other side of the station: both may be away. */
class Outside {
  odooUp = true;
  databaseUp = true;
  attempts = 0;
  readonly confirmedAtMs: number[] = [];
  readonly confirmed: string[] = [];
  readonly history: string[] = [];
}

/** Drains on capture and when the last drain said that there is more, as the task around it does. */
class Pusher {
  readonly #dispatcher: Dispatcher;
  readonly #clock: FakeClock;
  readonly #stop = new AbortController();
  #timer: Cancel = () => undefined;

  constructor(outbox: Outbox, outside: Outside, clock: FakeClock) {
    this.#clock = clock;
    this.#dispatcher = createDispatcher({
      outbox,
      clock,
      random: seededRandom(7),
      logger: new MemoryLogger(),
      limits: { maxPerSecond: MAX_PER_SECOND, maxPerRun: 50 },
      deliver: async ({ result }) => {
        outside.attempts += 1;
        if (!outside.odooUp) return { kind: 'retry', fault: sampleFault('no route'), linkDown: true };
        outside.confirmed.push(result.moId);
        outside.confirmedAtMs.push(clock.monotonicMs());
        return { kind: 'confirmed', note: null };
      },
      archive: async ({ result }) => {
        if (!outside.databaseUp) throw new AppError('STORE_UNAVAILABLE', 'no database');
        outside.history.push(result.moId);
        return 'archived';
      },
    });
  }

  async drain(): Promise<void> {
    this.#timer();
    const { nextDueInMs } = await this.#dispatcher.drain(this.#stop.signal);
    this.#timer();
    if (nextDueInMs === null || this.#stop.signal.aborted) return;
    this.#timer = this.#clock.after(Math.max(100, nextDueInMs), () => void this.drain());
  }

  stop(): void {
    this.#stop.abort();
    this.#timer();
  }
}

/** The most pushes in any span of one second. */
function busiestSecond(atMs: readonly number[]): number {
  return Math.max(...atMs.map((from) => atMs.filter((at) => at >= from && at < from + 1_000).length));
}

test('8 hours without Odoo and database, 1,000 results, a restart in between: nothing lost, doubled or out of order', async () => {
  using place = temporaryFile();
  const clock = new FakeClock();
  const outside = new Outside();
  const ports = { clock, newId: countedIds() };
  let outbox = Outbox.open(place.file, ports);
  let pusher = new Pusher(outbox, outside, clock);
  outside.odooUp = false;
  outside.databaseUp = false;
  const moIds: string[] = [];
  for (let n = 0; n < RESULTS; n += 1) {
    const result = sampleResult(n);
    moIds.push(result.moId);
    outbox.capture(result);
    void pusher.drain();
    await clock.advance(OUTAGE_MS / RESULTS);
    if (n === RESULTS / 2) {
      pusher.stop();
      outbox.close();
      outbox = Outbox.open(place.file, ports);
      pusher = new Pusher(outbox, outside, clock);
    }
  }
  expect(outside.confirmed).toEqual([]);
  expect(outbox.count('waiting')).toBe(RESULTS);
  // Every one of them shows the cause in the failed-to-push list; only the oldest was tried.
  expect(outbox.entries().filter(({ lastFault }) => lastFault?.message === 'no route')).toHaveLength(RESULTS);
  expect(
    outbox
      .entries()
      .filter(({ attempts }) => attempts > 0)
      .map(({ result }) => result.moId),
  ).toEqual(moIds.slice(0, 1));
  // One try every 30 s on average (full jitter below the cap of 60 s), and one for the restart.
  expect(outside.attempts).toBeLessThan(1.2 * (OUTAGE_MS / 30_000));

  outside.odooUp = true;
  await clock.advance(60_000 + (RESULTS / MAX_PER_SECOND) * 1_000 + 60_000);
  expect(outside.confirmed).toEqual(moIds);
  expect(busiestSecond(outside.confirmedAtMs)).toBeLessThanOrEqual(MAX_PER_SECOND);
  // The database is still away: Odoo has all, the outbox keeps all.
  expect([outside.history.length, outbox.count('confirmed')]).toEqual([0, RESULTS]);

  outside.databaseUp = true;
  await clock.advance(120_000);
  expect(outside.history).toEqual(moIds);
  expect(outside.confirmed).toHaveLength(RESULTS);
  expect(outbox.count()).toBe(0);
  pusher.stop();
  expect(clock.pending).toBe(0);
  outbox.close();
});
