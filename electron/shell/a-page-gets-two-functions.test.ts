import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { HostMessage, StationBridge } from '../../shared/contract/bridge.ts';

const electron = vi.hoisted(() => ({
  exposed: new Map<string, StationBridge>(),
  invoked: [] as unknown[][],
  hears: new Map<string, (event: unknown, message: HostMessage) => void>(),
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, bridge: StationBridge) => electron.exposed.set(name, bridge),
  },
  ipcRenderer: {
    async invoke(...given: unknown[]) {
      electron.invoked.push(given);
      return { ok: true, data: 1 };
    },
    on: (channel: string, hear: (event: unknown, message: HostMessage) => void) => {
      electron.hears.set(channel, hear);
    },
    off: (channel: string) => electron.hears.delete(channel),
  },
}));

test('the preload script gives a page the bridge, and nothing of Electron', async () => {
  await import('../preload.ts');
  expect([...electron.exposed.keys()]).toEqual(['station']);
  const bridge = electron.exposed.get('station');
  expect(Object.keys(bridge ?? {})).toEqual(['call', 'listen']);
  expect(await bridge?.call('query', 'health', { input: {} })).toEqual({ ok: true, data: 1 });
  expect(electron.invoked).toEqual([['batchline:call', 'query', 'health', { input: {} }]]);
});

test('a page hears messages without the event that carried them, until it stops listening', async () => {
  await import('../preload.ts');
  const heard: unknown[][] = [];
  const stop = electron.exposed.get('station')?.listen((...given) => heard.push(given));
  electron.hears.get('batchline:message')?.(new EventEmitter(), { kind: 'beat' });
  expect(heard).toEqual([[{ kind: 'beat' }]]);
  stop?.();
  expect(electron.hears.size).toBe(0);
});
