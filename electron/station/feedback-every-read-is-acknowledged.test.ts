import { afterAll, beforeAll, expect, it } from 'vitest';
import { shippedProfile } from '../plc/memory-map/load-profile.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

/** Time for a look into the database while the PLC's reply is held back, in milliseconds. */
const REPLY_HELD_BACK_MS = 150;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const profile = shippedProfile('single-slot-2025');

it('a PLC that wants every reading acknowledged gets it, each after the values are in mo_batch', async () => {
  await using feedback = await FeedbackStation.start(postgres, { profile });
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  const dosed: Promise<unknown>[] = [];
  plc.onAcknowledged(1, () => {
    dosed.push(feedback.row(moId).then((row) => row?.actual_consumption_silo_a));
  });
  plant.plc.intercepts.add(({ command, address }) =>
    command === 0x0102 && address === plc.addressOf(1, 'statusReadData')
      ? { kind: 'send', frames: (reply) => [reply], delayMs: REPLY_HELD_BACK_MS }
      : 'pass',
  );
  for (const silo_a of [0, 7.25, 15.5]) {
    plc.show(1, { moId, actuals: { silo_a } });
    await feedback.read();
    // The PLC has taken no new values since: nothing is to be acknowledged again.
    await feedback.read();
    expect(plc.flag(1)).toBe(1);
  }
  expect(await Promise.all(dosed)).toEqual([0, 7.25, 15.5]);

  plc.show(1, { moId, actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
  await feedback.read();
  expect(plc.acknowledgements(1)).toBe(4);
  await running.until(() => running.count('batch-archived') >= 1);
  expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: 955.5 });
});

it('a reading that could not be stored is not acknowledged (S3)', async () => {
  await using proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  await using feedback = await FeedbackStation.start(postgres, {
    profile,
    env: (plant) => ({ DATABASE_URL: proxy.urlInstead(plant.database.url) }),
  });
  const { plc } = feedback;
  const moId = feedback.order(1);
  plc.show(1, { moId });
  await feedback.read();
  expect(plc.acknowledgements(1)).toBe(1);
  await proxy.cut();
  plc.show(1, { moId, actuals: { silo_a: 7.25 } });
  await feedback.read();
  // The same values once more: they are still not stored.
  await feedback.read();
  expect(plc.flag(1)).toBe(0);
  await proxy.restore();
  await feedback.running.until(() => plc.flag(1) === 1);
  expect(await feedback.row(moId)).toMatchObject({ actual_consumption_silo_a: 7.25 });
  await feedback.running.stop();
});
