import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { HEALTHY_CPU, plantTime } from './cpu-state.ts';
import { DmMemory } from './dm-memory.ts';
import { FinsServer } from './fins-server.ts';
import { RawPeer } from './testing/raw-peer.ts';

const NODE = 10;
const STARTED_AT = Date.UTC(2026, 0, 5);

let clock: FakeClock;
let memory: DmMemory;
let server: FinsServer;
let peer: RawPeer;
let cpu = HEALTHY_CPU;

beforeEach(async () => {
  clock = new FakeClock(STARTED_AT);
  memory = DmMemory.volatile();
  cpu = HEALTHY_CPU;
  server = await openServer('127.0.0.1');
  peer = await RawPeer.connect(server.port);
});

afterEach(async () => {
  await peer[Symbol.asyncDispose]();
  await server.close();
});

function openServer(host: string, port = 0): Promise<FinsServer> {
  const target = { memory, cpu: () => cpu, plantTime: () => plantTime(clock.now(), 420) };
  return FinsServer.open({ host, port, node: NODE }, target, { clock, logger: new MemoryLogger() });
}

/** Bytes written out by hand, blanks ignored. */
function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

function asHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

/** ICF 80, to node 0A from node 63, SID 5A. */
const HEADER = '80 00 02 00 0A 00 00 63 00 5A';
const REPLY_HEADER = 'C00002006300000A005A';

describe('byte for byte', () => {
  it('reads words: header swapped, SID kept, high byte first', async () => {
    memory.write(6_000, [0x0001, 0x86a0]);
    const reply = await peer.ask(hex(`${HEADER} 01 01 82 17 70 00 00 02`));
    expect(asHex(reply)).toBe(`${REPLY_HEADER}01010000000186A0`);
  });

  it('writes words', async () => {
    const reply = await peer.ask(hex(`${HEADER} 01 02 82 1B A4 00 00 01 AB CD`));
    expect(asHex(reply)).toBe(`${REPLY_HEADER}01020000`);
    expect(memory.word(7_076)).toBe(0xabcd);
  });

  it('tells the cycle time in steps of 0.1 ms', async () => {
    const reply = await peer.ask(hex(`${HEADER} 06 20 01`));
    expect(asHex(reply)).toBe(`${REPLY_HEADER}06200000${'00000020'}${'00000030'}${'0000001E'}`);
  });

  it('adds the alarm bits of a CPU with errors to every end code', async () => {
    cpu = { ...HEALTHY_CPU, nonFatalErrors: 0x0010 };
    expect(asHex(await peer.ask(hex(`${HEADER} 01 02 82 00 01 00 00 01 00 05`)))).toBe(
      `${REPLY_HEADER}01020040`,
    );
    expect(memory.word(1)).toBe(5);
    cpu = { ...HEALTHY_CPU, fatalErrors: 0x8000 };
    expect(asHex(await peer.ask(hex(`${HEADER} 01 01 82 80 00 00 00 01`)))).toBe(`${REPLY_HEADER}01011183`);
  });
});

