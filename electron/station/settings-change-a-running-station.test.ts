import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SettingView } from '../../shared/contract/views.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import type { Station } from './station.ts';
import { codeOfAttempt, lastAudit, SUPERVISOR } from './testing/command-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const fileOf = (plant: PlantFixture): string => join(plant.dataDir, 'settings.json');
const inFile = (plant: PlantFixture): unknown => JSON.parse(readFileSync(fileOf(plant), 'utf8'));

async function setting(station: Station, key: string): Promise<SettingView | undefined> {
  const { settings } = await station.api.query('settings', {});
  return settings.find((row) => row.key === key);
}

async function taskOf(station: Station, number: number) {
  const { tasks } = await station.api.query('tasks', {});
  const task = tasks.find((row) => row.task === number);
  return { enabled: task?.enabled, interval_seconds: task?.interval_seconds };
}

describe('setSetting', () => {
  it('a live setting takes effect at once, is in the file and on record, and null takes it back', async () => {
    await using plant = await PlantFixture.start(postgres);
    const { station } = await plant.station();
    const done = await station.api.execute(
      'setSetting',
      { name: 'HEALTH_MONITOR_INTERVAL_MINUTES', value: 0.5 },
      { ...SUPERVISOR, reason: null },
    );
    expect(done.message).toBe('HEALTH_MONITOR_INTERVAL_MINUTES is changed; it takes effect at once');
    expect(done.settings).toMatchObject([
      { value: '30', source: 'file', live: true, pending_restart: false },
    ]);
    expect(await taskOf(station, 4)).toEqual({ enabled: true, interval_seconds: 30 });
    expect(inFile(plant)).toEqual({ HEALTH_MONITOR_INTERVAL_MINUTES: 0.5 });
    expect(await lastAudit(station, 'setSetting')).toMatchObject({
      outcome: 'done',
      before: [{ value: '60', source: 'default' }],
      after: [{ value: '30', source: 'file' }],
    });
    await station.api.execute(
      'setSetting',
      { name: 'HEALTH_MONITOR_INTERVAL_SECONDS', value: null },
      SUPERVISOR,
    );
    expect(await taskOf(station, 4)).toEqual({ enabled: true, interval_seconds: 60 });
    expect(inFile(plant)).toEqual({});
  });

  it('another setting waits for the next start, and the answer and the list say so', async () => {
    await using plant = await PlantFixture.start(postgres);
    const running = await plant.station();
    const done = await running.station.api.execute(
      'setSetting',
      { name: 'EXPECTED_BATCH_MAX_KG', value: 500 },
      SUPERVISOR,
    );
    expect(done.message).toBe('EXPECTED_BATCH_MAX_KG is changed; it takes effect at the next start');
    expect(done.settings).toMatchObject([{ value: '500', live: false, pending_restart: true }]);
    await running.stop();
    const again = await plant.station();
    expect(await setting(again.station, 'EXPECTED_BATCH_MAX_KG')).toMatchObject({
      value: '500',
      pending_restart: false,
    });
  });

  it('is refused for what the environment fixes, for what does not fit, and for an operator', async () => {
    await using plant = await PlantFixture.start(postgres);
    const { station } = await plant.station();
    const attempt = (name: string, value: string | number) =>
      codeOfAttempt(station, 'setSetting', { name, value });
    expect(await attempt('PUSH_MAX_PER_SECOND', 2)).toBe('CONFIG_INVALID');
    expect(await lastAudit(station, 'setSetting')).toMatchObject({
      outcome: 'refused',
      message: 'PUSH_MAX_PER_SECOND is set by the environment, which wins over the file',
    });
    expect(await attempt('SYNC_BATCH_LIMIT', 31)).toBe('CONFIG_INVALID');
    expect(await attempt('NO_SUCH_SETTING', 1)).toBe('NOT_FOUND');
    expect(await attempt('BATCHLINE_API_TOKEN', 's3cret-word')).toBe('CONFIG_INVALID');
    const refused = await lastAudit(station, 'setSetting');
    expect(refused).toMatchObject({ input: { name: 'BATCHLINE_API_TOKEN', value: '***' } });
    expect(JSON.stringify(refused)).not.toContain('s3cret-word');
    expect(
      await station.api.preview('setSetting', { name: 'SYNC_BATCH_LIMIT', value: 31 }, SUPERVISOR),
    ).toMatchObject({ refusal: { code: 'CONFIG_INVALID' } });
    await expect(
      station.api.execute(
        'setSetting',
        { name: 'ZERO_WEIGHT', value: 'accept' },
        { ...SUPERVISOR, role: 'operator' },
      ),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(() => inFile(plant)).toThrow(/ENOENT/);
  });
});

it('applyPreset gives the cycle times of the preset, except those that the environment fixes', async () => {
  await using plant = await PlantFixture.start(postgres);
  writeFileSync(fileOf(plant), '{"HEALTH_MONITOR_INTERVAL_MINUTES": 3, "LOG_LEVEL": "warn"}');
  const { station } = await plant.station();
  expect(await taskOf(station, 4)).toMatchObject({ interval_seconds: 180 });
  const { message } = await station.api.execute('applyPreset', { preset: 'conservative' }, SUPERVISOR);
  expect(message).toContain(
    'unchanged: SYNC_INTERVAL_SECONDS, PLC_READ_INTERVAL_SECONDS, PROCESS_COMPLETED_INTERVAL_SECONDS',
  );
  expect(await taskOf(station, 4)).toMatchObject({ interval_seconds: 600 });
  expect(await taskOf(station, 5)).toMatchObject({ interval_seconds: 300 });
  expect(await taskOf(station, 2)).toMatchObject({ interval_seconds: 0.2 });
  expect(inFile(plant)).toEqual({ LOG_LEVEL: 'warn', INTERVAL_PRESET: 'conservative' });
});

it('setTask is kept over a restart; what the environment fixes holds until then, and the answer says so', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station();
  const set = (task: 2 | 4, interval_seconds: number) =>
    running.station.api.execute('setTask', { task, enabled: false, interval_seconds }, SUPERVISOR);
  expect(await set(4, 90)).toMatchObject({ enabled: false, interval_seconds: 90, until_restart: null });
  expect(await set(2, 7)).toMatchObject({
    enabled: false,
    interval_seconds: 7,
    until_restart: 'PLC_READ_INTERVAL_SECONDS is set by the environment',
  });
  await running.stop();
  const { station } = await plant.station();
  expect(await taskOf(station, 4)).toEqual({ enabled: false, interval_seconds: 90 });
  expect(await taskOf(station, 2)).toEqual({ enabled: false, interval_seconds: 0.2 });
});

