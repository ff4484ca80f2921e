import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlarmView } from '../../shared/contract/alarms.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import type { Caller } from './commands/command-handler.ts';
import type { Station } from './station.ts';
import { codeOfAttempt, lastAudit, SUPERVISOR } from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const OPERATOR: Caller = { actor: 'Budi', role: 'operator', station: 'control room', reason: null };
const HOLD = { FAILED_BATCH_POLICY: 'hold', ENABLE_TASK_3_PROCESS_COMPLETED: 'false' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** A station whose slot 1 failed and whose slot 2 cannot be read. */
async function withAlarms(env: FeedbackEnv = HOLD): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres, { orders: 2, env });
  for (const slot of [1, 2]) feedback.plc.show(slot, { moId: feedback.order(slot) });
  await feedback.read();
  feedback.plc.show(1, { moId: feedback.order(1), failed: 1 });
  breakSlot(feedback);
  await feedback.read();
  await feedback.read();
  return feedback;
}
type FeedbackEnv = NonNullable<NonNullable<Parameters<typeof FeedbackStation.start>[1]>['env']>;

const breakSlot = ({ plc }: FeedbackStation): void => plc.poke(2, 'batch', 9);

async function alarmOf(station: Station, code: string): Promise<AlarmView> {
  const { alarms } = await station.api.query('alarms', {});
  const alarm = alarms.find((view) => view.code === code);
  if (alarm === undefined) throw new Error(`${code} is not open`);
  return alarm;
}

it('an alarm names its order, its place and how much it matters, and is told as a notification', async () => {
  await using feedback = await withAlarms();
  const { station } = feedback.running;
  const mo_id = feedback.order(1);
  const place = `/batch/${encodeURIComponent(mo_id)}`;
  expect(await alarmOf(station, 'BATCH_FAILED')).toMatchObject({
    subject: mo_id,
    state: 'active-unacknowledged',
    priority: 1,
    group: 'BATCH',
    holds: true,
    mo_id,
    slot: 1,
    place,
    acknowledged_by: null,
    count: 1,
  });
  const told = feedback.running.events.filter((event) => event.kind === 'notification');
  expect(told).toMatchObject([{ notification: { kind: 'batch-failed', priority: 1, mo_id, place } }]);
  const listed = async () =>
    (await station.api.query('notifications', {})).notifications.map(({ kind, stands }) => [kind, stands]);
  expect(await listed()).toEqual([['batch-failed', true]]);
  await station.api.execute('cancelBatch', { mo_id }, SUPERVISOR);
  expect((await alarmOf(station, 'BATCH_FAILED')).state).toBe('cleared-unacknowledged');
  await station.api.execute('acknowledgeAlarm', { code: 'BATCH_FAILED', subject: mo_id }, OPERATOR);
  expect(await listed()).toEqual([['batch-failed', false]]);
});

