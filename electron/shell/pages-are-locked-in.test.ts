import { expect, test } from 'vitest';
import { HeldBack } from './testing/electron-parts.ts';
import { ShellFixture } from './testing/shell-fixture.ts';

test('every window is made without a way to Node, Electron or another origin', async () => {
  const { electron } = await new ShellFixture().run();
  expect(electron.window().options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    preload: expect.stringMatching(/preload\.cjs$/),
  });
  expect(electron.window().loaded).toEqual(['app://batchline/']);
});

test('sandbox and scheme are set before Electron is ready', async () => {
  const { electron } = await new ShellFixture().run();
  expect(electron.calls.slice(0, 4)).toEqual(['scheme', 'sandbox', 'id com.batchline.station', 'ready']);
  expect(electron.schemes).toEqual(['app']);
});

test.each([
  ['https://example.org/', true],
  ['http://127.0.0.1:8790/', true],
  ['file:///etc/passwd', true],
  ['app://other/', true],
  ['app://batchline.example.org/', true],
  ['javascript:alert(1)', true],
  ['data:text/html,x', true],
  ['app://batchline/', false],
])('a page that goes to %s is held back: %s', async (url, isHeldBack) => {
  const { electron } = await new ShellFixture().run();
  const event = Object.assign(new HeldBack(), { url });
  electron.window().webContents.emit('will-navigate', event);
  expect(event.isHeldBack).toBe(isHeldBack);
});

test('no page opens a window, embeds another or gets a right of the computer', async () => {
  const { electron } = await new ShellFixture().run();
  const { webContents } = electron.window();
  expect(webContents.openWindow?.()).toEqual({ action: 'deny' });
  const embedding = new HeldBack();
  webContents.emit('will-attach-webview', embedding);
  expect(embedding.isHeldBack).toBe(true);
  const granted: boolean[] = [];
  electron.askPermission?.(webContents, 'media', (isGranted) => granted.push(isGranted));
  expect(granted).toEqual([false]);
  expect(electron.checkPermission?.()).toBe(false);
});
