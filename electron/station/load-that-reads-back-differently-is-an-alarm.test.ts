import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addFullOrders } from '../testing/results-plant.ts';

const WRITE = 0x0102;
/** A word of slot 2's product name in the WRITE area: somebody else writes there. */
const DISPUTED = 7120;
const GATE = 7076;
/** Only the test runs tasks, so that it can count the tries. */
const BY_HAND = {
  ENABLE_TASK_1_AUTO_SYNC: 'false',
  ENABLE_TASK_2_PLC_READ: 'false',
  ENABLE_TASK_3_PROCESS_COMPLETED: 'false',
};

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function verifyAlarms(running: RunningStation): readonly string[] {
  return running.events.flatMap((event) =>
    (event.kind === 'alarm-raised' || event.kind === 'alarm-cleared') && event.code === 'PLC_VERIFY_FAILED'
      ? [`${event.kind} ${event.subject}`]
      : [],
  );
}

it('after the third try in a row, and over with the first that reads back as written', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  addFullOrders(plant, 2);
  plant.plc.memory.write(GATE, [1]);
  const leave = plant.plc.server.onRequest(({ command, address }) => {
    if (command === WRITE && address !== GATE) plant.plc.memory.write(DISPUTED, [0x5858]);
  });
  const running = await plant.station(BY_HAND);
  for (const tries of [1, 2]) {
    expect(await running.station.runTask(1), `try ${tries}`).toMatchObject({ code: 'PLC_VERIFY_FAILED' });
    expect(verifyAlarms(running), `try ${tries}`).toEqual([]);
  }
  expect(await running.station.runTask(1)).toMatchObject({ code: 'PLC_VERIFY_FAILED' });
  expect(verifyAlarms(running)).toEqual(['alarm-raised load']);
  const [alarm] = (await running.station.api.query('health', {})).alarms;
  expect(alarm?.message).toContain(`D${DISPUTED} is ${0x5858}`);

  leave();
  expect((await running.station.runTask(1)).outcome).toBe('done');
  expect(verifyAlarms(running)).toEqual(['alarm-raised load', 'alarm-cleared load']);
});

it('is over when the load was given up', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  addFullOrders(plant, 1);
  plant.plc.memory.write(GATE, [1]);
  plant.plc.server.onRequest(({ command, address }) => {
    if (command === WRITE && address !== GATE) plant.plc.memory.write(DISPUTED, [0x5858]);
  });
  const running = await plant.station(BY_HAND);
  for (let tries = 1; tries <= 3; tries += 1) await running.station.runTask(1);
  expect(verifyAlarms(running)).toEqual(['alarm-raised load']);
  const caller = { actor: 'test', role: 'supervisor', station: 'test', reason: 'begin anew' } as const;
  await running.station.api.execute('startOver', {}, caller);
  for (const order of plant.odoo.books.orders()) plant.odoo.books.save({ ...order, state: 'cancel' });
  await running.station.runTask(1);
  expect(verifyAlarms(running)).toEqual(['alarm-raised load', 'alarm-cleared load']);
});
