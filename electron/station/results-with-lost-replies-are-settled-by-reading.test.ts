import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  addFullOrders,
  CANCEL_PATH,
  CLOSE_PATH,
  callsAbout,
  DETAIL_PATH,
  expectOdooHasFinal,
  HELD,
  orderNamed,
  stepsAbout,
  UPDATE_PATH,
  untilRunning,
  whereOrdersAre,
} from '../testing/results-plant.ts';
import { down, hang, malformedBody, replyLost, replyNeverComes } from '../training/odoo/behaviours.ts';
import type { Behaviour } from '../training/odoo/interception.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** How a write call can go wrong so that its caller cannot know what Odoo did. */
const FAULTS: readonly (readonly [string, Behaviour])[] = [
  ['done, connection broken', replyLost],
  ['done, no answer', replyNeverComes],
  ['not done, connection broken', down],
  ['not done, no answer', hang],
  ['not done, cut off answer', malformedBody],
];

interface Case {
  readonly moId: string;
  readonly name: string;
  readonly path: string;
  readonly fault: Behaviour;
}

/** One order per path and fault, named after its place in the load. */
function casesFor(orders: readonly string[], paths: readonly string[]): readonly Case[] {
  const kinds = paths.flatMap((path) =>
    FAULTS.map(([name, fault]) => ({ name: `${path}: ${name}`, path, fault })),
  );
  return kinds.map((kind, index) => ({ ...kind, moId: orders[index] ?? '' }));
}

/** Each order's first call to its path goes wrong in its own way; everything else works. */
function eachOnce(cases: readonly Case[]): Behaviour {
  const left = new Map(cases.map(({ moId, path, fault }) => [`${path} ${moId}`, fault]));
  return (request, books) => {
    const key = `${request.path} ${orderNamed(request)}`;
    const fault = left.get(key);
    left.delete(key);
    return fault === undefined ? { kind: 'pass' } : fault(request, books);
  };
}

/** No call that changes the order is made a second time without Odoo having been asked in between (S7). */
function expectReadBeforeRepeat(plant: PlantFixture, { moId, name, path }: Case): void {
  const steps = callsAbout(plant, moId).map((call) => call.path);
  const sent = steps.flatMap((step, index) => (step === path ? [index] : []));
  for (const [place, index] of sent.slice(1).entries()) {
    expect(steps.slice(sent[place], index), name).toContain(DETAIL_PATH);
  }
}

function counted(plant: PlantFixture, moId: string, path: string): number {
  return callsAbout(plant, moId, path).filter(({ applied, replyLost: lost }) => applied && !lost).length;
}

it('each write call of a finished batch may be lost or hang, before or after Odoo did it', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const orders = addFullOrders(plant, 10);
  const cases = casesFor(orders, [UPDATE_PATH, CLOSE_PATH]);
  plant.odoo.setBehaviour(eachOnce(cases));
  const running = await plant.station({ ODOO_TIMEOUT_MS: '300' });
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-archived') >= orders.length);

  for (const each of cases) {
    const { moId, name, path } = each;
    expectOdooHasFinal(plant, moId);
    expectReadBeforeRepeat(plant, each);
    expect(counted(plant, moId, UPDATE_PATH), `${name}: updates that count`).toBe(1);
    const doneByOdoo = callsAbout(plant, moId, CLOSE_PATH).filter(({ applied }) => applied);
    expect(doneByOdoo, `${name}: closings that Odoo carried out`).toHaveLength(1);
    const faulty = callsAbout(plant, moId, path)[0];
    expect(faulty?.replyLost === true || faulty?.applied === false, `${name}: really went wrong`).toBe(true);
  }
  expect((await whereOrdersAre(plant)).history).toEqual(orders);
  expect((await running.station.api.query('failedToPush', {})).total).toBe(0);
});

it('the cancelling of a failed batch may be lost or hang as well', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const orders = addFullOrders(plant, FAULTS.length);
  const cases = casesFor(orders, [CANCEL_PATH]);
  plant.odoo.setBehaviour(eachOnce(cases));
  const running = await plant.station({ ODOO_TIMEOUT_MS: '300' });
  await untilRunning(running, orders.length);
  for (const { slot } of (await running.station.api.query('batchStatus', {})).batches.map(({ batch_no }) => ({
    slot: batch_no,
  }))) {
    plant.plc.memory.write(failedFlagOf(slot), [1]);
  }
  await running.until(() => running.count('batch-archived') >= orders.length);

  for (const each of cases) {
    expectReadBeforeRepeat(plant, each);
    expect(plant.odoo.books.order(each.moId)?.state, each.name).toBe('cancel');
    expect(callsAbout(plant, each.moId, UPDATE_PATH), each.name).toEqual([]);
    expect(callsAbout(plant, each.moId, CANCEL_PATH).length, each.name).toBeLessThanOrEqual(2);
  }
  const { histories } = await running.station.api.query('history', { limit: 100, offset: 0 });
  expect(histories.map(({ mo_id, status }) => [mo_id, status]).toSorted()).toEqual(
    orders.map((moId) => [moId, 'failed']),
  );
});

/** status_operation of a READ slot in the ten-slot layout. */
function failedFlagOf(slot: number): number {
  return 6000 + 100 * (slot - 1) + 73;
}

it.each([
  [
    'update',
    UPDATE_PATH,
    ['update-with-consumptions', 'mo-detail', 'update-with-consumptions', 'mark-done', 'mo-detail'],
  ],
  ['closing', CLOSE_PATH, ['update-with-consumptions', 'mark-done', 'mo-detail']],
])(
  'a station that is stopped while its %s hangs leaves the next one to ask Odoo first',
  async (_, path, steps) => {
    await using plant = await PlantFixture.start(postgres, { speed: HELD });
    const [moId = ''] = addFullOrders(plant, 1);
    plant.odoo.setBehaviour(eachOnce([{ moId, name: path, path, fault: replyNeverComes }]));
    const first = await plant.station();
    await untilRunning(first, 1);
    const asked = Promise.withResolvers<void>();
    plant.odoo.books.onCall((call) => {
      if (call.path === path) asked.resolve();
    });
    plant.plc.setSpeed('instant');
    await asked.promise;
    await first.stop();
    // A call that Odoo leaves unanswered is broken off, so that the stop is in order all the same.
    expect(plant.logger.lines.map(({ message }) => message)).not.toContain('tasks 3 did not end in time');
    expect(await whereOrdersAre(plant)).toEqual({ queue: [moId], history: [] });

    const second = await plant.station();
    await second.until(() => second.count('batch-archived') >= 1);
    expect(stepsAbout(plant, moId)).toEqual(steps);
    expectOdooHasFinal(plant, moId);
  },
);
