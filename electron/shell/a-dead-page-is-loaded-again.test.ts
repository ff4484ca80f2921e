import { expect, test } from 'vitest';
import { HeldBack, type WindowStandIn } from './testing/electron-parts.ts';
import { ShellFixture } from './testing/shell-fixture.ts';

function die(window: WindowStandIn, reason = 'crashed'): void {
  window.webContents.emit('render-process-gone', new HeldBack(), { reason });
}

test('a page that dies is loaded again, three times a minute; then the window says so', async () => {
  const { electron, clock, station } = await new ShellFixture().run();
  const window = electron.window();
  for (let death = 1; death <= 3; death += 1) die(window);
  expect([window.webContents.reloads, window.loaded]).toEqual([3, ['app://batchline/']]);
  die(window, 'oom');
  expect([window.webContents.reloads, window.loaded.at(-1)]).toEqual([3, 'app://batchline/broken']);
  expect(station.logger.lines.map(({ message }) => message)).toContain('the page of a window died: oom');
  const page = await electron.serve?.(new Request('app://batchline/broken'));
  expect(await page?.text()).toContain('The screen cannot be shown');
  await clock.advance(60_000);
  die(window);
  expect(window.webContents.reloads).toBe(4);
});

test('the station is not touched by it', async () => {
  const { electron, stations } = await new ShellFixture().run();
  for (let death = 1; death <= 5; death += 1) die(electron.window());
  expect(stations.map(({ isClosed }) => isClosed)).toEqual([false]);
  expect(electron.exitCode).toBeNull();
});

test('a page that ends in order is left alone', async () => {
  const { electron } = await new ShellFixture().run();
  die(electron.window(), 'clean-exit');
  expect(electron.window().webContents.reloads).toBe(0);
});

test('a page that hangs is logged, and told nothing until it is back', async () => {
  const { electron, station } = await new ShellFixture().run();
  const window = electron.window();
  window.emit('unresponsive');
  station.hears.onMessage({ kind: 'beat' });
  expect(window.webContents.sent).toEqual([]);
  expect(station.logger.lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'warn: window 1 does not answer',
  ]);
  window.emit('responsive');
  station.hears.onMessage({ kind: 'beat' });
  expect(window.webContents.sent).toEqual([{ kind: 'beat' }]);
});

test('what the station tells goes to every window', async () => {
  const { electron, station } = await new ShellFixture().run();
  electron.press('Another window');
  const message = { kind: 'event', event: { kind: 'settings-changed' } } as const;
  station.hears.onMessage(message);
  expect(electron.windows.map(({ webContents }) => webContents.sent)).toEqual([[message], [message]]);
});
