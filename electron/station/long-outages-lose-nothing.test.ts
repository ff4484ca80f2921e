import { expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createDispatcher } from '../outbox/dispatcher.ts';
import { Outbox } from '../outbox/outbox.ts';
import { sampleFault, sampleResult } from '../outbox/testing/sample-result.ts';
import { countedIds, temporaryFile } from '../outbox/testing/temporary-outbox.ts';
import { clockBeat } from '../tasks/beat.ts';
import { createScheduler, type Scheduler } from '../tasks/scheduler.ts';
import type { Task } from '../tasks/task.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { seededRandom } from '../training/seeded-random.ts';

const OUTAGE_MS = 8 * 3_600_000;
/** A batch ends every two minutes. */
const RESULT_EVERY_MS = 120_000;
const RESULTS = OUTAGE_MS / RESULT_EVERY_MS;
const INTERVAL_MS = 180_000;
const MAX_PER_SECOND = 5;
/** The task's beat and the wait for the rate: nothing else may pile up while the peers are away. */
const MAX_TIMERS = 2;
/** A cause is told when it begins, not at every try. */
const MAX_LINES = 3 * RESULTS;

/** What is on the other side of the station, and what it got. */
class Outside {
  odooUp = true;
  databaseUp = true;
  attempts = 0;
  readonly sentAtMs: number[] = [];
  readonly inOdoo: string[] = [];
  readonly history: string[] = [];

  requireDatabase(): void {
    if (!this.databaseUp) throw new AppError('STORE_UNAVAILABLE', 'the database does not answer');
  }
}

/** The scheduler with a pushing task, as in TASK 3: no push without the right to command, which is in the database. */
function pushing(outbox: Outbox, outside: Outside, clock: FakeClock, logger: MemoryLogger): Scheduler {
  const dispatcher = createDispatcher({
    outbox,
    clock,
    random: seededRandom('outage'),
    logger,
    limits: { maxPerSecond: MAX_PER_SECOND, maxPerRun: 200 },
    async deliver({ result }) {
      outside.requireDatabase();
      outside.attempts += 1;
      if (!outside.odooUp) return { kind: 'retry', fault: sampleFault('no route'), linkDown: true };
      outside.inOdoo.push(result.moId);
      outside.sentAtMs.push(clock.monotonicMs());
      return { kind: 'confirmed', note: null };
    },
    async archive({ result }) {
      outside.requireDatabase();
      outside.history.push(result.moId);
      return 'archived';
    },
  });
  const task: Task = {
    number: 3,
    name: 'Push and archive',
    async run({ signal }) {
      outside.requireDatabase();
      const { nextDueInMs } = await dispatcher.drain(signal);
      const again = nextDueInMs === null ? {} : { againAfterMs: Math.max(nextDueInMs, 100) };
      return { kind: 'done', summary: '', ...again };
    },
  };
  const scheduler = createScheduler({ beat: clockBeat(clock), clock, logger });
  scheduler.register(task, { enabled: true, intervalMs: INTERVAL_MS });
  return scheduler;
}

/** The most pushes in any span of one second. */
function busiestSecond(atMs: readonly number[]): number {
  return Math.max(...atMs.map((from) => atMs.filter((at) => at >= from && at < from + 1_000).length));
}

it.each([
  // One try every 30 s on average: full jitter below the cap of 60 s.
  ['Odoo', { odooUp: false }, { least: 100, most: 1.2 * (OUTAGE_MS / 30_000) }],
  ['PostgreSQL', { databaseUp: false }, { least: 0, most: 0 }],
  ['Odoo and PostgreSQL', { odooUp: false, databaseUp: false }, { least: 0, most: 0 }],
])(
  '%s away for 8 hours, a batch every two minutes: all there, once, in order, at a bounded rate',
  async (_name, away, attempts) => {
    using place = temporaryFile();
    const clock = new FakeClock();
    const outside = new Outside();
    const logger = new MemoryLogger();
    using outbox = Outbox.open(place.file, { clock, newId: countedIds() });
    const scheduler = pushing(outbox, outside, clock, logger);
    scheduler.start();
    await clock.advance(INTERVAL_MS);
    Object.assign(outside, away);

    const moIds: string[] = [];
    for (let n = 0; n < RESULTS; n += 1) {
      const result = sampleResult(n);
      outbox.capture(result);
      moIds.push(result.moId);
      scheduler.wake(3);
      await clock.advance(RESULT_EVERY_MS);
      expect(clock.pending).toBeLessThanOrEqual(MAX_TIMERS);
    }
    expect([outside.inOdoo, outside.history]).toEqual([[], []]);
    expect(outbox.entries('waiting').map(({ result }) => result.moId)).toEqual(moIds);
    expect(outside.attempts).toBeGreaterThanOrEqual(attempts.least);
    expect(outside.attempts).toBeLessThanOrEqual(attempts.most);
    // Each run in these hours had a cause: the interval, a new result, or a try that the backoff allowed.
    const runs = scheduler.status()[0]?.runs ?? 0;
    expect(runs).toBeLessThanOrEqual(RESULTS + OUTAGE_MS / INTERVAL_MS + attempts.most + 10);
    expect(logger.lines.length).toBeLessThanOrEqual(MAX_LINES);

    Object.assign(outside, { odooUp: true, databaseUp: true });
    await clock.advance(INTERVAL_MS + (RESULTS / MAX_PER_SECOND) * 1_000 + 60_000);
    expect(outside.inOdoo).toEqual(moIds);
    expect(outside.history).toEqual(moIds);
    expect(busiestSecond(outside.sentAtMs)).toBeLessThanOrEqual(MAX_PER_SECOND);
    expect(outbox.count()).toBe(0);
    expect(await scheduler.stop()).toEqual([]);
    expect(clock.pending).toBe(0);
  },
);
