import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { windowsFile } from './testing/electron-stand-in.ts';
import { ShellFixture } from './testing/shell-fixture.ts';

const LEFT = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
const RIGHT = { id: 2, workArea: { x: 1920, y: 0, width: 1280, height: 984 } };
const SAVED = { x: 2000, y: 50, width: 1100, height: 800 };

function keep(shell: ShellFixture, ...bounds: object[]): void {
  const states = bounds.map((one) => ({ bounds: one, maximized: false, fullScreen: false }));
  writeFileSync(windowsFile(shell.userData), JSON.stringify(states));
}

test('a window opens where it was, on the display where it was', async () => {
  const shell = new ShellFixture();
  shell.electron.displays = [RIGHT, LEFT];
  keep(shell, SAVED);
  await shell.run();
  expect(shell.electron.window().bounds).toEqual(SAVED);
});

test.each([
  ['on a display that is gone', SAVED, { x: 160, y: 20, width: 1600, height: 1000 }],
  ['larger than the display', { x: 0, y: 0, width: 4000, height: 3000 }, { ...LEFT.workArea }],
  [
    'partly outside',
    { x: 1700, y: 900, width: 1100, height: 700 },
    { x: 820, y: 340, width: 1100, height: 700 },
  ],
  ['too small', { x: 10, y: 10, width: 200, height: 100 }, { x: 10, y: 10, width: 1024, height: 640 }],
  ['with its title bar above the display', { x: 10, y: -500, width: 1100, height: 800 }, { x: 160, y: 20 }],
])('a window that was %s opens where it can be seen whole', async (_what, saved, wanted) => {
  const shell = new ShellFixture();
  keep(shell, saved);
  await shell.run();
  expect(shell.electron.window().bounds).toMatchObject(wanted);
});

test.each([
  '',
  '{',
  '{"bounds":1}',
  '[{"bounds":{"x":0}}]',
  '[{"bounds":{"x":1e99,"y":0,"width":-5,"height":1}}]',
])('a file that says %j opens one window in the middle', async (text) => {
  const shell = new ShellFixture();
  writeFileSync(windowsFile(shell.userData), text);
  await shell.run();
  expect(shell.electron.windows).toHaveLength(1);
  expect(shell.electron.window().bounds).toEqual({ x: 160, y: 20, width: 1600, height: 1000 });
});

test('another window opens on the other monitor, and both come back', async () => {
  const shell = new ShellFixture();
  shell.electron.displays = [LEFT, RIGHT];
  await shell.run();
  shell.electron.press('Another window');
  expect(shell.electron.windows.map(({ bounds }) => bounds.x)).toEqual([160, 1920]);
  shell.electron.window(1).maximize();
  shell.station.hears.onSummary({ batches: 0, alarms: 0, worst: null });
  shell.electron.quit();
  expect(await shell.electron.exited).toBe(0);
  expect(JSON.parse(readFileSync(windowsFile(shell.userData), 'utf8'))).toEqual([
    { bounds: shell.electron.window(0).bounds, maximized: false, fullScreen: false },
    { bounds: shell.electron.window(1).bounds, maximized: true, fullScreen: false },
  ]);
});

test('kiosk and full screen hold for the start that asked for them', async () => {
  const kiosk = await new ShellFixture().run(['--kiosk', '--some-switch-of-chromium']);
  expect(kiosk.electron.window().options).toMatchObject({ kiosk: true, fullscreen: true });
  const full = await new ShellFixture().run(['--full-screen']);
  expect(full.electron.window().options).toMatchObject({ kiosk: false, fullscreen: true });
  full.station.hears.onSummary({ batches: 0, alarms: 0, worst: null });
  full.electron.quit();
  await full.electron.exited;
  expect(readFileSync(windowsFile(full.userData), 'utf8')).toContain('"fullScreen":false');
  const usual = await new ShellFixture().run();
  expect(usual.electron.window().options).toMatchObject({ kiosk: false, fullscreen: false });
});

test('a second start only brings the first one to the front', async () => {
  const shell = await new ShellFixture().run();
  const window = shell.electron.window();
  window.isMinimizedNow = true;
  shell.electron.app.emit('second-instance');
  expect([window.isMinimizedNow, window.timesShown, window.timesFocused]).toEqual([false, 1, 1]);
  const second = new ShellFixture();
  second.electron.isFirst = false;
  await second.run();
  expect(second.electron.calls).toEqual(['quit']);
  expect([second.electron.windows, second.stations]).toEqual([[], []]);
  expect(existsSync(windowsFile(second.userData))).toBe(false);
});
