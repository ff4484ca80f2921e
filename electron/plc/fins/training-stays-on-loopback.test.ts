import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { FinsClient } from './fins-client.ts';
import { openBench } from './testing/open-client.ts';

let sockets = 0;
const count = (): void => {
  sockets += 1;
};
// Node tells of every UDP socket that is made.
beforeEach(() => {
  sockets = 0;
  subscribe('udp.socket', count);
});
afterEach(() => {
  unsubscribe('udp.socket', count);
});

describe('with allowOnlyLoopback', () => {
  it.each(['192.0.2.10', '10.0.0.1', '0.0.0.0', '128.0.0.1', '255.255.255.255', '169.254.1.1'])(
    '%s is refused before a socket exists',
    async (host) => {
      const ports = { clock: new FakeClock(), random: () => 0, logger: new MemoryLogger() };
      await expect(
        FinsClient.open({ host, port: 9600, allowOnlyLoopback: true }, ports),
      ).rejects.toMatchObject({ code: 'PLC_ADDRESS_REFUSED' });
      expect(sockets).toBe(0);
    },
  );

  it.each(['127.0.0.1', '127.0.0.9', 'localhost'])('%s is used', async (host) => {
    await using bench = await openBench({ host });
    expect(sockets).toBe(2);
    expect(bench.client.statistics().socketsOpened).toBe(1);
  });
});

describe('node numbers', () => {
  it('are the last numbers of the two addresses unless they are set', async () => {
    const ports = { clock: new FakeClock(), random: () => 0, logger: new MemoryLogger() };
    await using client = await FinsClient.open(
      { host: '127.0.0.9', port: 9600, allowOnlyLoopback: true, localAddress: '127.0.0.5' },
      ports,
    );
    expect(client.nodes).toEqual({ clientNode: 5, plcNode: 9 });
    await using bench = await openBench();
    expect(bench.client.nodes).toEqual({ clientNode: 77, plcNode: 12 });
  });
});
