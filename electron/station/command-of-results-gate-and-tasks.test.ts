import { afterAll, beforeAll, expect, it } from 'vitest';
import { perComponent } from '../../shared/domain/equipment.ts';
import type { TaskNumber } from '../domain/ports.ts';
import { ManualPlc } from '../testing/manual-plc.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  addFullOrders,
  CLOSE_PATH,
  callsAbout,
  FULL_TARGETS,
  UPDATE_PATH,
} from '../testing/results-plant.ts';
import { markDoneDoesNothing, normal, onPath, serverFailure } from '../training/odoo/behaviours.ts';
import {
  changedWords,
  codeOfAttempt,
  lastAudit,
  previewAndExecute,
  SUPERVISOR,
  stateOf,
  told,
} from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const DOSED = perComponent(({ key }) => FULL_TARGETS[key] + 0.1);
const GATE = 7076;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function finishAll(feedback: FeedbackStation): Promise<void> {
  for (const [index, moId] of feedback.orders.entries()) feedback.plc.show(index + 1, { moId });
  await feedback.read();
  for (const [index, moId] of feedback.orders.entries())
    feedback.plc.show(index + 1, { moId, actuals: DOSED, weight: 950 + index, finished: 1 });
  await feedback.read();
}

it('retryPush makes due what it names; each order is in Odoo and in the history once', async () => {
  // TASK 3 runs by hand only: its own repeats would come in between.
  const env = { ENABLE_TASK_3_PROCESS_COMPLETED: 'false' };
  await using feedback = await FeedbackStation.start(postgres, { orders: 3, env });
  const { plant, running, orders } = feedback;
  const { station } = running;
  const [first = '', second = '', held = ''] = orders;
  plant.odoo.setBehaviour(onPath(UPDATE_PATH, serverFailure));
  await finishAll(feedback);
  await station.runTask(3);
  const due = (): string[] =>
    station.outbox
      .entries('waiting')
      .filter(({ nextAttemptAt }) => nextAttemptAt === null)
      .map(({ result }) => result.moId);
  expect(due()).toEqual([]);
  await station.api.execute('holdPush', { mo_id: held }, SUPERVISOR);
  plant.odoo.setBehaviour(normal);
  const one = await previewAndExecute(plant, station, 'retryPush', { mo_ids: [first, first] });
  expect(told(one.preview)).toEqual(['plc-nothing', 'database-nothing', `odoo-result-sent ${first}`]);
  expect(one.output.changed).toBe(1);
  expect(due()).toEqual([first]);
  const all = await station.api.execute('retryPush', { mo_ids: 'all' }, SUPERVISOR);
  expect(all.changed, 'the held one is not sent').toBe(2);
  expect(due()).toEqual([first, second]);
  await station.runTask(3);
  expect(await codeOfAttempt(station, 'retryPush', { mo_ids: [held] })).toBe('COMMAND_NOT_NOW');
  await station.api.execute('releasePush', { mo_id: held }, SUPERVISOR);
  await station.runTask(3);
  for (const [index, mo_id] of orders.entries()) {
    expect(plant.odoo.books.order(mo_id)).toMatchObject({ state: 'done', producedQuantity: 950 + index });
    expect((await station.api.query('historyOf', { mo_id })).histories).toHaveLength(1);
    expect(callsAbout(plant, mo_id, CLOSE_PATH)).toHaveLength(1);
  }
});

it('acceptLeftOpen archives what Odoo left open, and only that', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plant, running } = feedback;
  const { station } = running;
  plant.odoo.setBehaviour(markDoneDoesNothing);
  await finishAll(feedback);
  await running.until(() => station.outbox.count('parked') === 1);
  const mo_id = feedback.order(1);
  const { preview } = await previewAndExecute(plant, station, 'acceptLeftOpen', { mo_id });
  expect(told(preview)).toEqual([
    'plc-nothing',
    `database-row-archived ${mo_id}`,
    `odoo-order-stays-open ${mo_id}`,
  ]);
  await running.until(() => running.count('batch-archived') === 1);
  const { histories } = await station.api.query('historyOf', { mo_id });
  expect(histories).toMatchObject([{ status: 'completed', actual_weight: 950 }]);
  expect(histories[0]?.notes).toContain('accepted by Sari: agreed with the shift leader');
  expect(plant.odoo.books.order(mo_id)?.state).not.toBe('done');
  expect(plant.odoo.books.finalQuantities(mo_id)).toMatchObject({
    silo101: DOSED.silo_a,
    lq115: DOSED.lq_fml,
  });
});