it('a bad settings file is an alarm with its line, also over a restart; a task can still be stopped', async () => {
  await using plant = await PlantFixture.start(postgres);
  writeFileSync(fileOf(plant), '{"HEALTH_MONITOR_INTERVAL_SECONDS": 50}');
  await (await plant.station()).stop();
  const bad = '{\n"HEALTH_MONITOR_INTERVAL_SECONDS": 50,\n"LOG_LEVEL": "loud"}';
  writeFileSync(fileOf(plant), bad);
  const { station } = await plant.station();
  expect(await taskOf(station, 4)).toMatchObject({ interval_seconds: 50 });
  const { alarms } = await station.api.query('alarms', {});
  expect(alarms.find(({ code }) => code === 'SETTINGS_FILE_BAD')?.message).toContain(
    'settings.json line 3: LOG_LEVEL: "loud" is not one of the choices',
  );
  expect(await codeOfAttempt(station, 'setSetting', { name: 'ZERO_WEIGHT', value: 'accept' })).toBe(
    'SETTINGS_FILE_BAD',
  );
  const stopped = await station.api.execute('setTask', { task: 4, enabled: false }, SUPERVISOR);
  expect(stopped).toMatchObject({ enabled: false });
  expect(stopped.until_restart).toContain('repair the settings file first');
  expect(readFileSync(fileOf(plant), 'utf8')).toBe(bad);
});

it('an edit of the file reaches the running station; the alarm of a bad one ends when it is good again', async () => {
  await using plant = await PlantFixture.start(postgres);
  const running = await plant.station();
  const told = (kind: 'alarm-raised' | 'alarm-cleared'): number =>
    running.events.filter((event) => event.kind === kind && event.code === 'SETTINGS_FILE_BAD').length;
  writeFileSync(fileOf(plant), '{"HEALTH_MONITOR_INTERVAL_SECONDS": }');
  await running.until(() => told('alarm-raised') === 1);
  writeFileSync(
    fileOf(plant),
    '{"HEALTH_MONITOR_INTERVAL_SECONDS": 33, "ENABLE_TASK_5_EQUIPMENT_FAILURE": false}',
  );
  await running.until(() => told('alarm-cleared') === 1);
  await running.until(() => running.count('settings-changed') === 2);
  expect(await taskOf(running.station, 4)).toMatchObject({ interval_seconds: 33 });
  expect(await taskOf(running.station, 5)).toMatchObject({ enabled: false });
});
