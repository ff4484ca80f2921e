import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  addFullOrders,
  CLOSE_PATH,
  callsAbout,
  expectOdooHasFinal,
  finishWithoutOdoo,
  HELD,
  orderNamed,
  UPDATE_PATH,
  untilRunning,
  whereOrdersAre,
} from '../testing/results-plant.ts';
import { systemClock } from '../testing/system-clock.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';

/** The queue must be empty before more is loaded, so no more results than the PLC has slots can wait. */
const SLOTS = 10;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** All results wait, each with the cause and the time of its next attempt. */
async function expectAllListed(running: RunningStation, orders: readonly string[]): Promise<void> {
  const listed = await running.station.api.query('failedToPush', {});
  expect(listed.total).toBe(orders.length);
  for (const batch of listed.batches) {
    expect(orders).toContain(batch.mo_id);
    expect(batch).toMatchObject({ state: 'waiting', error_code: 'ODOO_UNREACHABLE' });
    expect(batch.last_error, batch.mo_id).toContain('ECONNREFUSED');
    expect(Date.parse(batch.next_attempt_at ?? ''), batch.mo_id).toBeGreaterThan(Date.parse(batch.since));
  }
}

/** The orders' updates in Odoo, oldest first: one each, or the outage has doubled something. */
function updates(plant: PlantFixture): readonly { moId: string | null; at: number }[] {
  const calls = plant.odoo.books.calls().filter(({ path }) => path === UPDATE_PATH);
  return calls.map((call) => ({ moId: orderNamed(call), at: call.at }));
}

async function expectAllDoneOnce(plant: PlantFixture, orders: readonly string[]): Promise<void> {
  for (const moId of orders) {
    expectOdooHasFinal(plant, moId);
    expect(callsAbout(plant, moId, UPDATE_PATH), moId).toHaveLength(1);
    expect(callsAbout(plant, moId, CLOSE_PATH), moId).toHaveLength(1);
  }
  expect(await whereOrdersAre(plant)).toEqual({ queue: [], history: orders });
}

it('Odoo away: ten results are listed, survive a restart, and drain in order at the bounded rate (C12)', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const orders = addFullOrders(plant, SLOTS);
  const waiting = addFullOrders(plant, 1, 100);
  const first = await plant.station();
  await untilRunning(first, SLOTS);
  await finishWithoutOdoo(plant, first, SLOTS);
  await first.until(async () => (await first.station.api.query('failedToPush', {})).total === SLOTS);
  await expectAllListed(first, orders);
  const captured = first.station.outbox.entries().map(({ result }) => result.moId);
  expect(captured.toSorted()).toEqual(orders);
  await first.stop();

  const perSecond = 4;
  const second = await plant.station({ PUSH_MAX_PER_SECOND: String(perSecond) });
  await second.until(async () =>
    (await second.station.api.query('failedToPush', {})).batches.some(({ attempts }) => attempts > 1),
  );
  await expectAllListed(second, orders);
  expect(await whereOrdersAre(plant)).toEqual({ queue: orders, history: [] });

  await plant.odoo.comeBack();
  const backAt = systemClock.now();
  await second.station.runTask(3);
  await second.until(() => second.count('batch-archived') >= SLOTS);
  expect(
    updates(plant)
      .slice(0, SLOTS)
      .map(({ moId }) => moId),
  ).toEqual(captured);
  const lastAt = updates(plant)[SLOTS - 1]?.at ?? 0;
  expect(lastAt - backAt).toBeGreaterThanOrEqual(((SLOTS - 1) * 1000) / perSecond - 1);

  // Only now, with the queue empty, the order that waited in Odoo is taken; nothing was lost meanwhile.
  await second.until(() => second.count('batch-archived') >= SLOTS + 1);
  await expectAllDoneOnce(plant, [...orders, ...waiting]);
});

it('PostgreSQL away: results are kept on disk and told to the PLC, and reach Odoo and history afterwards', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  await using proxy = await TcpProxy.start(Number(new URL(plant.database.url).port));
  const orders = addFullOrders(plant, SLOTS);
  const running = await plant.station({ DATABASE_URL: proxy.urlInstead(plant.database.url) });
  await untilRunning(running, SLOTS);
  await proxy.cut();
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-ended') >= SLOTS);
  await running.until(() => running.count('batch-acknowledged') >= SLOTS);
  expect(running.station.outbox.count('waiting')).toBe(SLOTS);
  expect(updates(plant)).toEqual([]);
  expect((await running.station.api.query('batchStatus', {})).remembered).toBe(true);

  await proxy.restore();
  await running.until(() => running.count('batch-archived') >= SLOTS);
  await expectAllDoneOnce(plant, orders);
  await running.stop();
});

it('both away, and the station stopped in between: a new one brings everything home', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  await using proxy = await TcpProxy.start(Number(new URL(plant.database.url).port));
  const env = { DATABASE_URL: proxy.urlInstead(plant.database.url) };
  const orders = addFullOrders(plant, SLOTS);
  const first = await plant.station(env);
  await untilRunning(first, SLOTS);
  await proxy.cut();
  await finishWithoutOdoo(plant, first, SLOTS);
  await first.until(() => first.count('batch-acknowledged') >= SLOTS);
  await first.stop();

  const second = await plant.station(env);
  await second.until(() => second.count('task-ended') >= 3);
  expect(second.station.outbox.count('waiting')).toBe(SLOTS);
  await plant.odoo.comeBack();
  await proxy.restore();
  await second.until(() => second.count('batch-archived') >= SLOTS);
  await expectAllDoneOnce(plant, orders);
  await second.stop();
});
