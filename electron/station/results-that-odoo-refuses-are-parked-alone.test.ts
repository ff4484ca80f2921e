import { afterAll, beforeAll, expect, it } from 'vitest';
import { perComponent } from '../../shared/domain/equipment.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  addFullOrders,
  CLOSE_PATH,
  callsAbout,
  closeByHand,
  expectOdooHasFinal,
  finishWithoutOdoo,
  HELD,
  untilRunning,
  whereOrdersAre,
} from '../testing/results-plant.ts';
import { markDoneDoesNothing, normal } from '../training/odoo/behaviours.ts';
import type { Order } from '../training/odoo/order.ts';

const SLOTS = 10;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

interface FinishedPlant {
  readonly running: RunningStation;
  readonly orders: readonly string[];
  /** The orders as Odoo had them before anything happened to them. */
  readonly before: ReadonlyMap<string, Order>;
}

/** Ten results wait in the outbox while Odoo is away: time for a test to change Odoo's orders. */
async function tenResultsWait(plant: PlantFixture): Promise<FinishedPlant> {
  const orders = addFullOrders(plant, SLOTS);
  const before = new Map(plant.odoo.books.orders().map((order) => [order.name, order]));
  const running = await plant.station();
  await untilRunning(running, SLOTS);
  await finishWithoutOdoo(plant, running, SLOTS);
  return { running, orders, before };
}

/** Odoo comes back; resolves when all but `refused` orders are history and these are parked. */
async function pushAllBut(plant: PlantFixture, ready: FinishedPlant, refused: readonly string[]) {
  const { running, orders } = ready;
  await plant.odoo.comeBack();
  await running.station.runTask(3);
  await running.until(() => running.station.outbox.count('parked') === refused.length);
  await running.until(() => running.count('batch-archived') >= SLOTS - refused.length);
  expect(await whereOrdersAre(plant)).toEqual({
    queue: refused,
    history: orders.filter((moId) => !refused.includes(moId)),
  });
  for (const moId of orders) if (!refused.includes(moId)) expectOdooHasFinal(plant, moId);
}

/** Somebody puts an order right in Odoo: it is as it was at first. */
function restore(plant: PlantFixture, before: ReadonlyMap<string, Order>, moId: string): void {
  const order = before.get(moId);
  if (order === undefined) throw new Error(`${moId} was never in Odoo`);
  plant.odoo.books.save(order);
}

async function alarmCodesOf(running: RunningStation, moId: string): Promise<readonly string[]> {
  const { alarms } = await running.station.api.query('health', {});
  return alarms.filter(({ subject }) => subject === moId).map(({ code }) => code);
}

it('orders cancelled or deleted in Odoo meanwhile are parked with their reasons; the others go on (C13)', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const ready = await tenResultsWait(plant);
  const { running, orders, before } = ready;
  const [cancelled = '', deleted = ''] = orders.slice(3, 5);
  plant.odoo.books.setState(cancelled, 'cancel');
  plant.odoo.books.remove(deleted);
  await pushAllBut(plant, ready, [cancelled, deleted]);

  const { batches } = await running.station.api.query('failedToPush', {});
  expect(batches).toMatchObject([
    { mo_id: cancelled, state: 'parked', error_code: 'ODOO_MO_CANCELLED', next_attempt_at: null },
    { mo_id: deleted, state: 'parked', error_code: 'ODOO_MO_UNKNOWN', next_attempt_at: null },
  ]);
  expect(batches[0]?.last_error).toContain('cancelled in Odoo');
  expect(batches[1]?.last_error).toContain('not found');
  expect(await alarmCodesOf(running, cancelled)).toEqual(['ODOO_MO_CANCELLED']);
  expect(await alarmCodesOf(running, deleted)).toEqual(['ODOO_MO_UNKNOWN']);

  // A run by itself leaves parked ones alone: what a person must put right is not asked about again and again.
  const calls = callsAbout(plant, cancelled).length;
  const seen = running.count('task-ended');
  await running.until(() => running.events.slice(seen).some((e) => e.kind === 'task-ended' && e.task === 3));
  expect(callsAbout(plant, cancelled)).toHaveLength(calls);

  // Brought back, but not right yet: its reason is another one now.
  restore(plant, before, deleted);
  plant.odoo.books.setState(deleted, 'cancel');
  await running.station.runTask(3);
  expect(await alarmCodesOf(running, deleted)).toEqual(['ODOO_MO_CANCELLED']);

  for (const moId of [cancelled, deleted]) restore(plant, before, moId);
  await running.station.runTask(3);
  expect((await whereOrdersAre(plant)).queue).toEqual([]);
  for (const moId of [cancelled, deleted]) {
    expectOdooHasFinal(plant, moId);
    expect(await alarmCodesOf(running, moId)).toEqual([]);
  }
  expect((await running.station.api.query('failedToPush', {})).total).toBe(0);
});

