import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  CLOSE_PATH,
  callsAbout,
  DETAIL_PATH,
  expectOdooHasFinal,
  finishWithoutOdoo,
  runningPlant,
  UPDATE_PATH,
  whereOrdersAre,
} from '../testing/results-plant.ts';
import {
  first,
  malformedBody,
  normal,
  onPath,
  serverFailure,
  sessionEnds,
  throttled,
} from '../training/odoo/behaviours.ts';
import type { Behaviour } from '../training/odoo/interception.ts';
import type { Call } from '../training/odoo/journal.ts';

const LOGIN_PATH = '/api/scada/authenticate';
const PATHS = [UPDATE_PATH, CLOSE_PATH, DETAIL_PATH] as const;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** The first of `behaviours` that has something to say about a request decides. */
function either(...behaviours: readonly Behaviour[]): Behaviour {
  return (request, books) => {
    for (const behaviour of behaviours) {
      const said = behaviour(request, books);
      if (said.kind !== 'pass') return said;
    }
    return { kind: 'pass' };
  };
}

/** Odoo did what this call asked for; an answer that the session is over is none such. */
function wasDone({ applied, answer }: Call): boolean {
  return applied && JSON.stringify(answer).includes('"status":"success"');
}

async function expectAllOnce(plant: PlantFixture, orders: readonly string[]): Promise<void> {
  expect(await whereOrdersAre(plant)).toEqual({ queue: [], history: orders });
  for (const moId of orders) {
    expectOdooHasFinal(plant, moId);
    const closings = callsAbout(plant, moId, CLOSE_PATH).filter(wasDone);
    expect(closings, moId).toHaveLength(1);
  }
}

it('a session that ends in mid-run costs one more login each time, and no result', async () => {
  await using at = await runningPlant(postgres, 5);
  const { plant, orders, running } = at;
  const logins = (): number =>
    plant.odoo.books.calls().filter(({ path, applied }) => path === LOGIN_PATH && applied).length;
  const before = logins();
  const endings = PATHS.map((path) => onPath(path, first(1, sessionEnds)));
  plant.odoo.setBehaviour(either(...endings));
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-archived') >= orders.length);
  expect(logins()).toBe(before + PATHS.length);
  await expectAllOnce(plant, orders);
  // The call that found the session gone was answered with an error: it changed nothing and was repeated.
  const [moId = ''] = orders;
  expect(callsAbout(plant, moId, UPDATE_PATH)).toHaveLength(2);
  expect((await running.station.api.query('failedToPush', {})).total).toBe(0);
});

it.each([
  ['HTTP 500', serverFailure, 'ODOO_HTTP'],
  ['a cut off answer', malformedBody, 'ODOO_MALFORMED_REPLY'],
  ['HTTP 429', throttled(1), 'ODOO_THROTTLED'],
])('%s from every path: results wait with that cause, and go through afterwards', async (_, bad, code) => {
  await using at = await runningPlant(postgres, 3);
  const { plant, orders, running } = at;
  plant.odoo.setBehaviour(either(...PATHS.map((path) => onPath(path, bad))));
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-ended') >= orders.length);
  await running.until(
    async () => (await running.station.api.query('failedToPush', {})).total === orders.length,
  );
  for (const { state, error_code, next_attempt_at } of (await running.station.api.query('failedToPush', {}))
    .batches) {
    expect({ state, error_code }).toEqual({ state: 'waiting', error_code: code });
    expect(next_attempt_at).not.toBeNull();
  }
  expect(await whereOrdersAre(plant)).toEqual({ queue: orders, history: [] });

  plant.odoo.setBehaviour(normal);
  await running.until(() => running.count('batch-archived') >= orders.length);
  await expectAllOnce(plant, orders);
});

it.each(PATHS)(
  'one HTTP 500, one broken answer and one 429 on %s in turn do not double or lose anything',
  async (path) => {
    await using at = await runningPlant(postgres, 5);
    const { plant, orders, running } = at;
    plant.odoo.setBehaviour(
      onPath(path, either(first(1, serverFailure), first(1, malformedBody), first(1, throttled(1)))),
    );
    plant.plc.setSpeed('instant');
    await running.until(() => running.count('batch-archived') >= orders.length);
    await expectAllOnce(plant, orders);
  },
);

it('Retry-After of a 429 is respected: nothing is sent before it is over', async () => {
  await using at = await runningPlant(postgres, 2);
  const { plant, orders, running } = at;
  plant.odoo.setBehaviour(onPath(UPDATE_PATH, first(1, throttled(2))));
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-archived') >= orders.length);
  const updates = plant.odoo.books.calls().filter(({ path }) => path === UPDATE_PATH);
  const [refused, next] = updates;
  expect(refused?.applied).toBe(false);
  expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_000 - 1);
});

it('CLOSE_POLICY=update-only: quantities are in Odoo, the order stays open there and is history here', async () => {
  await using at = await runningPlant(postgres, 2, { CLOSE_POLICY: 'update-only' });
  const { plant, orders, running } = at;
  await finishWithoutOdoo(plant, running, orders.length);
  await plant.odoo.comeBack();
  await running.until(() => running.count('batch-archived') >= orders.length);
  for (const moId of orders) {
    expect(callsAbout(plant, moId, CLOSE_PATH)).toEqual([]);
    const order = plant.odoo.books.order(moId);
    const final = plant.plc.finals().get(moId);
    expect(order?.state).toBe('progress');
    expect(order?.producedQuantity).toBe(final?.weight);
    expect(plant.odoo.books.finalQuantities(moId).lq115).toBe(final?.components.lq_fml);
  }
  expect(await whereOrdersAre(plant)).toEqual({ queue: [], history: orders });
});
