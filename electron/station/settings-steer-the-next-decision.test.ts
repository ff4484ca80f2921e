import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { perComponent } from '../../shared/domain/equipment.ts';
import { API_TOKEN, HeadlessFolder, HeadlessProcess } from '../testing/headless-process.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { CLOSE_PATH, callsAbout, FULL_TARGETS, UPDATE_PATH } from '../testing/results-plant.ts';
import type { Station } from './station.ts';
import { SUPERVISOR } from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';
import { DOSED, finish, twoRunning } from './testing/two-running.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** As the settings screen does it: what is decided next must follow without a restart. */
async function set(station: Station, name: string, value: string | number): Promise<void> {
  const { message } = await station.api.execute('setSetting', { name, value }, SUPERVISOR);
  expect(message).toBe(`${name} is changed; it takes effect at once`);
}

async function runningOrders(orders: number): Promise<FeedbackStation> {
  const env = { ENABLE_TASK_3_PROCESS_COMPLETED: 'false' };
  const feedback = await FeedbackStation.start(postgres, { orders, env });
  for (const [index, moId] of feedback.orders.entries()) feedback.plc.show(index + 1, { moId });
  await feedback.read();
  return feedback;
}

it('CLOSE_POLICY: the next result is sent, and its order is left open', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const [first, second] = [feedback.order(1), feedback.order(2)];
  await finish(feedback, 1);
  await running.station.runTask(3);
  expect(plant.odoo.books.order(first)?.state).toBe('done');
  await set(running.station, 'CLOSE_POLICY', 'update-only');
  await finish(feedback, 2);
  await running.station.runTask(3);
  expect(callsAbout(plant, second, UPDATE_PATH)).toHaveLength(1);
  expect(callsAbout(plant, second, CLOSE_PATH)).toEqual([]);
  expect(plant.odoo.books.order(second)?.state).not.toBe('done');
});

it('ZERO_WEIGHT: the next ending without a weight asks nobody', async () => {
  await using feedback = await runningOrders(2);
  const { plc, running } = feedback;
  const endWithoutWeight = async (slot: number): Promise<void> => {
    plc.show(slot, { moId: feedback.order(slot), actuals: DOSED, weight: 0, finished: 1 });
    await running.until(async () => {
      await feedback.read();
      return running.station.outbox.entry(feedback.order(slot)) !== undefined;
    });
  };
  await endWithoutWeight(1);
  await set(running.station, 'ZERO_WEIGHT', 'accept');
  await endWithoutWeight(2);
  const states = feedback.orders.map((moId) => running.station.outbox.entry(moId)?.state);
  expect(states).toEqual(['held', 'waiting']);
});

it('FAILED_BATCH_POLICY: the next failed batch waits for an operator', async () => {
  await using feedback = await runningOrders(2);
  const { plc, running } = feedback;
  const fail = async (slot: number): Promise<void> => {
    plc.show(slot, { moId: feedback.order(slot), actuals: { silo_a: 12 }, failed: 1 });
    await running.until(async () => {
      await feedback.read();
      return running.station.outbox.entry(feedback.order(slot)) !== undefined;
    });
  };
  await fail(1);
  await set(running.station, 'FAILED_BATCH_POLICY', 'hold');
  await fail(2);
  const states = feedback.orders.map((moId) => running.station.outbox.entry(moId)?.state);
  expect(states).toEqual(['waiting', 'held']);
});

it('CONSUMPTION_TOLERANCE: the next look of TASK 4 takes the new limit, both ways', async () => {
  await using feedback = await runningOrders(1);
  const { plc, running } = feedback;
  const { station } = running;
  // 8 % above its target.
  const actuals = perComponent(({ key }) => (key === 'silo_a' ? FULL_TARGETS.silo_a * 1.08 : 0));
  plc.show(1, { moId: feedback.order(1), actuals: { silo_a: Math.round(actuals.silo_a * 100) / 100 } });
  await feedback.read();
  const alarmAfter = async (percent: number): Promise<boolean> => {
    await set(station, 'CONSUMPTION_TOLERANCE_PERCENT', percent);
    await station.runTask(4);
    const { alarms } = await station.api.query('alarms', {});
    return alarms.some(({ code }) => code === 'CONSUMPTION_DEVIATION');
  };
  await set(station, 'CONSUMPTION_TOLERANCE_KG', 0.5);
  expect(await alarmAfter(10)).toBe(false);
  expect(await alarmAfter(6)).toBe(true);
});

it('LOG_RETENTION_DAYS and LOG_CLEANUP_KEEP_LAST: the next clean-up keeps what they say', async () => {
  await using plant = await PlantFixture.start(postgres);
  const { station } = await plant.station();
  await sql`
    insert into system_log (id, "timestamp", level, module, message)
    select gen_random_uuid(), now() - make_interval(days => n), 'info', 'station', 'day ' || n
    from generate_series(1, 9) as n
  `.execute(plant.database.db);
  const daysLeft = async (): Promise<readonly string[]> => {
    await station.runTask(6);
    const { rows } = await sql<{ message: string }>`
      select message from system_log where message like 'day %' order by message
    `.execute(plant.database.db);
    return rows.map(({ message }) => message);
  };
  expect(await daysLeft(), 'the defaults keep 1000 lines').toHaveLength(9);
  await set(station, 'LOG_CLEANUP_KEEP_LAST', 0);
  expect(await daysLeft(), 'younger than the default of 30 days').toHaveLength(9);
  await set(station, 'LOG_RETENTION_DAYS', 4);
  expect(await daysLeft()).toEqual(['day 1', 'day 2', 'day 3']);
});

it('LOG_LEVEL: lines below it are not written, and are again when it is taken back', async () => {
  await using plant = await PlantFixture.start(postgres);
  await using folder = await HeadlessFolder.make();
  const host = await HeadlessProcess.start({
    dataDir: folder.path,
    env: { ...plant.environment(), ENABLE_TASK_6_LOG_CLEANUP: 'false' },
  });
  const command = async (name: string, input: object): Promise<void> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${API_TOKEN}` };
    const body = JSON.stringify({ input, actor: 'Sari', reason: 'a test of the log' });
    const { status } = await host.call(`/api/contract/command/${name}`, { method: 'POST', headers, body });
    expect(status, `${name} ${body}`).toBe(200);
  };
  // A command says in the log that it is done; the setting that it changes holds by then.
  const done = (): number => host.count(/Sari .*: runTask done/);
  await command('runTask', { task: 6 });
  await host.until(() => done() === 1);
  await command('setSetting', { name: 'LOG_LEVEL', value: 'error' });
  await command('runTask', { task: 6 });
  await command('setSetting', { name: 'LOG_LEVEL', value: 'info' });
  await command('testRead', { address: 6000, count: 1 });
  // This line comes after all others.
  await host.line(/Sari .*: testRead done/);
  expect(done()).toBe(1);
  expect(await host.stop()).toEqual({ code: 0, signal: null });
});