describe('what does not fit is refused with its end code and changes nothing', () => {
  const ONE_WORD = '82 00 64 00 00 01';
  const cases: readonly (readonly [what: string, frame: string, endCode: string])[] = [
    ['another node (DA1)', `80 00 02 00 0B 00 00 63 00 5A 01 02 ${ONE_WORD} 00 01`, '1005'],
    ['node 0', `80 00 02 00 00 00 00 63 00 5A 01 02 ${ONE_WORD} 00 01`, '1005'],
    ['another network', `80 00 02 01 0A 00 00 63 00 5A 01 02 ${ONE_WORD} 00 01`, '0502'],
    ['another unit than the CPU', `80 00 02 00 0A 10 00 63 00 5A 01 02 ${ONE_WORD} 00 01`, '0202'],
    ['a strange ICF', `00 00 02 00 0A 00 00 63 00 5A 01 02 ${ONE_WORD} 00 01`, '1005'],
    ['a reserved byte that is not 0', `80 01 02 00 0A 00 00 63 00 5A 01 02 ${ONE_WORD} 00 01`, '1005'],
    ['an undefined command', `${HEADER} 01 04 82 00 64 00`, '0401'],
    ['a read that is too short', `${HEADER} 01 01 82 00 64 00 00`, '1002'],
    ['a read that is too long', `${HEADER} 01 01 ${ONE_WORD} 00`, '1001'],
    ['a read of 730 words', `${HEADER} 01 01 82 00 64 00 02 DA`, '110B'],
    ['a read of no word', `${HEADER} 01 01 82 00 64 00 00 00`, '1102'],
    ['a read of CIO words', `${HEADER} 01 01 B0 00 64 00 00 01`, '1101'],
    ['a read of DM bits', `${HEADER} 01 01 02 00 64 00 00 01`, '1101'],
    ['a word read with a bit number', `${HEADER} 01 01 82 00 64 01 00 01`, '1103'],
    ['a read from D32768', `${HEADER} 01 01 82 80 00 00 00 01`, '1103'],
    ['a read past D32767', `${HEADER} 01 01 82 7F FF 00 00 02`, '1104'],
    ['a write without data', `${HEADER} 01 02 ${ONE_WORD}`, '1003'],
    ['a write of half a word', `${HEADER} 01 02 ${ONE_WORD} 00`, '1003'],
    ['a write with more data than words', `${HEADER} 01 02 ${ONE_WORD} 00 01 00 02`, '1003'],
    ['a write that is too short', `${HEADER} 01 02 82 00 64`, '1002'],
    ['a write of 728 words', `${HEADER} 01 02 82 00 64 00 02 D8 ${'00 01 '.repeat(728)}`, '1001'],
    ['a write to CIO words', `${HEADER} 01 02 B0 00 64 00 00 01 00 01`, '1101'],
    ['a write past D32767', `${HEADER} 01 02 82 7F FF 00 00 02 00 01 00 01`, '1104'],
    ['a status read with data', `${HEADER} 06 01 00`, '1001'],
    ['a cycle time read without parameter', `${HEADER} 06 20`, '1002'],
    ['a clock read with data', `${HEADER} 07 01 00`, '1001'],
    ['an unknown part of the controller data', `${HEADER} 05 01 07`, '110C'],
  ];

  it.each(cases)('%s', async (_what, frame, endCode) => {
    const request = hex(frame);
    const reply = await peer.ask(request);
    const command = asHex(request.subarray(10, 12));
    expect(asHex(reply.subarray(10))).toBe(`${command}${endCode}`);
    expect(reply[9]).toBe(0x5a);
    expect(memory.read(100, 1)).toEqual([0]);
    expect(memory.word(32_767)).toBe(0);
    expect(server.requests()).toEqual([]);
    expect(server.statistics().refused).toEqual(new Map([[Number.parseInt(endCode, 16), 1]]));
  });

  it('the cycle time in PROGRAM mode', async () => {
    cpu = { ...HEALTHY_CPU, mode: 'program' };
    expect(asHex(await peer.ask(hex(`${HEADER} 06 20 01`))).slice(24)).toBe('2202');
  });

  it.each([
    ['a reply', 'C0 00 02 00 0A 00 00 63 00 5A 01 01 00 00'],
    ['a header without a command', HEADER],
    ['an empty datagram', ''],
    ['a frame of 2013 bytes', `${HEADER} 01 02 ${'00 '.repeat(2_001)}`],
  ])('%s gets no answer at all', async (_what, frame) => {
    await peer.send(hex(frame));
    // The next answer belongs to the request behind it: datagrams on loopback keep their order.
    const reply = await peer.ask(hex('80 00 02 00 0A 00 00 63 00 77 06 01'));
    expect(reply[9]).toBe(0x77);
    expect(server.statistics()).toMatchObject({ datagrams: 2, malformed: 1, accepted: 1 });
  });

  it('a command that wants no reply is carried out silently', async () => {
    await peer.send(hex('81 00 02 00 0A 00 00 63 00 01 01 02 82 00 64 00 00 01 00 09'));
    const reply = await peer.ask(hex('80 00 02 00 0A 00 00 63 00 02 01 01 82 00 64 00 00 01'));
    expect(reply[9]).toBe(2);
    expect(asHex(reply).slice(24)).toBe('00000009');
  });
});

