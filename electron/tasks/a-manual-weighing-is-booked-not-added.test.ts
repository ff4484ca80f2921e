import { afterAll, beforeAll, expect, it } from 'vitest';
import { kg } from '../../shared/units.ts';
import { encodeWeighing, type Weighing, weighingFlagAddress } from '../plc/memory-map/weighing-codec.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { first, onPath, replyLost } from '../training/odoo/behaviours.ts';
import { EVENTS_ONLY, showWeighing, untilLatest, untilRuns, weighingFlag } from './testing/event-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const MO = 'WH/MO/00014';
const WEIGHING: Weighing = { batch: 3, moId: MO, productTemplateId: 412, consumption: kg(22.5) };
const ON = {
  ...EVENTS_ONLY,
  ENABLE_TASK_5_EQUIPMENT_FAILURE: 'false',
  ENABLE_TASK_7_MANUAL_WEIGHING: 'true',
};
const BOOKING_PATH = '/api/scada/material-consumption';

/** A plant whose Odoo has one order with a premix (product template 412, no silo) and kopra from SILO B (7). */
async function plantWithOrder(): Promise<PlantFixture> {
  const plant = await PlantFixture.start(postgres);
  const order = plant.odoo.addOrder({
    name: MO,
    quantity: 1000,
    lines: [
      { productName: 'premix', toConsume: 22.5, equipmentCode: null },
      { productName: 'kopra', toConsume: 977.5, equipmentCode: 'silo102', spelling: 'SILO 102' },
    ],
  });
  const templates = [412, 7];
  const moves = order.moves.map((move, index) => ({ ...move, productTmplId: templates[index] ?? 0 }));
  plant.odoo.books.save({ ...order, moves });
  return plant;
}

const done = (plant: PlantFixture): number[] =>
  plant.odoo.books.order(MO)?.moves.map(({ quantityDone }) => quantityDone) ?? [];
const bookings = (plant: PlantFixture) =>
  plant.odoo.books.calls().filter(({ path, applied }) => path === BOOKING_PATH && applied);

it('is off unless it is switched on', async () => {
  await using plant = await plantWithOrder();
  const running = await plant.station(EVENTS_ONLY);
  showWeighing(plant, WEIGHING);
  await untilRuns(running, 5, 3);
  expect(running.station.outbox.events.count()).toBe(0);
  expect([weighingFlag(plant), done(plant)]).toEqual([0, [0, 0]]);
});

it('is booked on the line of its product: under the main PLC without a silo, under the silo of a line that has one', async () => {
  await using plant = await plantWithOrder();
  const running = await plant.station(ON);
  showWeighing(plant, WEIGHING);
  await untilLatest(running, 'weighing', ({ state }) => state === 'confirmed');
  expect([done(plant), weighingFlag(plant)]).toEqual([[22.5, 0], 1]);
  showWeighing(plant, { ...WEIGHING, productTemplateId: 7, consumption: kg(900.25) });
  await running.until(() => running.station.outbox.events.count('weighing', 'confirmed') === 2);
  expect(done(plant)).toEqual([22.5, 900.25]);
  expect(bookings(plant).map(({ params }) => params)).toMatchObject([
    { equipment_id: 'PLC01', update_mode: 'replace' },
    { equipment_id: 'silo102', update_mode: 'replace' },
  ]);
});

it('the flag is set only after the weighing is on disk, and Odoo need not be there', async () => {
  await using plant = await plantWithOrder();
  await plant.odoo.goDown();
  const running = await plant.station(ON);
  const atFlag: (string | undefined)[] = [];
  plant.plc.server.onRequest(({ command, address }) => {
    if (command !== 0x0102 || address !== weighingFlagAddress(plant.profile)) return;
    atFlag.push(running.station.outbox.events.latest('weighing')?.state);
  });
  showWeighing(plant, WEIGHING);
  await untilLatest(
    running,
    'weighing',
    ({ acknowledgedAt, attempts }) => acknowledgedAt !== null && attempts > 0,
  );
  expect([atFlag, weighingFlag(plant), done(plant)]).toEqual([['waiting'], 1, [0, 0]]);
  await running.stop();
  await plant.odoo.comeBack();
  const next = await plant.station(ON);
  await untilLatest(next, 'weighing', ({ state }) => state === 'confirmed');
  expect(done(plant)).toEqual([22.5, 0]);
});

