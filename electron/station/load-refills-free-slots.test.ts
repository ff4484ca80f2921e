import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addOrders, RunCounter } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

const FREE_SLOTS = { INTAKE_GATE: 'free-slots' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('intakeGate free-slots: the slot of a finished batch is filled again while the other nine run on', async () => {
  // Each scan by hand doses for a second: at 2000 kg/s, one order.
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', speed: { kgPerSecond: 2000 } });
  const watch = new WriteAreaWatch(plant.plc, plant.profile);
  const made = new RunCounter(plant);
  const moIds = addOrders(plant, 12);
  const running = await plant.station(FREE_SLOTS);
  await running.until(() => running.count('load-armed') === 1);
  plant.plc.program.scan(0);
  await running.until(() => running.count('load-accepted') === 1);
  plant.plc.program.scan(500);
  expect(plant.plc.finals().size).toBe(1);
  await running.until(() => running.count('load-armed') === 2);
  expect(watch.armedOrders()[1]).toEqual([moIds[10]]);
  expect(watch.armings[1]?.slots.map(({ kind }) => kind)).toEqual(['valid', ...new Array(9).fill('blank')]);
  const { batches } = await running.station.api.query('batchStatus', {});
  expect(batches.map(({ mo_id }) => mo_id)).toEqual([moIds[10], ...moIds.slice(1, 10)]);

  // Scanned once for each event: the station has seen what the scan before it did.
  await running.until(() => {
    plant.plc.program.scan(500);
    return running.count('batch-archived') === moIds.length;
  });
  expect(made.of(moIds)).toEqual(moIds.map(() => 1));
  expect(watch.armedOrders().flat().toSorted()).toEqual(moIds);
  expect(watch.violations).toEqual([]);
});

it('a refill that the PLC does not take (a word reads back differently) keeps no other result back', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', speed: { kgPerSecond: 2000 } });
  const { memory, server } = plant.plc;
  const watch = new WriteAreaWatch(plant.plc, plant.profile);
  const moIds = addOrders(plant, 11);
  const running = await plant.station(FREE_SLOTS);
  await running.until(() => running.count('load-armed') === 1);
  server.onRequest(({ command, address }) => {
    if (command === 0x0102 && address === 7000) memory.write(7028, [0x7fff]);
  });
  plant.plc.program.scan(0);
  await running.until(() => running.count('load-accepted') === 1);
  plant.plc.program.scan(500);
  await running.until(() => plant.logger.lines.some(({ message }) => message.includes('PLC_VERIFY_FAILED')));
  // Only now, with the refill stuck, the other nine are made.
  expect(plant.plc.finals().size).toBe(1);
  await running.until(() => {
    plant.plc.program.scan(500);
    return running.count('batch-archived') === 10;
  });
  const archived = running.events.flatMap((event) => (event.kind === 'batch-archived' ? [event.moId] : []));
  expect(archived.toSorted()).toEqual(moIds.slice(0, 10));
  expect(await running.station.runTask(2)).toMatchObject({
    outcome: 'failed',
    code: 'PLC_VERIFY_FAILED',
  });
  expect(watch.armedOrders()).toEqual([moIds.slice(0, 10)]);
});

it('intakeGate empty-queue, the default: nothing is filled again before all ten are done', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', speed: { kgPerSecond: 2000 } });
  const moIds = addOrders(plant, 12);
  const running = await plant.station();
  await running.until(() => running.count('load-armed') === 1);
  let armedWith: number[] = [];
  running.station.onEvent((event) => {
    if (event.kind === 'load-armed') armedWith = [...armedWith, running.count('batch-archived')];
  });
  await running.until(() => {
    plant.plc.program.scan(500);
    return running.count('batch-archived') === moIds.length;
  });
  expect(armedWith).toEqual([10]);
});

it('free-slots from end to end: 25 orders, each made once, nothing lost', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', speed: { kgPerSecond: 2000 } });
  const watch = new WriteAreaWatch(plant.plc, plant.profile);
  const made = new RunCounter(plant);
  const moIds = addOrders(plant, 25);
  const running = await plant.station(FREE_SLOTS);
  await running.until(() => {
    const archived = running.count('batch-archived');
    const refilled = watch.armedOrders().flat().length === Math.min(moIds.length, 10 + archived);
    // The next batch is made when the slot of the one before has its new order.
    plant.plc.program.scan(refilled && plant.plc.finals().size === archived ? 500 : 0);
    return archived === moIds.length;
  });
  expect(made.of(moIds)).toEqual(moIds.map(() => 1));
  expect(running.count('load-armed')).toBe(16);
  expect(watch.violations).toEqual([]);
  for (const moId of moIds) expect(plant.odoo.books.order(moId)?.state).toBe('done');
});
