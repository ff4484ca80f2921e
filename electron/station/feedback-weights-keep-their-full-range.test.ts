import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** The largest batch that a station can be told to accept, with its margin: 110 000 kg. */
const LARGEST = { EXPECTED_BATCH_MAX_KG: '100000', BATCH_WEIGHT_WARN_MARGIN_KG: '10000' };

it.each([
  ['381.25 kg: bit 15 of the low word is no sign', [0x0000, 0x94ed], 381.25],
  ['2500 kg: more than one word holds', [0x0003, 0xd090], 2500],
  ['655.35 kg: the largest in one word', [0x0000, 0xffff], 655.35],
  ['655.36 kg: the first of two words', [0x0001, 0x0000], 655.36],
  ['0.01 kg', [0x0000, 0x0001], 0.01],
  ['109 999.99 kg', [0x00a7, 0xd8bf], 109_999.99],
])('%s, on the wire and in Odoo (C4)', async (_what, words, expected) => {
  await using feedback = await FeedbackStation.start(postgres, { env: LARGEST });
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  // The order is as large as what comes of it: a weight far from its order is looked at more closely.
  plc.show(1, { moId, quantity: expected });
  await feedback.read();
  plc.show(1, { moId, quantity: expected, finished: 1 });
  plc.poke(1, 'weight', ...words);
  plc.poke(1, 'components.lq_tetes.consumption', ...words);
  await feedback.read();
  await running.until(() => running.count('batch-archived') >= 1);
  expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: expected });
  expect(plant.odoo.books.finalQuantities(moId)).toMatchObject({ lq114: expected });
  const [row] = (await running.station.api.query('history', { limit: 1, offset: 0 })).histories;
  expect(row).toMatchObject({ actual_weight: expected, actual_consumptions: { lq_tetes: expected } });
});

it.each([
  ['half of the range', [0x8000, 0x0000], '8000 0000'],
  ['all of it', [0xffff, 0xffff], 'FFFF FFFF'],
])('%s is no small negative weight but far too much', async (_what, words, shown) => {
  await using feedback = await FeedbackStation.start(postgres, { env: LARGEST });
  feedback.plc.show(1, { moId: feedback.order(1) });
  feedback.plc.poke(1, 'components.silo_a.consumption', ...words);
  await feedback.read();
  expect(feedback.alarm('SLOT_FAULTY', 'slot 1')).toContain(`at most 110000 kg, found ${shown}`);
});
