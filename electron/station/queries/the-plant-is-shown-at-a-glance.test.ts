import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PlantFixture } from '../../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { TcpProxy } from '../../testing/tcp-proxy.ts';
import { FeedbackStation } from '../testing/feedback-station.ts';
import { finishBatch } from '../testing/finish-batch.ts';

let postgres: TestPostgres;
let proxy: TcpProxy;
let feedback: FeedbackStation;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  const env = (plant: PlantFixture) => ({
    DATABASE_URL: proxy.urlInstead(plant.database.url),
    ENABLE_TASK_3_PROCESS_COMPLETED: 'false',
    CONSUMPTION_TOLERANCE_PERCENT: '5',
    CONSUMPTION_TOLERANCE_KG: '2',
  });
  feedback = await FeedbackStation.start(postgres, { orders: 2, env });
  return async () => {
    await feedback[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  };
});

const query: FeedbackStation['running']['station']['api']['query'] = (name, input) =>
  feedback.running.station.api.query(name, input);

const finish = (slot: number, weight?: number) => finishBatch(feedback, slot, weight);

it('the overview counts what ended today, and says why intake waits', async () => {
  await finish(1);
  await finish(2, 0);
  const view = await query('overview', {});
  expect(view.today).toMatchObject({
    completed: 2,
    failed: 0,
    cancelled: 0,
    waiting_for_odoo: 1,
    refused: 0,
    questions: 1,
  });
  expect(view.intake).toMatchObject({ state: 'waiting', in_queue: 2, not_in_odoo: 2, reason_code: null });
  expect(view.intake.next_check_at).not.toBeNull();
  const { load_id, accepted_at } = await feedback.view(1);
  expect(view.gate).toEqual({ load_id, state: 'read', since: accepted_at, orders: 2 });
  expect(view.last_hour).toEqual({ batches: 2, kg: 957 });
  expect(view.history_missing).toBe(false);
  await feedback.running.station.runTask(3);
  const later = await query('overview', {});
  expect(later.trends).toMatchObject([{ mo_id: feedback.order(1), weight: 957, target: 1000 }]);
  // 15 times 0.1 kg over 956.85 kg in all.
  expect(later.trends[0]?.deviation_percent).toBeCloseTo((1.5 / 956.85) * 100, 9);
});

it('intake that is switched off or cut off says so', async () => {
  const actor = { actor: 'Sari', role: 'supervisor', station: 'test', reason: 'for a test' } as const;
  await feedback.running.station.api.execute('setTask', { task: 1, enabled: false }, actor);
  expect((await query('overview', {})).intake).toMatchObject({ state: 'off', next_check_at: null });
  await feedback.running.station.api.execute('setTask', { task: 1, enabled: true }, actor);
  const powerOn = feedback.plant.plc.powerOff();
  await feedback.read();
  await feedback.running.until(() => feedback.running.count('link-changed') > 0 || plcIsDown());
  expect((await query('overview', {})).intake).toMatchObject({
    state: 'blocked',
    reason_code: 'PLC_LINK_LOST',
  });
  expect((await query('equipment', {})).equipment.every(({ state }) => state === 'unknown')).toBe(true);
  powerOn('kept');
});

async function plcIsDown(): Promise<boolean> {
  return (await query('health', {})).plc.state === 'down';
}

it('equipment: what doses, what failed, what it gave today', async () => {
  const moId = feedback.order(1);
  await finish(2);
  feedback.plc.show(1, { moId, actuals: { silo_a: 5 } });
  await feedback.read();
  feedback.plc.show(1, { moId, actuals: { silo_a: 6 } });
  await feedback.read();
  const { equipment } = await query('equipment', {});
  expect(equipment).toHaveLength(15);
  const [siloA, siloB] = equipment;
  expect(siloA).toMatchObject({
    key: 'silo_a',
    id: 101,
    code: 'silo101',
    name: 'SILO A',
    material: 'PKE pellet',
    state: 'dosing',
    last_failure: null,
    failures_30d: 0,
    running: { mo_id: moId, target: 20.04, actual: 6 },
  });
  expect(siloA?.today).toEqual({
    kg: 20.14,
    batches: 1,
    deviation_percent: expect.closeTo((0.1 / 20.04) * 100, 9),
  });
  expect(siloB?.state).toBe('idle');
  feedback.plant.plc.events.raiseFailure({
    code: 'silo102',
    info: 'START_FAILURE',
    at: feedback.plant.plc.plantTime(),
  });
  feedback.plant.plc.events.scan();
  await feedback.running.station.runTask(5);
  expect(feedback.running.events).toContainEqual({ kind: 'failure-recorded', equipmentCode: 'silo102' });
  const failed = (await query('equipment', {})).equipment[1];
  expect(failed).toMatchObject({
    state: 'fault',
    failures_30d: 1,
    last_failure: { description: 'START_FAILURE', resolved: false },
  });
  const history = await query('equipmentHistory', { key: 'silo_a', days: 7 });
  expect(history.days).toHaveLength(7);
  expect(history.days.reduce((sum, { kg }) => sum + kg, 0)).toBe(0);
  await feedback.running.station.runTask(3);
  const after = await query('equipmentHistory', { key: 'silo_a', days: 7 });
  expect(after.days.at(-1)).toMatchObject({ kg: 20.14, batches: 1 });
  expect((await query('equipmentHistory', { key: 'silo_b' })).failures).toEqual([failed?.last_failure]);
});

it('without the database the screens get what is known, and nothing that is made up', async () => {
  await finish(1);
  await query('batchStatus', {});
  await proxy.cut();
  await feedback.running.until(async () => (await query('health', {})).database.state === 'down');
  const view = await query('overview', {});
  expect(view).toMatchObject({ history_missing: true, gate: null, last_hour: null, trends: [] });
  expect(view.today).toMatchObject({ completed: null, failed: null, cancelled: null, waiting_for_odoo: 1 });
  expect(view.intake).toMatchObject({ state: 'blocked', reason_code: 'STORE_UNAVAILABLE', in_queue: 2 });
  const { batch, timeline } = await query('batch', { mo_id: feedback.order(1) });
  expect(batch.phase).toBe('reporting');
  expect(timeline.find(({ step }) => step === 'written')?.at).toBeNull();
  expect((await query('pushDetail', { mo_id: feedback.order(1) })).product).toBe(batch.finished_goods);
  const health = await query('health', {});
  expect(health).toMatchObject({ leader: false, leader_name: null });
  expect(health.database.last_good_at).not.toBeNull();
});