it('acknowledged, shelved and commented by an operator: previewed, recorded, told, and in the history', async () => {
  await using feedback = await withAlarms();
  const { running } = feedback;
  const { station } = running;
  const failed = await alarmOf(station, 'BATCH_FAILED');
  const faulty = await alarmOf(station, 'SLOT_FAULTY');
  const ids = [failed.id, faulty.id, 'one that is over'];
  const preview = await station.api.preview('acknowledgeAlarm', { ids }, OPERATOR);
  expect([preview.refusal, preview.database]).toEqual([
    null,
    [{ key: 'database-alarms-acknowledged', values: { alarms: 2 } }],
  ]);
  expect(await station.api.execute('acknowledgeAlarm', { ids }, OPERATOR)).toMatchObject({ changed: 2 });
  expect(await alarmOf(station, 'SLOT_FAULTY')).toMatchObject({
    state: 'active-acknowledged',
    acknowledged_by: 'Budi',
  });
  expect(await lastAudit(station, 'acknowledgeAlarm')).toMatchObject({
    actor: 'Budi',
    outcome: 'done',
    before: [{ id: failed.id, state: 'active-unacknowledged' }, { id: faulty.id }],
    after: [{ state: 'active-acknowledged' }, { state: 'active-acknowledged' }],
  });
  expect(await codeOfAttempt(station, 'acknowledgeAlarm', { ids }, OPERATOR)).toBe('COMMAND_NOT_NOW');

  const { id } = faulty;
  const shelve = { id, minutes: 30 };
  expect(await codeOfAttempt(station, 'shelveAlarm', shelve, OPERATOR)).toBe('COMMAND_NEEDS_REASON');
  await station.api.execute('shelveAlarm', shelve, { ...OPERATOR, reason: 'word is being repaired' });
  expect(await alarmOf(station, 'SLOT_FAULTY')).toMatchObject({
    state: 'shelved',
    shelved_by: 'Budi',
    shelved_reason: 'word is being repaired',
  });
  expect((await station.api.query('health', {})).alarms.map(({ code }) => code)).toEqual(['BATCH_FAILED']);
  await station.api.execute('commentAlarm', { id, text: 'electrician is called' }, OPERATOR);
  await station.api.execute('unshelveAlarm', { id }, OPERATOR);
  expect(await alarmOf(station, 'SLOT_FAULTY')).toMatchObject({
    state: 'active-unacknowledged',
    comment: 'electrician is called',
  });
  expect(await codeOfAttempt(station, 'unshelveAlarm', { id }, OPERATOR)).toBe('COMMAND_NOT_NOW');
  expect(running.events.filter((event) => event.kind === 'alarm-changed').map((event) => event.id)).toEqual([
    failed.id,
    id,
    id,
    id,
    id,
  ]);
  await feedback.restart();
  const { changes } = await feedback.running.station.api.query('alarmHistory', { code: 'SLOT_FAULTY' });
  expect(changes.map(({ change, actor, note }) => [change, actor, note]).toReversed()).toEqual([
    ['raised', null, null],
    ['acknowledged', 'Budi', null],
    ['shelved', 'Budi', 'word is being repaired'],
    ['commented', 'Budi', 'electrician is called'],
    ['unshelved', 'Budi', null],
  ]);
  const { per_hour, worst } = await feedback.running.station.api.query('alarmLoad', {});
  expect(per_hour.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  expect(worst.map(({ code }) => code)).toEqual(['BATCH_FAILED', 'SLOT_FAULTY']);
});

it('what was seen and shelved is so after a restart; a page of the history leads to the next', async () => {
  await using feedback = await withAlarms();
  const before = feedback.running.station;
  const failed = await alarmOf(before, 'BATCH_FAILED');
  const faulty = await alarmOf(before, 'SLOT_FAULTY');
  await before.api.execute('acknowledgeAlarm', { ids: [failed.id] }, OPERATOR);
  await before.api.execute('shelveAlarm', { id: faulty.id, minutes: 5 }, SUPERVISOR);
  await feedback.restart();
  const { station } = feedback.running;
  await feedback.read();
  expect(await alarmOf(station, 'BATCH_FAILED')).toMatchObject({
    id: failed.id,
    state: 'active-acknowledged',
    acknowledged_by: 'Budi',
  });
  expect(await alarmOf(station, 'SLOT_FAULTY')).toMatchObject({ id: faulty.id, state: 'shelved' });
  expect(feedback.running.events.filter((event) => event.kind === 'notification')).toEqual([]);
  const first = await station.api.query('alarmHistory', { limit: 3 });
  const second = await station.api.query('alarmHistory', { limit: 3, cursor: first.next_cursor ?? '' });
  expect([first.changes.length, second.changes.length, second.next_cursor]).toEqual([3, 1, null]);
  await expect(
    station.api.query('alarmLoad', { from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

it('with the database away alarms are raised and acknowledged; records and history follow when it is back', async () => {
  await using proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  await using feedback = await withAlarms((plant) => ({
    ...HOLD,
    DATABASE_URL: proxy.urlInstead(plant.database.url),
  }));
  const { plant, running } = feedback;
  const { station } = running;
  await proxy.cut();
  feedback.plc.poke(1, 'batch', 7);
  await running.until(async () => {
    await station.runTask(2);
    return feedback.alarm('SLOT_FAULTY', 'slot 1') !== null;
  });
  await running.until(async () => {
    await station.runTask(2);
    return (await station.api.query('health', {})).database.state === 'down';
  });
  const { alarms } = await station.api.query('alarms', {});
  const ids = alarms.map(({ id }) => id);
  expect((await station.api.preview('acknowledgeAlarm', { ids }, OPERATOR)).refusal).toBeNull();
  const { changed } = await station.api.execute('acknowledgeAlarm', { ids }, OPERATOR);
  expect([changed, ids.length]).toEqual([3, 3]);
  expect((await station.api.query('alarms', {})).alarms.map(({ state }) => state)).toEqual(
    ids.map(() => 'active-acknowledged'),
  );
  await expect(station.api.query('alarmHistory', {})).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await proxy.restore();
  await running.stop();
  const rows = await runSql<{ change: string; actor: string }>(
    plant.database.url,
    `select change, actor, count(*)::int as count from alarm_event where code = 'SLOT_FAULTY' group by 1, 2 order by 1`,
  );
  expect(rows).toEqual([
    { change: 'acknowledged', actor: 'Budi', count: 2 },
    { change: 'raised', actor: null, count: 2 },
  ]);
  const audit = await runSql<{ actor: string; outcome: string }>(
    plant.database.url,
    `select command, actor, outcome, ended_at is not null as ended from command_audit`,
  );
  expect(audit).toEqual([{ command: 'acknowledgeAlarm', actor: 'Budi', outcome: 'done', ended: true }]);
});
