import { sql } from 'kysely';
import { expect } from 'vitest';
import { EQUIPMENT, type PerComponent, perComponent } from '../../shared/domain/equipment.ts';
import { fromHundredths, type Kg } from '../../shared/units.ts';
import type { DraftLine, DraftOrder } from '../training/odoo/draft-order.ts';
import type { Call } from '../training/odoo/journal.ts';
import { isJsonObject } from '../training/odoo/json-value.ts';
import type { DosingSpeed } from '../training/plc/process-program.ts';
import { PlantFixture, type PlantFixtureOptions, type RunningStation } from './plant-fixture.ts';
import type { TestPostgres } from './postgres.ts';

export const UPDATE_PATH = '/api/scada/mo/update-with-consumptions';
export const CLOSE_PATH = '/api/scada/mo/mark-done';
export const DETAIL_PATH = '/api/scada/mo-detail';
export const CANCEL_PATH = '/api/scada/mo/cancel';

/** What {@link fullOrder} wants of each component: 15 different weights above 0, 956.85 kg in all. */
export const FULL_TARGETS: PerComponent<Kg> = perComponent(({ id }) =>
  fromHundredths(2004 + (id - 101) * 625),
);

/** An order of 1000 kg with a line for each of the 15 components, both liquids among them. */
export function fullOrder(name: string, change: Partial<DraftOrder> = {}): DraftOrder {
  const lines = EQUIPMENT.map(
    ({ key, odooCode, material }): DraftLine => ({
      productName: material,
      toConsume: FULL_TARGETS[key],
      equipmentCode: odooCode,
    }),
  );
  return { name, quantity: 1000, lines, ...change };
}

/** Puts `count` full orders into Odoo and returns their names, in the order in which they will be loaded. */
export function addFullOrders(plant: PlantFixture, count: number, firstNumber = 1): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `WH/MO/${String(firstNumber + index).padStart(5, '0')}`;
    return plant.odoo.addOrder(fullOrder(name)).name;
  });
}

/** The calls about one order so far, oldest first; only those to `path` when one is given. */
export function callsAbout(plant: PlantFixture, moId: string, path?: string): readonly Call[] {
  return plant.odoo.books
    .calls()
    .filter((call) => orderNamed(call) === moId && (path === undefined || call.path === path));
}

/** The last parts of the paths that were called about one order, in order: 'update-with-consumptions', .. */
export function stepsAbout(plant: PlantFixture, moId: string): readonly string[] {
  return callsAbout(plant, moId).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}

/** The order that a call is about; null for a call that names none. */
export function orderNamed({ params }: Pick<Call, 'params'>): string | null {
  const name = isJsonObject(params) ? params.mo_id : null;
  return typeof name === 'string' ? name : null;
}

/** At this speed no order ends during a test: a plant that starts with it waits for `setSpeed('instant')`. */
export const HELD: DosingSpeed = { kgPerSecond: 0.01 };

/** Resolves when the station has durably seen the first `orders` orders running. For a plant at speed {@link HELD}. */
export async function untilRunning(running: RunningStation, orders: number): Promise<void> {
  const seen = (): number =>
    new Set(running.events.flatMap((event) => (event.kind === 'batch-changed' ? [event.moId] : []))).size;
  await running.until(() => seen() >= orders);
}

export interface RunningPlant extends AsyncDisposable {
  readonly plant: PlantFixture;
  readonly running: RunningStation;
  /** Names of the orders, in the order of their slots. */
  readonly orders: readonly string[];
}

/** How most tests about results begin: a station has durably seen `orders` full orders running, and none ends yet. */
export async function runningPlant(
  postgres: TestPostgres,
  orders: number,
  env: Record<string, string> = {},
  options: PlantFixtureOptions = {},
): Promise<RunningPlant> {
  const plant = await PlantFixture.start(postgres, { speed: HELD, ...options });
  try {
    const names = addFullOrders(plant, orders);
    const running = await plant.station(env);
    await untilRunning(running, orders);
    const dispose = (): Promise<void> => plant[Symbol.asyncDispose]();
    return { plant, running, orders: names, [Symbol.asyncDispose]: dispose };
  } catch (thrown) {
    await plant[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Takes Odoo away, lets the PLC finish all orders, and resolves when `orders` results are in the outbox. */
export async function finishWithoutOdoo(
  plant: PlantFixture,
  running: RunningStation,
  orders: number,
): Promise<void> {
  await plant.odoo.goDown();
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-ended') >= orders);
}

/** Which orders are in the queue and which in the history, seen in one moment. */
export async function whereOrdersAre(
  plant: PlantFixture,
): Promise<{ readonly queue: readonly string[]; readonly history: readonly string[] }> {
  const { rows } = await sql<{ place: 'queue' | 'history'; mo_id: string }>`
    select 'queue' as place, mo_id from mo_batch
    union all select 'history', mo_id from mo_histories
    order by mo_id
  `.execute(plant.database.db);
  const at = (place: string): string[] => rows.filter((row) => row.place === place).map((row) => row.mo_id);
  return { queue: at('queue'), history: at('history') };
}

/** Odoo holds exactly what the PLC finally showed for this order, all 15 components and the weight; it is done. */
export function expectOdooHasFinal(plant: PlantFixture, moId: string): void {
  const final = plant.plc.finals().get(moId);
  const order = plant.odoo.books.order(moId);
  expect(order?.state, moId).toBe('done');
  expect(order?.producedQuantity, moId).toBe(final?.weight);
  const inOdoo = plant.odoo.books.finalQuantities(moId);
  for (const { key, odooCode } of EQUIPMENT) {
    expect(inOdoo[odooCode], `${moId} ${odooCode}`).toBe(final?.components[key]);
  }
}

/** Makes an order done in Odoo as a person there would, with `quantities` (kg) booked on its lines. */
export function closeByHand(plant: PlantFixture, moId: string, quantities: PerComponent<number>): void {
  const { books } = plant.odoo;
  const order = books.order(moId);
  if (order === undefined) throw new Error(`Odoo has no ${moId}`);
  const moves = order.moves.map((move) => {
    const equipment = EQUIPMENT.find(({ odooCode }) => odooCode === move.equipment?.code);
    return equipment === undefined ? move : { ...move, quantityDone: quantities[equipment.key] };
  });
  books.save({ ...order, moves, state: 'done' });
}
