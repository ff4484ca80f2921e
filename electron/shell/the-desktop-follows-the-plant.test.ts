import { basename } from 'node:path';
import { expect, test } from 'vitest';
import type { NotificationView } from '../../shared/contract/alarms.ts';
import { ShellFixture } from './testing/shell-fixture.ts';

const CALM = { batches: 0, alarms: 0, worst: null } as const;

const NOTIFICATION: NotificationView = {
  id: 'n1',
  alarm_id: 'a1',
  at: '2026-01-05T00:00:00.000Z',
  kind: 'batch-failed',
  priority: 1,
  values: { code: 'BATCH_FAILED', subject: 'slot 3', times: 1 },
  mo_id: 'WH/MO/00014',
  place: '/batch/WH%2FMO%2F00014',
};

test.each([
  ['no station', null, 'tray-1.png', 'Batchline: the station is not running'],
  ['no alarms', CALM, 'tray-0.png', 'Batchline: no alarms'],
  [
    'notes',
    { batches: 0, alarms: 2, worst: 3 },
    'tray-3.png',
    'Batchline: 2 alarms, worst priority 3 (note)',
  ],
  ['more', { batches: 0, alarms: 7, worst: 2 }, 'tray-2.png', 'Batchline: 7 alarms, worst priority 2 (soon)'],
  [
    'worst',
    { batches: 0, alarms: 12, worst: 1 },
    'tray-1.png',
    'Batchline: 12 alarms, worst priority 1 (at once)',
  ],
] as const)('the tray with %s', async (_what, plant, image, tip) => {
  const shell = await new ShellFixture().run();
  if (plant !== null) shell.station.hears.onSummary(plant);
  else shell.process.emit('uncaughtException', new Error('broken'));
  expect([basename(shell.electron.tray.image), shell.electron.tray.tip]).toEqual([image, tip]);
});

test('the tray opens the window', async () => {
  const { electron } = await new ShellFixture().run();
  electron.tray.emit('click');
  expect(electron.window().timesFocused).toBe(1);
});

test('Bahasa Indonesia unless the computer speaks English', async () => {
  const shell = new ShellFixture();
  shell.electron.locale = 'nl';
  await shell.run();
  shell.station.hears.onSummary(CALM);
  expect(shell.electron.tray.tip).toBe('Batchline: tidak ada alarm');
});

test('a notification says what and what to do; a click opens the place', async () => {
  const { electron, station } = await new ShellFixture().run();
  station.hears.onMessage({ kind: 'event', event: { kind: 'notification', notification: NOTIFICATION } });
  const [toast] = electron.toasts;
  expect(toast?.isShown).toBe(true);
  expect(toast?.options).toMatchObject({ urgency: 'critical', silent: true });
  expect(toast?.options.title).not.toBe('');
  expect(toast?.options.body).toContain('WH/MO/00014');
  const { webContents } = electron.window();
  webContents.sent.length = 0;
  toast?.emit('click');
  expect(webContents.sent).toEqual([{ kind: 'open', path: '/batch/WH%2FMO%2F00014' }]);
  expect(electron.window().timesFocused).toBe(1);
});

test.each([
  { kind: 'settings-changed' },
  { kind: 'notification', notification: { ...NOTIFICATION, kind: 'made-up' } },
  null,
  'notification',
])('no notification for %j', async (event) => {
  const { electron, station } = await new ShellFixture().run();
  station.hears.onMessage({ kind: 'event', event });
  expect(electron.toasts).toEqual([]);
});

test('the computer stays awake while batches are under way', async () => {
  const { electron, station } = await new ShellFixture().run();
  const awake: number[] = [];
  for (const batches of [0, 3, 2, null, 0, 1]) {
    station.hears.onSummary({ ...CALM, batches });
    awake.push(electron.awake.size);
  }
  expect(awake).toEqual([0, 1, 1, 1, 0, 1]);
});

test('after a sleep every task runs', async () => {
  const { electron, station } = await new ShellFixture().run();
  electron.power.emit('suspend');
  expect(station.wakes).toBe(0);
  electron.power.emit('resume');
  expect(station.wakes).toBe(1);
  expect(station.logger.lines.map(({ message }) => message)).toEqual([
    'the computer goes to sleep',
    'the computer is awake again: every task runs',
  ]);
});
