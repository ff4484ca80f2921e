import { afterAll, beforeAll, expect, it } from 'vitest';
import { slot } from '../../shared/units.ts';
import { DEFAULT_OUTBOX_LIMITS } from '../outbox/outbox-limits.ts';
import { flagAddress } from '../plc/memory-map/addresses.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  addFullOrders,
  expectOdooHasFinal,
  finishWithoutOdoo,
  HELD,
  runningPlant,
  untilRunning,
  whereOrdersAre,
} from '../testing/results-plant.ts';
import { systemClock } from '../testing/system-clock.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';

const SLOTS = 10;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function readFlags(plant: PlantFixture): readonly number[] {
  return Array.from({ length: SLOTS }, (_, index) =>
    plant.plc.memory.word(flagAddress(plant.profile.read, slot(index + 1))),
  );
}

it('a full outbox refuses: the PLC keeps the result, its flag stays 0, and nothing is lost (S10)', async () => {
  const room = 4;
  const outboxLimits = { ...DEFAULT_OUTBOX_LIMITS, maxEntries: room };
  await using at = await runningPlant(postgres, SLOTS, {}, { outboxLimits });
  const { plant, orders, running } = at;
  await finishWithoutOdoo(plant, running, room);
  // The PLC has ended all ten; the station has looked at them since, and had room for four.
  await running.until(() => plant.plc.finals().size === SLOTS);
  const seen = running.events.length;
  await running.until(
    () =>
      running.events.slice(seen).filter((event) => event.kind === 'task-ended' && event.task === 2).length >=
      2,
  );
  expect(running.station.outbox.count()).toBe(room);
  const taken = orders.filter((moId) => running.station.outbox.entry(moId) !== undefined);
  expect(taken).toHaveLength(room);
  expect(readFlags(plant)).toEqual(orders.map((moId) => (taken.includes(moId) ? 1 : 0)));
  const finished = await runSql<{ mo_id: string }>(
    plant.database.url,
    'select mo_id from mo_batch where finished_at is not null order by mo_id',
  );
  expect(finished.map(({ mo_id }) => mo_id)).toEqual(taken);
  expect(plant.logger.lines.some(({ message }) => message.includes('OUTBOX_FULL'))).toBe(true);

  // As results reach Odoo and history they make room for the others.
  await plant.odoo.comeBack();
  await running.station.runTask(3);
  await running.until(() => running.count('batch-archived') >= SLOTS);
  expect(await whereOrdersAre(plant)).toEqual({ queue: [], history: orders });
  for (const moId of orders) expectOdooHasFinal(plant, moId);
  await running.until(() => readFlags(plant).every((flag) => flag === 1));
});

it('while the database is away log lines wait up to their limit, warnings last to go, and no batch waits for them', async () => {
  const limitLines = 5_000;
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  await using proxy = await TcpProxy.start(Number(new URL(plant.database.url).port));
  const orders = addFullOrders(plant, SLOTS);
  const running = await plant.station({ DATABASE_URL: proxy.urlInstead(plant.database.url) });
  await untilRunning(running, SLOTS);
  await proxy.cut();
  const [sink] = plant.logSinks;
  if (sink === undefined) throw new Error('the station takes no log lines');
  const line = { at: systemClock.now(), module: 'test', task: null, moId: null, slot: null, context: {} };
  for (let number = 1; number <= limitLines + 1_000; number += 1) {
    sink({ ...line, level: 'info', message: `line ${number}` });
    // Behind the lines that are being written already: those are not dropped, whatever they are.
    if (number === 500) sink({ ...line, level: 'warn', message: 'the only warning' });
  }
  plant.plc.setSpeed('instant');
  await running.until(() => running.count('batch-acknowledged') >= SLOTS);
  await proxy.restore();
  await running.until(() => running.count('batch-archived') >= SLOTS);
  expect((await whereOrdersAre(plant)).history).toEqual(orders);

  // Stopping writes what still waits.
  await running.stop();
  const kept = await runSql<{ level: string; message: string }>(
    plant.database.url,
    `select level, message from system_log where module = 'test'`,
  );
  expect(kept).toHaveLength(limitLines);
  expect(kept).toContainEqual({ level: 'warn', message: 'the only warning' });
  expect(kept, 'the newest line').toContainEqual({ level: 'info', message: `line ${limitLines + 1_000}` });
});
