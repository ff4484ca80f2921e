import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { systemClock } from '../testing/system-clock.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const STATUS_READ = 0x0601;
/** Three attempts without an answer, and the link is lost. */
const ONE_ROUND = 3;
/** What a screen may wait for the API, in milliseconds. */
const QUICK_MS = 100;
const SLOTS = 10;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Asks the station all that a screen shows, three times over; the quickest time for all of it, in milliseconds. */
async function quickestAnswer(feedback: FeedbackStation, afterTheFirst: () => void): Promise<number> {
  const { api } = feedback.running.station;
  const times: number[] = [];
  for (let asked = 1; asked <= 3; asked += 1) {
    const startedMs = systemClock.monotonicMs();
    await Promise.all([
      api.query('batchStatus', {}),
      api.query('health', {}),
      api.query('history', { limit: 10, offset: 0 }),
    ]);
    await api.query('failedToPush', {});
    times.push(systemClock.monotonicMs() - startedMs);
    if (asked === 1) afterTheFirst();
  }
  return Math.min(...times);
}

it('a dead PLC costs one round of timeouts, then only probes; the API stays quick; all recovers by itself (C19)', async () => {
  await using feedback = await FeedbackStation.start(postgres, {
    orders: SLOTS,
    env: {
      // All tasks at full speed: what they ask of a dead PLC must not reach the wire.
      SYNC_INTERVAL_SECONDS: '0.2',
      PLC_READ_INTERVAL_SECONDS: '0.2',
      EQUIPMENT_FAILURE_INTERVAL_SECONDS: '0.2',
      // Long timeouts: an answer that waits for the PLC shows itself.
      PLC_READ_TIMEOUT_MS: '600',
      PLC_WRITE_TIMEOUT_MS: '600',
      PLC_PROBE_INTERVAL_MS: '1000',
    },
  });
  const { plant, plc, running } = feedback;
  for (let slot = 1; slot <= SLOTS; slot += 1) plc.show(slot, { moId: feedback.order(slot) });
  await running.until(async () => (await feedback.view(SLOTS)).phase === 'running');

  const lost: number[] = [];
  const silent = Promise.withResolvers<void>();
  const givenUp = Promise.withResolvers<void>();
  const probed = Promise.withResolvers<void>();
  const mend = plant.plc.intercepts.add(({ command }) => {
    lost.push(command);
    silent.resolve();
    if (lost.length > ONE_ROUND) givenUp.resolve();
    if (lost.length >= ONE_ROUND + 2) probed.resolve();
    return { kind: 'drop' };
  });
  await silent.promise;
  // One request is in flight, and each further one means that its time is up: no answer has waited for that.
  const duringTheRound = await quickestAnswer(feedback, () => expect(lost).toHaveLength(1));
  await givenUp.promise;
  const afterwards = await quickestAnswer(feedback, () => expect(lost).toHaveLength(ONE_ROUND + 1));
  expect(Math.max(duringTheRound, afterwards)).toBeLessThan(QUICK_MS);
  expect(await feedback.read()).toMatchObject({ outcome: 'skipped' });
  await probed.promise;
  expect(lost.slice(ONE_ROUND)).toEqual(lost.slice(ONE_ROUND).map(() => STATUS_READ));

  plc.show(SLOTS, { moId: feedback.order(SLOTS), actuals: { silo_a: 5 } });
  mend();
  const silo = async () => (await feedback.view(SLOTS)).actual_consumptions.silo_a;
  await running.until(async () => (await silo()) === 5);
});
