import { afterAll, beforeAll, expect, it } from 'vitest';
import { cause, momentOf } from '../domain/cause.ts';
import { sampleFailure } from '../outbox/testing/sample-events.ts';
import { sampleFault, sampleResult } from '../outbox/testing/sample-result.ts';
import { temporaryOutbox } from '../outbox/testing/temporary-outbox.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addFullOrders, HELD } from '../testing/results-plant.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import { HEALTHY_CPU } from '../training/plc/cpu-state.ts';
import { fillsOf, waitingIn } from './health-evidence.ts';
import { untilRuns } from './testing/event-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const QUICK = { HEALTH_MONITOR_INTERVAL_SECONDS: '0.2', BATCH_STUCK_THRESHOLD_SECONDS: '1' };

const raised = (running: RunningStation, code: string): string[] =>
  running.events.flatMap((event) =>
    event.kind === 'alarm-raised' && event.code === code ? [event.subject] : [],
  );
const standing = async (running: RunningStation, code: string): Promise<string[]> =>
  (await running.station.api.query('health', {})).alarms
    .filter((alarm) => alarm.code === code)
    .map(({ subject }) => subject);
const untilRaised = (running: RunningStation, code: string): Promise<void> =>
  running.until(() => raised(running, code).length > 0);
const untilOver = (running: RunningStation, code: string): Promise<void> =>
  running.until(async () => (await standing(running, code)).length === 0);

it('a plant that stands still: its batch is stuck, those behind it wait; over when it goes on', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const [firstMo] = addFullOrders(plant, 3);
  await using proxy = await TcpProxy.start(Number(new URL(plant.database.url).port));
  const running = await plant.station({ ...QUICK, DATABASE_URL: proxy.urlInstead(plant.database.url) });
  await running.until(() => running.count('batch-changed') >= 3);
  plant.plc.setCpu({ mode: 'program' });
  await untilRaised(running, 'BATCH_STUCK');
  await untilRuns(running, 4, 3);
  expect(raised(running, 'BATCH_STUCK')).toEqual([firstMo]);
  // The database cannot be asked: that is no sign that the batch goes on.
  await proxy.cut();
  expect(await running.station.runTask(4)).toMatchObject({
    outcome: 'failed',
    code: 'STORE_UNAVAILABLE',
  });
  expect(await standing(running, 'BATCH_STUCK')).toEqual([firstMo]);
  await proxy.restore();
  plant.plc.setCpu({ mode: 'run' });
  plant.plc.setSpeed('instant');
  await untilOver(running, 'BATCH_STUCK');
  await running.stop();
});

it('batches that wait longer than the threshold for their turn are never called stuck', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: { kgPerSecond: 500 } });
  addFullOrders(plant, 3);
  const running = await plant.station(QUICK);
  await running.until(() => running.count('batch-archived') >= 3);
  expect(
    running.events.filter((event) => event.kind === 'task-ended' && event.task === 4).length,
  ).toBeGreaterThan(9);
  expect(raised(running, 'BATCH_STUCK')).toEqual([]);
});

it('a PLC that does not answer is not called a stuck batch', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  addFullOrders(plant, 1);
  const running = await plant.station(QUICK);
  await running.until(() => running.count('batch-changed') >= 1);
  const speak = plant.plc.server.goSilent();
  await running.until(async () => (await running.station.api.query('health', {})).plc.state === 'down');
  await untilRuns(running, 4, 8);
  expect(raised(running, 'BATCH_STUCK')).toEqual([]);
  speak();
});

it('more than the target while it runs is an alarm of that equipment, until it is right again', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  addFullOrders(plant, 1);
  const running = await plant.station({ ...QUICK, BATCH_STUCK_THRESHOLD_SECONDS: '3600' });
  await running.until(() => running.count('batch-changed') >= 1);
  plant.plc.setCpu({ mode: 'program' });
  const { base, fields } = plant.profile.read;
  const components = base + fields.components.offset;
  // SILO B's weight, the target of which is 26.29 kg: the words after its id.
  plant.plc.memory.write(components + 4, [0, 2629 + 201]);
  await untilRaised(running, 'CONSUMPTION_DEVIATION');
  expect(await standing(running, 'CONSUMPTION_DEVIATION')).toEqual(['SILO B']);
  plant.plc.memory.write(components + 4, [0, 2629 + 200]);
  await untilOver(running, 'CONSUMPTION_DEVIATION');
});

