import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PerComponent, perComponent } from '../../shared/domain/equipment.ts';
import type { Shown } from '../testing/manual-plc.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { CLOSE_PATH, callsAbout, FULL_TARGETS, UPDATE_PATH } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const CUT_TARGETS: PerComponent<number> = perComponent(({ key }) => Math.trunc(FULL_TARGETS[key]));

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** A batch that was seen running and then shows this ending. */
async function endedWith(
  ending: Omit<Shown, 'moId'>,
  env: Record<string, string> = {},
): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres, { env });
  const moId = feedback.order(1);
  feedback.plc.show(1, { moId });
  await feedback.read();
  feedback.plc.show(1, { moId, finished: 1, ...ending });
  await feedback.read();
  return feedback;
}

it.each([
  ['all actuals 0 (C15)', { weight: 950 }, {}],
  ['weight 0', { actuals: FULL_TARGETS }, {}],
  ['actuals equal to the targets cut to whole kg', { actuals: CUT_TARGETS, weight: 950 }, {}],
  ['nothing at all', {}, {}],
  ['all actuals 0 and no weight, though a weight of 0 is accepted', {}, { ZERO_WEIGHT: 'accept' }],
])('%s: held and listed as a question, not pushed', async (_what, ending, env) => {
  await using feedback = await endedWith(ending, env);
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  await running.until(() => running.count('batch-ended') >= 1);
  await feedback.read();
  expect(feedback.alarm('RESULT_QUESTION', moId)).toContain(moId);
  expect(await running.station.api.query('failedToPush', {})).toMatchObject({
    total: 1,
    batches: [{ mo_id: moId, batch_no: 1, kind: 'completed', state: 'held', error_code: 'RESULT_QUESTION' }],
  });
  expect((await feedback.view(1)).phase).toBe('question');
  // It is durable, so the PLC need not wait for the operator.
  expect(plc.flag(1)).toBe(1);

  await running.station.runTask(3);
  await feedback.restart();
  await feedback.read();
  await feedback.running.station.runTask(3);
  expect((await feedback.running.station.api.query('failedToPush', {})).batches).toMatchObject([
    { mo_id: moId, state: 'held' },
  ]);
  expect(callsAbout(plant, moId)).toEqual([]);
  expect(plant.odoo.books.order(moId)?.state).toBe('confirmed');
});

it('figures that raise a question count only when two readings agree: the PLC may still be writing', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  plc.show(1, { moId });
  await feedback.read();
  plc.show(1, { moId, actuals: FULL_TARGETS, finished: 1 });
  const cancel = plc.onRead(1, () => {
    plc.show(1, { moId, actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
    cancel();
  });
  await feedback.read();
  await feedback.read();
  await running.until(() => running.count('batch-archived') >= 1);
  expect(running.count('alarm-raised')).toBe(0);
  expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: 955.5 });
});

it('ZERO_WEIGHT=accept pushes the consumption without a quantity and leaves the order open', async () => {
  await using feedback = await endedWith({ actuals: FULL_TARGETS }, { ZERO_WEIGHT: 'accept' });
  const { plant, running } = feedback;
  const moId = feedback.order(1);
  await running.until(() => running.count('batch-archived') >= 1);
  expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'progress', producedQuantity: 0 });
  expect(plant.odoo.books.finalQuantities(moId)).toMatchObject({
    silo101: FULL_TARGETS.silo_a,
    lq115: FULL_TARGETS.lq_fml,
  });
  const [update] = callsAbout(plant, moId, UPDATE_PATH);
  expect(update?.params).not.toHaveProperty('quantity');
  expect(callsAbout(plant, moId, CLOSE_PATH)).toEqual([]);
  const [row] = (await running.station.api.query('history', { limit: 1, offset: 0 })).histories;
  expect(row).toMatchObject({ mo_id: moId, status: 'completed', actual_weight: 0 });
  expect(row?.notes).toContain('left open');
  expect(feedback.alarm('RESULT_QUESTION', moId)).toBeNull();
});