it('overrideGate opens the gate, tells what is overwritten, and does not call the load read', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  const plc = new ManualPlc(plant);
  const [first = ''] = addFullOrders(plant, 1);
  const slow = { SYNC_INTERVAL_SECONDS: '3600', PLC_READ_INTERVAL_SECONDS: '3600' };
  const running = await plant.station(slow);
  const { station } = running;
  await running.until(() => running.count('load-armed') === 1);
  expect(plant.plc.memory.word(GATE)).toBe(0);
  const { preview, before } = await previewAndExecute(plant, station, 'overrideGate', {});
  expect(told(preview)).toEqual([
    'plc-gate-opens',
    `plc-order-overwritten 1 ${first}`,
    'database-load-given-up',
    'odoo-nothing',
  ]);
  const after = await stateOf(plant, station);
  expect(changedWords(before, after)).toEqual({ [GATE]: 1 });
  expect(after.queue).toEqual(before.queue);
  await station.runTask(2);
  expect(running.count('load-accepted')).toBe(0);
  expect((await station.api.query('batchStatus', {})).batches).toMatchObject([
    { mo_id: first, phase: 'written' },
  ]);
  expect(await codeOfAttempt(station, 'overrideGate', {})).toBe('COMMAND_NOT_NOW');
  // The order is written again as a load of its own, and runs.
  plc.onArmed(() => plc.openGate());
  const written = await previewAndExecute(plant, station, 'writeBatch', { mo_id: first });
  expect(told(written.preview)).toEqual([`plc-order-written ${first} 1`, 'database-nothing', 'odoo-nothing']);
  await running.until(() => running.count('load-accepted') === 1);
  plc.show(1, { moId: first });
  await station.runTask(2);
  plc.show(1, { moId: first, actuals: DOSED, weight: 957, finished: 1 });
  await station.runTask(2);
  await running.until(() => running.count('batch-archived') === 1);
  expect(plant.odoo.books.order(first)).toMatchObject({ state: 'done', producedQuantity: 957 });
});

it('what a run of a task may change is told before it', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { api } = feedback.running.station;
  const changes = async (task: TaskNumber) => told(await api.preview('runTask', { task }, SUPERVISOR));
  expect(await changes(1)).toEqual(['plc-orders-written-if-room', 'database-orders-queued', 'odoo-nothing']);
  expect(await changes(3)).toEqual([
    'plc-nothing',
    'database-confirmed-archived',
    'odoo-waiting-results-sent',
  ]);
  expect(await changes(4)).toEqual(['plc-nothing', 'database-nothing', 'odoo-nothing']);
  expect(await changes(5)).toEqual([
    'plc-events-acknowledged',
    'database-events-noted',
    'odoo-events-reported',
  ]);
});

it('tasks are run, switched and timed; the record has old and new', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { station } = feedback.running;
  const run = await station.api.execute(
    'runTask',
    { task: 6 },
    { ...SUPERVISOR, role: 'operator', reason: null },
  );
  expect(run).toMatchObject({ task: 6, outcome: 'done' });
  await station.api.execute('setTask', { task: 4, enabled: false, interval_seconds: 120 }, SUPERVISOR);
  expect(await lastAudit(station, 'setTask')).toMatchObject({
    before: { enabled: true, interval_seconds: 60 },
    after: { enabled: false, interval_seconds: 120 },
  });
  const off = await station.api.execute('setScheduler', { enabled: false }, SUPERVISOR);
  expect(off.tasks.filter(({ enabled }) => enabled)).toEqual([]);
  const on = await station.api.execute('setScheduler', { enabled: true }, SUPERVISOR);
  expect(
    on.tasks.filter(({ enabled }) => !enabled).map(({ task }) => task),
    'these are off by their own switches',
  ).toEqual([4, 7]);
  expect(on.tasks.find(({ task }) => task === 4)?.interval_seconds).toBe(120);
});

it('testRead reads any words of the DM area and changes nothing', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plant, running } = feedback;
  plant.plc.memory.write(32_767, [4711]);
  const { output, before } = await previewAndExecute(plant, running.station, 'testRead', {
    address: 32_767,
    count: 1,
  });
  expect(output).toEqual({ address: 32_767, words: [4711] });
  expect(await stateOf(plant, running.station)).toEqual(before);
  for (const input of [
    { address: 32_767, count: 2 },
    { address: -1, count: 1 },
    { address: 0, count: 730 },
  ])
    expect(await codeOfAttempt(running.station, 'testRead', input)).toBe('BAD_REQUEST');
});
