import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { perComponent } from '../../shared/domain/equipment.ts';
import { kg, slot } from '../../shared/units.ts';
import { flagAddress, slotAddress } from '../plc/memory-map/addresses.ts';
import { encodeReadSlot, type SlotContent } from '../plc/memory-map/slot-codec.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { CLOSE_PATH, callsAbout, closeByHand, fullOrder, UPDATE_PATH } from '../testing/results-plant.ts';

/** Rows that the predecessor left in mo_batch: finished with a weight, still running, and first of a duplicate. */
const FINISHED = 'WH/MO/00014';
const RUNNING = 'WH/MO/00015';
const ALSO_RUNNING = 'WH/MO/00016';
/** An order that Odoo would have loaded. */
const NEW = 'WH/MO/00099';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** A plant whose database the predecessor left behind; Odoo knows the orders of its rows. */
async function adoptedPlant(): Promise<PlantFixture> {
  const plant = await PlantFixture.start(postgres, { database: 'empty', scans: 'by-hand' });
  const sql = await readFile(new URL('../store/testing/predecessor.sql', import.meta.url), 'utf8');
  await runSql(plant.database.url, sql);
  for (const name of [FINISHED, RUNNING, ALSO_RUNNING]) {
    // In progress: the predecessor has loaded them, so that Odoo does not list them as confirmed any more.
    plant.odoo.addOrder(fullOrder(name, { state: 'progress' }));
  }
  plant.odoo.addOrder(fullOrder(NEW));
  return plant;
}

/** Shows an order in a READ slot, as the PLC's program would. */
function show(plant: PlantFixture, number: number, change: Partial<SlotContent> & { moId: string }): void {
  const content: SlotContent = {
    slot: slot(number),
    bomId: '',
    finishedGoods: 'JF PLUS KUR',
    quantity: kg(1000),
    components: perComponent(() => kg(0)),
    statusManufacturing: 0,
    statusOperation: 0,
    weight: kg(0),
    ...change,
  };
  const address = slotAddress(plant.profile.read, slot(number));
  plant.plc.memory.write(address, encodeReadSlot(plant.profile, slot(number), content, 0));
}

function archived(running: RunningStation, moId: string): boolean {
  return running.events.some((event) => event.kind === 'batch-archived' && event.moId === moId);
}

const DOSED = perComponent(({ id }) => kg(id - 60.5));

it('a row that was finished before the take-over is pushed with its own numbers and archived', async () => {
  await using plant = await adoptedPlant();
  show(plant, 1, { moId: FINISHED, statusManufacturing: 1, weight: kg(825.25) });
  const running = await plant.station();
  await running.until(() => archived(running, FINISHED));

  const [update] = callsAbout(plant, FINISHED, UPDATE_PATH);
  expect(update?.params).toEqual({
    mo_id: FINISHED,
    quantity: 825.25,
    silo101: 41,
    lq115: 0.30000000000000004,
  });
  expect(plant.odoo.books.order(FINISHED)).toMatchObject({ state: 'done', producedQuantity: 825.25 });
  const [row] = (await running.station.api.query('history', { limit: 1, offset: 0, status: 'completed' }))
    .histories;
  expect(row).toMatchObject({ mo_id: FINISHED, status: 'completed', actual_weight: 825.25 });
  // Its slot still shows it with flag 0: the PLC is told, so that it can go on.
  await running.until(() => plant.plc.memory.word(flagAddress(plant.profile.read, slot(1))) === 1);
});

it('one that the predecessor had sent already is found done in Odoo and only archived', async () => {
  await using plant = await adoptedPlant();
  closeByHand(plant, FINISHED, { ...perComponent(() => 0), silo_a: 41, lq_fml: 0.3 });
  const running = await plant.station();
  await running.until(() => archived(running, FINISHED));
  expect(callsAbout(plant, FINISHED, CLOSE_PATH)).toEqual([]);
  const { histories } = await running.station.api.query('history', { limit: 20, offset: 0 });
  const row = histories.find(({ mo_id, status }) => mo_id === FINISHED && status === 'completed');
  expect(row?.notes).toContain('found done in Odoo with the same quantities');
});

it('running rows are followed to their end; one that ended unseen waits for an operator', async () => {
  await using plant = await adoptedPlant();
  show(plant, 2, { moId: RUNNING });
  show(plant, 3, { moId: ALSO_RUNNING, statusManufacturing: 1, components: DOSED, weight: kg(700) });
  const running = await plant.station({ EXPECTED_BATCH_MAX_KG: '3000' });
  await running.until(() =>
    running.events.some((event) => event.kind === 'batch-changed' && event.moId === RUNNING),
  );
  show(plant, 2, { moId: RUNNING, components: DOSED, statusManufacturing: 1, weight: kg(712.5) });
  await running.until(() => archived(running, RUNNING) && archived(running, FINISHED));
  expect(plant.odoo.books.order(RUNNING)).toMatchObject({ state: 'done', producedQuantity: 712.5 });
  expect(plant.odoo.books.finalQuantities(RUNNING)).toMatchObject({
    silo101: 40.5,
    lq114: 53.5,
    lq115: 54.5,
  });

  await running.until(() =>
    running.events.some((e) => e.kind === 'alarm-raised' && e.code === 'SLOT_NO_EVIDENCE'),
  );
  expect(archived(running, ALSO_RUNNING)).toBe(false);
  expect(callsAbout(plant, ALSO_RUNNING)).toEqual([]);
  // Nothing new is loaded into a PLC that may still be working through these.
  await running.station.runTask(1);
  expect(running.count('load-armed')).toBe(0);
  expect(plant.odoo.books.order(NEW)?.state).toBe('confirmed');
  const left = (await running.station.api.query('batchStatus', {})).batches.map(({ mo_id }) => mo_id);
  expect(left).toEqual(['WH/MO/00016', 'WH/MO/00019', 'WH/MO/00017', 'WH/MO/00018', 'WH/MO/00020']);
});

it('a finished row without a weight asks an operator, unless the mill accepts such results', async () => {
  await using plant = await adoptedPlant();
  await runSql(
    plant.database.url,
    `update mo_batch set actual_weight_quantity_finished_goods = null where mo_id = '${FINISHED}'`,
  );
  const asking = await plant.station();
  await asking.until(() =>
    asking.events.some((event) => event.kind === 'alarm-raised' && event.code === 'RESULT_QUESTION'),
  );
  expect((await asking.station.api.query('failedToPush', {})).batches).toMatchObject([
    { mo_id: FINISHED, state: 'held' },
  ]);
  const { alarms } = await asking.station.api.query('health', {});
  expect(alarms).toContainEqual(expect.objectContaining({ code: 'RESULT_QUESTION', subject: FINISHED }));
  expect(callsAbout(plant, FINISHED)).toEqual([]);
});

it('with ZERO_WEIGHT=accept it is pushed without a weight, and its order stays open in Odoo', async () => {
  await using plant = await adoptedPlant();
  await runSql(
    plant.database.url,
    `update mo_batch set actual_weight_quantity_finished_goods = 0 where mo_id = '${FINISHED}'`,
  );
  const running = await plant.station({ ZERO_WEIGHT: 'accept' });
  await running.until(() => archived(running, FINISHED));
  expect(plant.odoo.books.order(FINISHED)?.state).toBe('progress');
  expect(plant.odoo.books.finalQuantities(FINISHED)).toMatchObject({ silo101: 41 });
  expect(callsAbout(plant, FINISHED, CLOSE_PATH)).toEqual([]);
});
