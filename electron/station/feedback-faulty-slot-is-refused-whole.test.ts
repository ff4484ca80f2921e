import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotField } from '../plc/memory-map/field-places.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { callsAbout, FULL_TARGETS, UPDATE_PATH } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const SLOTS = 10;
/** The slot that goes wrong; the others go on. */
const BAD = 4;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Slot 4 of a running load shows its order finished, with something wrong in it that `spoil` does. */
async function withFaultyEnding(spoil: (feedback: FeedbackStation) => void): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres, { orders: BAD });
  const moId = feedback.order(BAD);
  feedback.plc.show(BAD, { moId });
  await feedback.read();
  feedback.plc.show(BAD, { moId, actuals: FULL_TARGETS, weight: 956, finished: 1 });
  spoil(feedback);
  return feedback;
}

it('a word slip rejects the slot as a whole, names the address, and the other nine go on (C2)', async () => {
  await using feedback = await FeedbackStation.start(postgres, { orders: SLOTS });
  const { plant, plc, orders, running } = feedback;
  for (let slot = 1; slot <= SLOTS; slot += 1) plc.show(slot, { moId: feedback.order(slot) });
  await feedback.read();
  const before = await feedback.row(feedback.order(BAD));

  for (let slot = 1; slot <= SLOTS; slot += 1) {
    plc.show(slot, { moId: feedback.order(slot), actuals: FULL_TARGETS, weight: 900 + slot, finished: 1 });
  }
  // One word too many after the id of silo b: every word behind it lies one place too far.
  const right = plc.words(BAD);
  const idAt = plc.addressOf(BAD, 'components.silo_c.id');
  const offset = idAt - plc.addressOf(BAD, 'batch');
  const slipped = [...right.slice(0, offset), 0, ...right.slice(offset, -1)];
  plc.poke(BAD, 'batch', ...slipped);
  await feedback.read();

  expect(feedback.alarm('SLOT_FAULTY', `slot ${BAD}`)).toContain(
    `D${idAt} (components.silo_c.id) expected 0067 (103), found 0000`,
  );
  expect(await feedback.row(feedback.order(BAD))).toEqual(before);
  expect(plc.words(BAD), 'nothing was written into the slot, its flag neither').toEqual(slipped);
  await running.until(() => running.count('batch-archived') >= SLOTS - 1);
  for (const [index, moId] of orders.entries()) {
    const good = index + 1 !== BAD;
    expect(plant.odoo.books.order(moId)?.state, moId).toBe(good ? 'done' : 'confirmed');
    if (good) expect(plc.flag(index + 1), moId).toBe(1);
  }
  expect((await feedback.view(BAD)).faults.join()).toContain(`D${idAt}`);

  plc.poke(BAD, 'batch', ...right);
  await feedback.read();
  expect(feedback.alarm('SLOT_FAULTY', `slot ${BAD}`)).toBeNull();
  await running.until(() => running.count('batch-archived') >= SLOTS);
  expect(plant.odoo.books.order(feedback.order(BAD))).toMatchObject({ state: 'done', producedQuantity: 904 });
  expect(plant.odoo.books.finalQuantities(feedback.order(BAD))).toMatchObject({
    silo103: FULL_TARGETS.silo_c,
  });
});

describe('an ending is refused, its raw words are shown, and Odoo never hears of it', () => {
  const cases: readonly (readonly [what: string, field: SlotField, words: number[], shown: RegExp])[] = [
    ['weight 825.25 as a float, low word first (C3)', 'weight', [0x5000, 0x444e], /5000 444E/],
    ['weight 1000.00 as a float, low word first (C3)', 'weight', [0x0000, 0x447a], /0000 447A/],
    ['weight 1050.01 kg, above the largest batch', 'weight', [0x0001, 0x9a29], /1050\.01|0001 9A29/],
    ['a component of 1050.01 kg', 'components.lq_fml.consumption', [0x0001, 0x9a29], /1050\.01|0001 9A29/],
    ['status_manufacturing 2', 'statusManufacturing', [2], /statusManufacturing.*0002/],
    ['status_operation -1', 'statusOperation', [0xffff], /statusOperation.*FFFF/],
    ['status_read_data 3', 'statusReadData', [3], /statusReadData.*0003/],
    ["another slot's number", 'batch', [5], /batch/],
    ['a name that is no text', 'moId', [0x0107], /moId.*0107/],
  ];
  it.each(cases)('%s', async (_what, field, words, shown) => {
    await using feedback = await withFaultyEnding(({ plc }) => plc.poke(BAD, field, ...words));
    const { plant, plc, running } = feedback;
    const before = await feedback.row(feedback.order(BAD));
    const spoilt = plc.words(BAD);
    await feedback.read();
    await feedback.read();
    const alarm = feedback.alarm('SLOT_FAULTY', `slot ${BAD}`);
    expect(alarm).toMatch(shown);
    expect(alarm).toContain(`D${plc.addressOf(BAD, field)}`);
    expect(await feedback.row(feedback.order(BAD))).toEqual(before);
    expect(plc.words(BAD)).toEqual(spoilt);
    expect(running.station.outbox.count()).toBe(0);

    // Nothing lies in wait: neither a run of TASK 3 by hand nor a restart sends it after all.
    await running.station.runTask(3);
    await feedback.restart();
    await feedback.read();
    await feedback.running.station.runTask(3);
    expect(callsAbout(plant, feedback.order(BAD), UPDATE_PATH)).toEqual([]);
    expect(feedback.alarm('SLOT_FAULTY', `slot ${BAD}`)).toBe(alarm);
  });

  it('1050.00 kg is still a weight', async () => {
    await using feedback = await withFaultyEnding(({ plc }) => plc.poke(BAD, 'weight', 0x0001, 0x9a28));
    await feedback.read();
    await feedback.running.until(() => feedback.running.count('batch-archived') >= 1);
    expect(feedback.plant.odoo.books.order(feedback.order(BAD))?.producedQuantity).toBe(1050);
  });
});