describe('what it remembers', () => {
  it('every accepted request, with time, source and words; counts by command', async () => {
    const heard: number[] = [];
    const cancel = server.onRequest(({ number }) => heard.push(number));
    await peer.ask(hex(`${HEADER} 01 02 82 00 64 00 00 02 00 09 00 08`));
    await clock.advance(250);
    await peer.ask(hex(`${HEADER} 01 01 82 00 64 00 00 02`));
    cancel();
    await peer.ask(hex(`${HEADER} 06 01`));

    const source = { address: '127.0.0.1', port: peer.port };
    const common = { source, sid: 0x5a };
    expect(server.requests()).toEqual([
      { ...common, number: 1, at: STARTED_AT, command: 0x0102, address: 100, count: 2, words: [9, 8] },
      { ...common, number: 2, at: STARTED_AT + 250, command: 0x0101, address: 100, count: 2, words: [] },
      { ...common, number: 3, at: STARTED_AT + 250, command: 0x0601, address: null, count: 0, words: [] },
    ]);
    expect(heard).toEqual([1, 2]);
    expect(server.statistics().byCommand).toEqual(
      new Map([
        [0x0102, 1],
        [0x0101, 1],
        [0x0601, 1],
      ]),
    );
  });
});

describe('what a trainer may let happen', () => {
  const WRITE = `${HEADER} 01 02 82 00 64 00 00 01 00 09`;
  const PROBE = '80 00 02 00 0A 00 00 63 00 77 06 01';

  it('a request is lost: not carried out, not answered', async () => {
    server.setIntercept(({ command }) => (command === 0x0102 ? { kind: 'drop' } : 'pass'));
    await peer.send(hex(WRITE));
    expect((await peer.ask(hex(PROBE)))[9]).toBe(0x77);
    expect(memory.word(100)).toBe(0);
    expect(server.statistics()).toMatchObject({ dropped: 1, accepted: 1 });
  });

  it('a request is refused with an end code', async () => {
    server.setIntercept(() => ({ kind: 'refuse', endCode: 0x2604 }));
    expect(asHex(await peer.ask(hex(WRITE))).slice(24)).toBe('2604');
    expect(memory.word(100)).toBe(0);
    server.setIntercept(null);
    expect(asHex(await peer.ask(hex(WRITE))).slice(24)).toBe('0000');
  });

  it('a reply is lost: carried out, not answered', async () => {
    server.setIntercept(({ command }) => (command === 0x0102 ? { kind: 'send', frames: () => [] } : 'pass'));
    await peer.send(hex(WRITE));
    expect((await peer.ask(hex(PROBE)))[9]).toBe(0x77);
    expect(memory.word(100)).toBe(9);
  });

  it('a reply comes late and twice', async () => {
    server.setIntercept(({ command }) =>
      command === 0x0102 ? { kind: 'send', frames: (reply) => [reply, reply], delayMs: 700 } : 'pass',
    );
    await peer.send(hex(WRITE));
    expect((await peer.ask(hex(PROBE)))[9]).toBe(0x77);
    await clock.advance(700);
    expect((await peer.receive())[9]).toBe(0x5a);
    expect((await peer.receive())[9]).toBe(0x5a);
    expect(clock.pending).toBe(0);
  });

  it('a delayed reply does not outlive the server', async () => {
    server.setIntercept(() => ({ kind: 'send', frames: (reply) => [reply], delayMs: 700 }));
    const served = new Promise<void>((resolve) => server.onRequest(() => resolve()));
    await peer.send(hex(WRITE));
    await served;
    expect(clock.pending).toBe(1);
    await server.close();
    expect(clock.pending).toBe(0);
  });
});

describe('where it listens', () => {
  it.each(['0.0.0.0', '192.168.1.10', '10.0.0.1', '::1', 'localhost', '128.0.0.1', ''])(
    'refuses %j: training stays on this computer',
    async (host) => {
      await expect(openServer(host)).rejects.toMatchObject({ code: 'PLC_ADDRESS_REFUSED' });
    },
  );

  it('serves any address of 127.0.0.0/8', async () => {
    await using other = await openServer('127.0.0.9');
    expect(other.port).toBeGreaterThan(0);
  });

  it('tells that a port is taken, and leaves no socket behind', async () => {
    await expect(openServer('127.0.0.1', server.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const { port } = server;
    await server.close();
    await server.close();
    const socket = createSocket('udp4');
    socket.bind({ address: '127.0.0.1', port, exclusive: true });
    await once(socket, 'listening');
    expect(socket.address().port).toBe(port);
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  });
});