it("is not doubled when Odoo's answer is lost", async () => {
  await using plant = await plantWithOrder();
  plant.odoo.setBehaviour(onPath(BOOKING_PATH, first(1, replyLost)));
  const running = await plant.station(ON);
  showWeighing(plant, WEIGHING);
  await untilLatest(running, 'weighing', ({ state }) => state === 'confirmed');
  expect(bookings(plant).length).toBeGreaterThan(1);
  expect(done(plant)).toEqual([22.5, 0]);
});

it('a later weighing takes the place of an earlier one that still waits', async () => {
  await using plant = await plantWithOrder();
  await plant.odoo.goDown();
  const running = await plant.station(ON);
  for (const [index, consumption] of [kg(22.5), kg(21), kg(22.5)].entries()) {
    showWeighing(plant, { ...WEIGHING, consumption });
    await running.until(
      () => running.station.outbox.events.count('weighing') === index + 1 && weighingFlag(plant) === 1,
    );
  }
  await plant.odoo.comeBack();
  await running.until(() => running.station.outbox.events.count('weighing', 'confirmed') === 3);
  expect([bookings(plant).length, done(plant)]).toEqual([1, [22.5, 0]]);
});

it.each([
  ['an unknown order', { moId: 'WH/MO/09999' }, 'ODOO_MO_UNKNOWN', 'WH/MO/09999'],
  ['an unknown product', { productTemplateId: 413 }, 'ODOO_REJECTED', 'product template 413'],
  ['0 kg', { consumption: kg(0) }, 'ODOO_REJECTED', '0 kg'],
])('%s is acknowledged and parked with its reason', async (_, change, code, reason) => {
  await using plant = await plantWithOrder();
  const running = await plant.station(ON);
  showWeighing(plant, { ...WEIGHING, ...change });
  const parked = await untilLatest(running, 'weighing', ({ state }) => state === 'parked');
  expect(parked.lastFault).toMatchObject({ code, message: expect.stringContaining(reason) });
  expect([weighingFlag(plant), bookings(plant)]).toEqual([1, []]);
  await running.until(() =>
    running.events.some((event) => event.kind === 'alarm-raised' && event.code === 'EVENT_NOT_REPORTED'),
  );
});

it('an order that is done takes no weighing: parked', async () => {
  await using plant = await plantWithOrder();
  plant.odoo.books.setState(MO, 'done');
  const running = await plant.station(ON);
  showWeighing(plant, WEIGHING);
  const { lastFault } = await untilLatest(running, 'weighing', ({ state }) => state === 'parked');
  expect(lastFault?.code).toBe('ODOO_MO_DONE_ELSEWHERE');
});

it('more than a batch can weigh is quarantined with its words, acknowledged and announced', async () => {
  await using plant = await plantWithOrder();
  const running = await plant.station({
    ...ON,
    EXPECTED_BATCH_MAX_KG: '100',
    BATCH_WEIGHT_WARN_MARGIN_KG: '5',
  });
  const tooMuch = { ...WEIGHING, consumption: kg(105.01) };
  showWeighing(plant, tooMuch);
  const entry = await untilLatest(running, 'weighing', ({ acknowledgedAt }) => acknowledgedAt !== null);
  expect(entry).toMatchObject({ state: 'quarantined', words: encodeWeighing(plant.profile, tooMuch, 0) });
  expect([weighingFlag(plant), bookings(plant)]).toEqual([1, []]);
  await running.until(() =>
    running.events.some(
      (event) =>
        event.kind === 'alarm-raised' &&
        event.code === 'EVENT_QUARANTINED' &&
        event.message.includes('D9010'),
    ),
  );
});
