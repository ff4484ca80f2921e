import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessConfig } from './process-config.ts';
import { OmronPeer } from './testing/omron-peer.ts';

const ENTRY = fileURLToPath(new URL('./process.ts', import.meta.url));
const NODE = 7;

let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batchline-plc-process-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

function forkPlc(config: ProcessConfig | string): ChildProcess {
  const text = typeof config === 'string' ? config : JSON.stringify({ node: NODE, ...config });
  const child = fork(ENTRY, [text], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  children.push(child);
  return child;
}

async function startPlc(config: ProcessConfig): Promise<{ child: ChildProcess; port: number }> {
  const child = forkPlc(config);
  const [message] = await once(child, 'message');
  expect(message).toEqual({
    kind: 'ready',
    port: expect.any(Number),
    control: { port: expect.any(Number), token: expect.stringMatching(/^[\w-]{43}$/) },
  });
  return { child, port: message.port };
}

async function exitOf(child: ChildProcess): Promise<[code: number | null, signal: string | null]> {
  const [code, signal] = await once(child, 'exit');
  return [code, signal];
}

describe('the training PLC as a child process', () => {
  it('tells its port, serves, and ends by itself when it is told to stop', async () => {
    const { child, port } = await startPlc({ speed: { kgPerSecond: 1 } });
    {
      using peer = await OmronPeer.connect(port, NODE);
      await peer.write(100, [7]);
      expect(await peer.read(100, 1)).toEqual([7]);
    }
    child.send({ kind: 'stop' });
    expect(await exitOf(child)).toEqual([0, null]);
  });

  it('ends when the channel to its parent ends', async () => {
    const { child } = await startPlc({});
    const ended = exitOf(child);
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  });

  it('leaves Ctrl-C to its parent', async () => {
    const { child, port } = await startPlc({});
    const log = child.stderr;
    if (log === null) throw new Error('no log');
    child.kill('SIGINT');
    const [line] = await once(log, 'data');
    expect(String(line)).toContain('SIGINT is left to the parent');
    using peer = await OmronPeer.connect(port, NODE);
    expect(await peer.read(0, 1)).toEqual([0]);
  });

  it('takes another port when the wanted one is taken', async () => {
    const first = await startPlc({});
    const second = await startPlc({ port: first.port });
    expect(second.port).not.toBe(first.port);
    using peer = await OmronPeer.connect(second.port, NODE);
    expect(await peer.read(0, 1)).toEqual([0]);
  });

  it('loses no word when it is killed', async () => {
    const memoryFile = join(folder, 'plc.dm');
    const words = Array.from({ length: 727 }, (_, index) => 65_535 - index);
    const first = await startPlc({ memoryFile });
    {
      using peer = await OmronPeer.connect(first.port, NODE);
      await peer.write(20_000, words);
    }
    const ended = exitOf(first.child);
    first.child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);

    const second = await startPlc({ memoryFile });
    using peer = await OmronPeer.connect(second.port, NODE);
    expect(await peer.read(20_000, 727)).toEqual(words);
  });

  it.each([
    ['no JSON', 'nonsense', 'CONFIG_INVALID'],
    ['an unknown setting', '{"sped":"instant"}', 'CONFIG_INVALID'],
    ['a speed of 0', '{"speed":{"kgPerSecond":0}}', 'CONFIG_INVALID'],
    ['an address that is not this computer', '{"host":"0.0.0.0"}', 'PLC_ADDRESS_REFUSED'],
    ['a memory map that does not exist', '{"profile":"/nowhere/map.json"}', 'PLC_PROFILE_INVALID'],
  ])('ends at once with a failure on %s', async (_what, config, code) => {
    const child = forkPlc(config);
    const log = child.stderr;
    if (log === null) throw new Error('no log');
    const [[line], ended] = await Promise.all([once(log, 'data'), exitOf(child)]);
    expect(JSON.parse(String(line))).toMatchObject({ level: 'error', code });
    expect(ended).toEqual([1, null]);
  });
});
