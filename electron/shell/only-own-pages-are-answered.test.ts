import { expect, test } from 'vitest';
import type { ShellCall } from './testing/electron-subset.ts';
import { ShellFixture } from './testing/shell-fixture.ts';

const OWN = { origin: 'app://batchline', parent: null };

async function call(shell: ShellFixture, event: ShellCall): Promise<unknown> {
  return await shell.electron.hear?.(event, 'query', 'health', { input: {} });
}

test('the top frame of an own window is answered, under its own number', async () => {
  const shell = await new ShellFixture().run();
  const { id } = shell.electron.window().webContents;
  expect(await call(shell, { sender: { id }, senderFrame: OWN })).toEqual({ ok: true, data: 'answered' });
  expect(shell.station.answered).toEqual([
    { screen: id, call: { kind: 'query', name: 'health', body: { input: {} } } },
  ]);
});

test.each<[string, ShellCall]>([
  ['another origin', { sender: { id: 1 }, senderFrame: { origin: 'https://example.org', parent: null } }],
  [
    'an origin that begins alike',
    { sender: { id: 1 }, senderFrame: { origin: 'app://batchline2', parent: null } },
  ],
  ['an opaque origin', { sender: { id: 1 }, senderFrame: { origin: 'null', parent: null } }],
  ['a frame inside our page', { sender: { id: 1 }, senderFrame: { ...OWN, parent: {} } }],
  ['a frame that is gone', { sender: { id: 1 }, senderFrame: null }],
  ['contents that are none of our windows', { sender: { id: 99 }, senderFrame: OWN }],
])('%s is refused before the call is looked at', async (_who, event) => {
  const shell = await new ShellFixture().run();
  await expect(call(shell, event)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(shell.station.answered).toEqual([]);
});

test('a closed window is not answered any more, and its session ends', async () => {
  const shell = await new ShellFixture().run();
  shell.electron.press('Another window');
  const second = shell.electron.window(1);
  expect(second.close()).toBe(true);
  expect(shell.station.forgotten).toEqual([second.webContents.id]);
  const event = { sender: { id: second.webContents.id }, senderFrame: OWN };
  await expect(call(shell, event)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('while no station runs a call fails, as with a host that cannot be reached', async () => {
  const shell = new ShellFixture();
  shell.refusal = new Error('no data folder');
  await shell.run();
  const { id } = shell.electron.window().webContents;
  await expect(call(shell, { sender: { id }, senderFrame: OWN })).rejects.toMatchObject({
    code: 'STATION_UNREACHABLE',
  });
});