it('a silo without a move is named, and only that line is open, until Odoo has the move (C14)', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const ready = await tenResultsWait(plant);
  const { running, orders, before } = ready;
  const moId = orders[6] ?? '';
  plant.odoo.books.unlinkEquipment(moId, 'lq114');
  await pushAllBut(plant, ready, [moId]);

  const { batches } = await running.station.api.query('failedToPush', {});
  expect(batches).toMatchObject([
    {
      mo_id: moId,
      state: 'parked',
      error_code: 'ODOO_LINES_REFUSED',
      refused_lines: [{ equipment: 'lq114', message: 'No raw material move found for this equipment' }],
    },
  ]);
  expect(plant.odoo.books.order(moId)?.state).not.toBe('done');
  expect(callsAbout(plant, moId, CLOSE_PATH), 'an order with an open line is not closed').toEqual([]);
  const final = plant.plc.finals().get(moId);
  expect(plant.odoo.books.finalQuantities(moId)).toMatchObject({
    silo101: final?.components.silo_a,
    lq115: final?.components.lq_fml,
  });

  // Nothing was put right yet: a run by hand names the same line again, and loses nothing.
  await running.station.runTask(3);
  expect((await running.station.api.query('failedToPush', {})).batches[0]?.refused_lines).toHaveLength(1);

  restore(plant, before, moId);
  await running.station.runTask(3);
  expectOdooHasFinal(plant, moId);
  expect((await whereOrdersAre(plant)).queue).toEqual([]);
});

it('closing that succeeds without closing is parked as left open, and closed by hand later', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const ready = await tenResultsWait(plant);
  const { running, orders } = ready;
  const moId = orders[0] ?? '';
  plant.odoo.setBehaviour((request, books) =>
    request.params.mo_id === moId ? markDoneDoesNothing(request, books) : { kind: 'pass' },
  );
  await pushAllBut(plant, ready, [moId]);
  expect((await running.station.api.query('failedToPush', {})).batches).toMatchObject([
    { mo_id: moId, state: 'parked', error_code: 'ODOO_LEFT_OPEN' },
  ]);

  plant.odoo.setBehaviour(normal);
  await running.station.runTask(3);
  expectOdooHasFinal(plant, moId);
  expect((await whereOrdersAre(plant)).queue).toEqual([]);
});

it('an order done by somebody else: parked with other quantities, archived with a note with the same', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const ready = await tenResultsWait(plant);
  const { running, orders } = ready;
  const [same = '', other = ''] = orders.slice(1, 3);
  const finals = plant.plc.finals();
  const quantities = (moId: string) => perComponent(({ key }) => finals.get(moId)?.components[key] ?? 0);
  closeByHand(plant, same, quantities(same));
  closeByHand(plant, other, { ...quantities(other), lq_fml: quantities(other).lq_fml + 0.01 });

  await plant.odoo.comeBack();
  await running.until(() => running.count('batch-archived') >= SLOTS - 1);
  expect((await whereOrdersAre(plant)).queue).toEqual([other]);
  expect((await running.station.api.query('failedToPush', {})).batches).toMatchObject([
    { mo_id: other, state: 'parked', error_code: 'ODOO_MO_DONE_ELSEWHERE' },
  ]);
  const { histories } = await running.station.api.query('history', { limit: 20, offset: 0 });
  const note = histories.find(({ mo_id }) => mo_id === same)?.notes;
  expect(note).toContain('found done in Odoo with the same quantities');
  expect(histories.filter(({ notes }) => notes !== null)).toHaveLength(1);

  closeByHand(plant, other, quantities(other));
  await running.station.runTask(3);
  expect((await whereOrdersAre(plant)).queue).toEqual([]);
});

it('a parked result is an alarm again after a restart, for as long as it is parked', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const ready = await tenResultsWait(plant);
  const moId = ready.orders[9] ?? '';
  plant.odoo.books.setState(moId, 'cancel');
  await pushAllBut(plant, ready, [moId]);
  await ready.running.stop();

  const second = await plant.station();
  await second.until(() => second.count('alarm-raised') > 0);
  expect(await alarmCodesOf(second, moId)).toEqual(['ODOO_MO_CANCELLED']);
  restore(plant, ready.before, moId);
  await second.station.runTask(3);
  expect(await alarmCodesOf(second, moId)).toEqual([]);
});
