import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** A batch that ran and finished with 955.5 kg, acknowledged; Odoo is away, so it stays in the queue. */
async function finishedBatch(): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres);
  const moId = feedback.order(1);
  await feedback.plant.odoo.goDown();
  feedback.plc.show(1, { moId });
  await feedback.read();
  feedback.plc.show(1, { moId, actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
  await feedback.read();
  expect(feedback.running.count('batch-acknowledged')).toBe(1);
  return feedback;
}

/** Everything that a PLC can show in a slot whose order has ended, one reading each. */
async function showEverythingElse(feedback: FeedbackStation): Promise<void> {
  const { plc } = feedback;
  const moId = feedback.order(1);
  const read = () => feedback.read();
  plc.show(1, { moId, actuals: { silo_a: 999 }, weight: 12, finished: 1, flag: 1 });
  await read();
  plc.show(1, { moId, actuals: { silo_a: 1 } });
  await read();
  plc.show(1, { moId, failed: 1 });
  await read();
  await read();
  plc.show(1, { moId, weight: 700, finished: 1, failed: 1, flag: 1 });
  await read();
  plc.show(1, { moId: 'WH/MO/77777', actuals: { silo_b: 3 } });
  await read();
  plc.poke(1, 'components.silo_b.id', 4711);
  await read();
}

it('after completion nothing that the PLC shows changes the row or the result (S4)', async () => {
  await using feedback = await finishedBatch();
  const row = await feedback.row(feedback.order(1));
  const result = feedback.running.station.outbox.entry(feedback.order(1))?.result;
  expect(result).toMatchObject({ kind: 'completed', weight: 955.5, actuals: FULL_TARGETS });

  await showEverythingElse(feedback);
  expect(await feedback.row(feedback.order(1))).toEqual(row);
  expect(feedback.running.station.outbox.entry(feedback.order(1))?.result).toEqual(result);
  expect(feedback.running.count('batch-ended')).toBe(1);
});

it('nor does it after a restart, even one that has lost its data folder', async () => {
  await using feedback = await finishedBatch();
  const { plant, orders } = feedback;
  const row = await feedback.row(feedback.order(1));
  await feedback.restart();
  await showEverythingElse(feedback);
  expect(await feedback.row(feedback.order(1))).toEqual(row);

  await feedback.restart(join(plant.dataDir, 'another'));
  await showEverythingElse(feedback);
  expect(await feedback.row(feedback.order(1))).toEqual(row);
  expect(feedback.running.station.outbox.entries().map(({ result }) => result)).toMatchObject([
    { moId: orders[0], weight: 955.5, actuals: FULL_TARGETS },
  ]);

  await plant.odoo.comeBack();
  await feedback.running.station.runTask(3);
  expect(plant.odoo.books.order(feedback.order(1))).toMatchObject({ state: 'done', producedQuantity: 955.5 });
});
