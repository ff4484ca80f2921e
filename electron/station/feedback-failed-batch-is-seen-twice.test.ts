import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { CANCEL_PATH, callsAbout, FULL_TARGETS } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const PARTLY = { silo_a: 12.5, lq_tetes: 3 };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function runningBatch(env: Record<string, string> = {}): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres, { env });
  feedback.plc.show(1, { moId: feedback.order(1), actuals: PARTLY });
  await feedback.read();
  return feedback;
}

it('failed in two readings: the order is cancelled in Odoo, the batch archived as failed and announced', async () => {
  await using feedback = await runningBatch();
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  plc.show(1, { moId, actuals: PARTLY, failed: 1 });
  const before = plc.reads(1);
  await running.station.runTask(2);
  await running.until(() => running.count('batch-ended') >= 1);
  expect(plc.reads(1) - before, 'readings until it counts').toBeGreaterThanOrEqual(2);
  expect(running.events).toContainEqual(
    expect.objectContaining({ kind: 'alarm-raised', code: 'BATCH_FAILED' }),
  );
  await running.until(() => running.count('batch-archived') >= 1);
  expect(plant.odoo.books.order(moId)?.state).toBe('cancel');
  expect(callsAbout(plant, moId, CANCEL_PATH)).toHaveLength(1);
  const [row] = (await running.station.api.query('history', { limit: 1, offset: 0 })).histories;
  expect(row).toMatchObject({ mo_id: moId, status: 'failed', actual_consumptions: PARTLY });
  expect(plc.flag(1)).toBe(1);
});

it('failed in one reading only is nothing', async () => {
  await using feedback = await runningBatch();
  const { plc, running } = feedback;
  const moId = feedback.order(1);
  plc.show(1, { moId, actuals: PARTLY, failed: 1 });
  let seen = 0;
  // Between two failed readings lies one that runs: they do not add up.
  plc.onRead(1, () => {
    seen += 1;
    plc.show(1, { moId, actuals: PARTLY, failed: seen % 2 === 0 ? 1 : 0 });
  });
  for (let reading = 1; reading <= 4; reading += 1) await feedback.read();
  expect(seen).toBeGreaterThanOrEqual(4);
  expect(running.count('batch-ended')).toBe(0);
  expect(running.station.outbox.count()).toBe(0);
  expect(await feedback.row(moId)).toMatchObject({ status_operation: false, result_id: null });
  expect(plc.flag(1)).toBe(0);
});

it('FAILED_BATCH_POLICY=hold: kept and listed until an operator decides, Odoo hears nothing', async () => {
  await using feedback = await runningBatch({ FAILED_BATCH_POLICY: 'hold' });
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  plc.show(1, { moId, actuals: PARTLY, failed: 1 });
  await feedback.read();
  await running.until(() => running.count('batch-ended') >= 1);
  await feedback.read();
  await running.station.runTask(3);
  expect((await running.station.api.query('failedToPush', {})).batches).toMatchObject([
    { mo_id: moId, kind: 'failed', state: 'held', last_error: expect.stringContaining('operator') },
  ]);
  expect(feedback.alarm('BATCH_FAILED', moId)).toContain(moId);
  expect(await feedback.row(moId)).toMatchObject({ status_manufacturing: false, status_operation: true });
  expect(callsAbout(plant, moId)).toEqual([]);
  expect(plant.odoo.books.order(moId)?.state).toBe('confirmed');
  expect(plc.flag(1)).toBe(1);
});

it('finished and failed at once is finished, with the failure noted', async () => {
  await using feedback = await runningBatch();
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  plc.show(1, { moId, actuals: FULL_TARGETS, weight: 955.5, finished: 1, failed: 1 });
  await feedback.read();
  await running.until(() => running.count('batch-archived') >= 1);
  expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: 955.5 });
  const [row] = (await running.station.api.query('history', { limit: 1, offset: 0 })).histories;
  expect(row).toMatchObject({ status: 'completed', notes: expect.stringContaining('failure') });
});

it('failed at first sight in the slot that showed this very order before the load is no evidence', async () => {
  await using feedback = await FeedbackStation.start(postgres, {
    before: (plc) => plc.show(1, { moId: 'WH/MO/00001', failed: 1 }),
  });
  for (let reading = 1; reading <= 3; reading += 1) await feedback.read();
  expect(feedback.alarm('SLOT_NO_EVIDENCE', 'slot 1')).toContain('WH/MO/00001');
  expect(feedback.running.station.outbox.count()).toBe(0);
  expect(feedback.plant.odoo.books.order('WH/MO/00001')?.state).toBe('confirmed');
});
