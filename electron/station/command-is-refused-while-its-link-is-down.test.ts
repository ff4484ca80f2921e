import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandGiven, CommandName } from '../../shared/contract/contract.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { callsAbout, FULL_TARGETS } from '../testing/results-plant.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import { codeOfAttempt, lastAudit, SUPERVISOR, stateOf } from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const DOSED = perComponent(({ key }) => FULL_TARGETS[key] + 0.1);
const NO_TASK_3 = { ENABLE_TASK_3_PROCESS_COMPLETED: 'false' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function withResult(feedback: FeedbackStation): Promise<string> {
  const mo_id = feedback.order(1);
  feedback.plc.show(1, { moId: mo_id });
  await feedback.read();
  feedback.plc.show(1, { moId: mo_id, actuals: DOSED, weight: 957, finished: 1 });
  await feedback.read();
  return mo_id;
}

it('a silent PLC: what needs it is refused, and not done when it answers again', async () => {
  await using feedback = await FeedbackStation.start(postgres, { env: NO_TASK_3 });
  const { plant, running } = feedback;
  const { station } = running;
  const mo_id = await withResult(feedback);
  const before = await stateOf(plant, station);
  const hearAgain = plant.plc.server.goSilent();
  const linkOf = async (): Promise<string> => (await station.api.query('health', {})).plc.state;
  await running.until(async () => {
    await station.runTask(2);
    return (await linkOf()) === 'down';
  });
  const attempts: [CommandName, object][] = [
    ['setFlag', { flag: 'failure', value: 1 }],
    ['startOver', {}],
    ['overrideGate', {}],
    ['resetBatch', { mo_id, push_to_plc: true }],
    ['forceStatus', { mo_id, status_operation: 1 }],
    ['writeBatch', { mo_id }],
    ['releaseUnproven', { mo_id }],
    ['testRead', { address: 6000, count: 1 }],
  ];
  for (const [name, input] of attempts) {
    const given = input as CommandGiven<typeof name>;
    const seen = plant.plc.server.requests().length;
    expect(await codeOfAttempt(station, name, given), name).toBe('PLC_LINK_LOST');
    expect(plant.plc.server.requests().length, 'nothing was asked of the PLC').toBe(seen);
    expect((await station.api.previewUnchecked(name, given, SUPERVISOR)).refusal?.code).toBe('PLC_LINK_LOST');
    expect(await lastAudit(station, name)).toMatchObject({ outcome: 'refused', code: 'PLC_LINK_LOST' });
  }
  hearAgain();
  await running.until(async () => (await linkOf()) === 'up');
  await feedback.read();
  expect(await stateOf(plant, station)).toMatchObject({
    words: before.words,
    queue: before.queue,
    outbox: before.outbox,
  });
});

it('the database away: every command is refused at once, and none is done when it is back', async () => {
  await using proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  await using feedback = await FeedbackStation.start(postgres, {
    env: (plant) => ({ ...NO_TASK_3, DATABASE_URL: proxy.urlInstead(plant.database.url) }),
  });
  const { plant, running } = feedback;
  const { station } = running;
  const mo_id = await withResult(feedback);
  const before = await stateOf(plant, station);
  await proxy.cut();
  const attempts: [CommandName, object][] = [
    ['cancelBatch', { mo_id }],
    ['clearQueue', {}],
    ['holdPush', { mo_id }],
    ['setFlag', { flag: 'failure', value: 1 }],
    ['retryPush', { mo_ids: [mo_id] }],
    ['setTask', { task: 2, enabled: false }],
  ];
  for (const [name, input] of attempts) {
    const given = input as CommandGiven<typeof name>;
    expect(await codeOfAttempt(station, name, given), name).toBe('STORE_UNAVAILABLE');
    expect((await station.api.previewUnchecked(name, given, SUPERVISOR)).refusal?.code).toBe(
      'STORE_UNAVAILABLE',
    );
  }
  await proxy.restore();
  await running.until(async () => {
    await station.runTask(2);
    return (await station.api.query('health', {})).leader;
  });
  expect(await stateOf(plant, station)).toEqual(before);
  expect((await station.api.query('audit', {})).total).toBe(0);
});

it('the database going away in the middle of a cancellation: the batch is what it was, and its result is taken', async () => {
  await using proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  await using feedback = await FeedbackStation.start(postgres, {
    env: (plant) => ({ ...NO_TASK_3, DATABASE_URL: proxy.urlInstead(plant.database.url) }),
  });
  const { plant, plc, running } = feedback;
  const { station } = running;
  const mo_id = feedback.order(1);
  plc.show(1, { moId: mo_id });
  await feedback.read();
  // The last thing before the history is written: Odoo is asked to cancel.
  plant.odoo.setBehaviour(({ path }) => {
    if (path.endsWith('/mo/cancel')) cut = proxy.cut();
    return { kind: 'pass' };
  });
  let cut: Promise<void> | null = null;
  expect(await codeOfAttempt(station, 'cancelBatch', { mo_id, cancel_in_odoo: true })).toBe(
    'STORE_UNAVAILABLE',
  );
  expect(cut).not.toBeNull();
  await cut;
  plc.show(1, { moId: mo_id, actuals: DOSED, weight: 957, finished: 1 });
  await feedback.read();
  expect(station.outbox.entry(mo_id)?.result).toMatchObject({ kind: 'completed', weight: 957 });
  await proxy.restore();
});

it('Odoo away: a push by hand and a cancellation there are refused, and not done when it is back', async () => {
  await using feedback = await FeedbackStation.start(postgres, { env: NO_TASK_3 });
  const { plant, running } = feedback;
  const { station } = running;
  const mo_id = await withResult(feedback);
  const before = await stateOf(plant, station);
  await plant.odoo.goDown();
  expect(await codeOfAttempt(station, 'retryPush', { mo_ids: 'all' })).toBe('ODOO_UNREACHABLE');
  expect(await codeOfAttempt(station, 'cancelBatch', { mo_id, cancel_in_odoo: true })).toBe(
    'ODOO_UNREACHABLE',
  );
  for (const name of ['retryPush', 'cancelBatch'] as const)
    expect(await lastAudit(station, name)).toMatchObject({ outcome: 'refused', code: 'ODOO_UNREACHABLE' });
  await plant.odoo.comeBack();
  expect(await stateOf(plant, station)).toEqual(before);
  expect(callsAbout(plant, mo_id)).toEqual([]);
  // Nobody has called Odoo since it is back: that must not keep the button from working.
  expect(await codeOfAttempt(station, 'cancelBatch', { mo_id, cancel_in_odoo: true })).toBeNull();
  expect(plant.odoo.books.order(mo_id)?.state).toBe('cancel');
});
