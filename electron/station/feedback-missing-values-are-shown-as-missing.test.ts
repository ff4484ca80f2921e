import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT, perComponent } from '../../shared/domain/equipment.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addFullOrders } from '../testing/results-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const NOTHING = perComponent(() => null);

/** A row with nothing but what the plant's table demands, as an adopted database may hold it. */
async function adoptBareRow(
  plant: PlantFixture,
  batchNo: number,
  moId: string,
  finished: boolean,
): Promise<void> {
  await sql`
    insert into mo_batch (batch_no, mo_id, consumption, equipment_id_batch, status_manufacturing)
    values (${batchNo}, ${moId}, 1000, 'PLC01', ${finished})
  `.execute(plant.database.db);
}

it('a row without targets, actuals, weight, names and times is shown with null, and nothing fails (C18)', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  await adoptBareRow(plant, 3, 'WH/MO/00003', false);
  // Broken values of another program are missing values too.
  await sql`
    update mo_batch set consumption_silo_a = 'NaN', actual_consumption_silo_b = 'Infinity',
      actual_consumption_lq_fml = -3, actual_weight_quantity_finished_goods = 'NaN'
  `.execute(plant.database.db);
  const running = await plant.station();
  for (const task of [1, 2, 3] as const) {
    expect(await running.station.runTask(task), `task ${task}`).not.toMatchObject({ outcome: 'failed' });
  }
  const status = await running.station.api.query('batchStatus', {});
  expect(status).toMatchObject({ total_batches: 1, active_batches: 1, remembered: false });
  expect(status.batches[0]).toMatchObject({
    batch_no: 3,
    mo_id: 'WH/MO/00003',
    finished_goods: null,
    actual_finished_goods: null,
    target_consumptions: NOTHING,
    actual_consumptions: NOTHING,
    last_read_from_plc: null,
    last_changed: null,
  });
  expect(JSON.parse(JSON.stringify(status))).toEqual(status);
  expect((await running.station.api.query('health', {})).leader).toBe(true);
});

it('a finished row that was adopted is pushed with what it has', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  const [moId = ''] = addFullOrders(plant, 1);
  await adoptBareRow(plant, 1, moId, true);
  await sql`
    update mo_batch set actual_consumption_silo_c = 350.5, actual_weight_quantity_finished_goods = 955.5
  `.execute(plant.database.db);
  const running = await plant.station();
  await running.until(() => running.count('batch-archived') >= 1);
  expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: 955.5 });
  const inOdoo = plant.odoo.books.finalQuantities(moId);
  for (const { odooCode } of EQUIPMENT) expect(inOdoo[odooCode]).toBe(odooCode === 'silo103' ? 350.5 : 0);
});

it('a finished row that was adopted without any weight is a question, not a result', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  const [moId = ''] = addFullOrders(plant, 1);
  await adoptBareRow(plant, 1, moId, true);
  const running = await plant.station();
  await running.station.runTask(3);
  expect((await running.station.api.query('failedToPush', {})).batches).toMatchObject([
    { mo_id: moId, state: 'held' },
  ]);
  expect(plant.odoo.books.order(moId)?.state).toBe('confirmed');
  expect((await running.station.api.query('batchStatus', {})).batches[0]?.phase).toBe('question');
});
