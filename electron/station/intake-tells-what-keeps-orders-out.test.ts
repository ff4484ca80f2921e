import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { fullOrder, HELD } from '../testing/results-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const HELD_BACK = 'WH/MO/00002';
/** Every run of TASK 1 is the test's own. */
const BY_HAND = { ENABLE_TASK_1_AUTO_SYNC: 'false', ENABLE_TASK_3_PROCESS_COMPLETED: 'false' };

/** The subjects of one code's alarms that hold now, in the order in which they were raised. */
function alarmsOf(running: RunningStation, code: string): readonly string[] {
  const subjects = new Set<string>();
  for (const event of running.events) {
    if (event.kind === 'alarm-raised' && event.code === code) subjects.add(event.subject);
    if (event.kind === 'alarm-cleared' && event.code === code) subjects.delete(event.subject);
  }
  return [...subjects];
}

it('a held-back order stays an alarm when a run fills its slots before it comes to that order', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const { books } = plant.odoo;
  // In front of the other in Odoo's list, but not to be loaded yet.
  const first = plant.odoo.addOrder(fullOrder('WH/MO/00001', { state: 'progress' }));
  plant.odoo.addOrder(fullOrder(HELD_BACK, { quantity: 5000 }));
  const running = await plant.station({ ...BY_HAND, SYNC_BATCH_LIMIT: '1' });
  await running.station.runTask(1);
  expect(alarmsOf(running, 'INTAKE_MO_HELD_BACK')).toEqual([HELD_BACK]);

  books.save({ ...first, state: 'confirmed' });
  expect((await running.station.runTask(1)).message).toBe('1 orders loaded');
  expect(alarmsOf(running, 'INTAKE_MO_HELD_BACK')).toEqual([HELD_BACK]);
  expect(running.events.filter(({ kind }) => kind === 'alarm-cleared')).toEqual([]);
});

it('the alarm is over when a whole list no longer has the order', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const order = plant.odoo.addOrder(fullOrder(HELD_BACK, { quantity: 5000 }));
  const running = await plant.station(BY_HAND);
  await running.station.runTask(1);
  plant.odoo.books.save({ ...order, state: 'cancel' });
  await running.station.runTask(1);
  expect(alarmsOf(running, 'INTAKE_MO_HELD_BACK')).toEqual([]);
});

it('the alarm is over when the order is looked at and good, though the list was not read to its end', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const order = plant.odoo.addOrder(fullOrder(HELD_BACK, { quantity: 5000 }));
  const running = await plant.station({ ...BY_HAND, SYNC_BATCH_LIMIT: '1' });
  await running.station.runTask(1);
  plant.odoo.addOrder(fullOrder('WH/MO/00003'));
  plant.odoo.books.save({ ...order, quantity: 1000 });
  expect((await running.station.runTask(1)).message).toBe('1 orders loaded');
  expect(alarmsOf(running, 'INTAKE_MO_HELD_BACK')).toEqual([]);
});

it('an adopted row without a usable slot is named, until it is cancelled', async () => {
  await using plant = await PlantFixture.start(postgres, { database: 'empty', scans: 'by-hand' });
  const predecessor = await readFile(new URL('../store/testing/predecessor.sql', import.meta.url), 'utf8');
  await runSql(plant.database.url, predecessor);
  const running = await plant.station(BY_HAND);
  // What the predecessor left: some rows have a slot of this PLC, some share one, and one is in slot 12.
  await runSql(
    plant.database.url,
    `delete from mo_batch where mo_id not in ('WH/MO/00015', 'WH/MO/00016', 'WH/MO/00017');
     update mo_batch set slot = 2 where mo_id = 'WH/MO/00015';
     update mo_batch set slot = null, batch_no = 4, status_manufacturing = false where mo_id = 'WH/MO/00016';
     update mo_batch set slot = 12, status_manufacturing = false where mo_id = 'WH/MO/00017'`,
  );
  await running.station.runTask(1);
  expect(alarmsOf(running, 'INTAKE_ROW_WITHOUT_SLOT')).toEqual(
    expect.arrayContaining(['WH/MO/00016', 'WH/MO/00017']),
  );
  expect(alarmsOf(running, 'INTAKE_ROW_WITHOUT_SLOT')).toHaveLength(2);
  const messages = running.events.flatMap((event) => (event.kind === 'alarm-raised' ? [event.message] : []));
  expect(messages.join('\n')).toContain('WH/MO/00016 is in the queue without a slot (batch_no 4)');
  expect(messages.join('\n')).toContain('WH/MO/00017 is in slot 12, which the PLC has not');

  const caller = { actor: 'test', role: 'supervisor', station: 'test', reason: 'never ran here' } as const;
  await running.station.api.execute('cancelBatch', { mo_id: 'WH/MO/00016', cancel_in_odoo: false }, caller);
  await runSql(plant.database.url, `update mo_batch set slot = 3 where mo_id = 'WH/MO/00017'`);
  await running.station.runTask(1);
  expect(alarmsOf(running, 'INTAKE_ROW_WITHOUT_SLOT')).toEqual([]);
});