it('what an ended batch consumed beside its target is an alarm, also after it is history', async () => {
  await using plant = await PlantFixture.start(postgres);
  addFullOrders(plant, 1);
  const none = { CONSUMPTION_TOLERANCE_PERCENT: '0', CONSUMPTION_TOLERANCE_KG: '0.005' };
  const strict = await plant.station({ ...QUICK, ...none });
  await strict.until(() => strict.count('batch-archived') === 1);
  await untilRaised(strict, 'CONSUMPTION_DEVIATION');
  await strict.stop();
  const usual = await plant.station(QUICK);
  await untilRuns(usual, 4, 3);
  expect(raised(usual, 'CONSUMPTION_DEVIATION')).toEqual([]);
});

it('a result that waits too long, and a task that fails again and again, are alarms until Odoo is back', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  addFullOrders(plant, 1);
  const running = await plant.station({ ...QUICK, RESULT_WAIT_ALARM_SECONDS: '1' });
  await running.until(() => running.count('batch-changed') >= 1);
  await plant.odoo.goDown();
  plant.plc.setSpeed('instant');
  await untilRaised(running, 'RESULT_WAITING');
  expect(raised(running, 'RESULT_WAITING')).toEqual(['results for Odoo']);
  await untilRaised(running, 'TASK_FAILING');
  expect(raised(running, 'TASK_FAILING')).toContain('TASK 3');
  await plant.odoo.comeBack();
  await untilOver(running, 'RESULT_WAITING');
  await untilOver(running, 'TASK_FAILING');
});

it('CPU flags and PROGRAM mode are alarms until the PLC is well again', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  addFullOrders(plant, 1);
  const first = await plant.station(QUICK);
  await first.until(() => first.count('batch-changed') >= 1);
  await first.stop();
  plant.plc.setCpu({ nonFatalErrors: 0x0010, mode: 'program' });
  const running = await plant.station(QUICK);
  await untilRaised(running, 'PLC_NON_FATAL_ERROR');
  await untilRaised(running, 'PLC_NOT_IN_RUN_MODE');
  expect((await running.station.api.query('health', {})).alarms.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('battery low or missing'),
  );
  plant.plc.setCpu(HEALTHY_CPU);
  await untilOver(running, 'PLC_NON_FATAL_ERROR');
  await untilOver(running, 'PLC_NOT_IN_RUN_MODE');
});

it('a gate that stays closed is an alarm also when the tasks that would see it are off', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  addFullOrders(plant, 1);
  const running = await plant.station({
    ...QUICK,
    ENABLE_TASK_1_AUTO_SYNC: 'false',
    ENABLE_TASK_2_PLC_READ: 'false',
    GATE_STUCK_SECONDS: '1',
  });
  expect(await running.station.runTask(1)).toMatchObject({ outcome: 'done' });
  await untilRaised(running, 'GATE_STUCK');
  expect(raised(running, 'GATE_STUCK')).toEqual(['load']);
  plant.plc.program.scan(10);
  await running.station.runTask(1);
  await untilOver(running, 'GATE_STUCK');
});

it('the oldest of each kind of waiting is what is told, and the fill of both stores', () => {
  using at = temporaryOutbox({ maxEntries: 20, maxEvents: 30 });
  const { outbox, clock } = at;
  const since = clock.now();
  const told = { since: momentOf(since) };
  outbox.capture(sampleResult(1));
  outbox.capture(sampleResult(2));
  outbox.capture(sampleResult(3, { question: 'zero-weight' }));
  outbox.capture(sampleResult(4));
  outbox.park(outbox.entry('WH/MO/00004')?.id ?? '', sampleFault('refused'));
  const refused = outbox.events.capture('failure', sampleFailure(1), []).entry;
  outbox.events.capture('failure', sampleFailure(2), []);
  outbox.events.park(refused.id, sampleFault('refused'));
  expect(waitingIn(outbox)).toEqual([
    {
      subject: 'results for Odoo',
      cause: cause('result-not-sent', { mo_id: 'WH/MO/00001', ...told }),
      since,
    },
    { subject: 'refused results', cause: cause('result-refused', { mo_id: 'WH/MO/00004', ...told }), since },
    { subject: 'held results', cause: cause('result-held', { mo_id: 'WH/MO/00003', ...told }), since },
    { subject: 'waiting equipment failures', cause: cause('failures-not-sent', told), since },
    { subject: 'parked equipment failures', cause: cause('failures-refused', told), since },
  ]);
  expect(fillsOf(outbox)).toEqual([
    { subject: 'batch results', what: 'results', count: 4, limit: 20 },
    { subject: 'PLC events', what: 'events', count: 2, limit: 30 },
  ]);
});
