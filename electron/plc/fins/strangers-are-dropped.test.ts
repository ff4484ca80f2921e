import { createSocket } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { systemClock } from '../../testing/system-clock.ts';
import { FinsClient } from './fins-client.ts';
import { openBench } from './testing/open-client.ts';
import { RawPlc, replyTo } from './testing/raw-plc.ts';

const D6000 = wordAddress(6000);
const RIGHT = [0x00, 0x01, 0x86, 0xa0];
const WRONG = [0xff, 0xff, 0xff, 0xff];

describe('the request still gets its own answer after', () => {
  it.each([
    ['a reply to another node', 'foreign', { 4: 9 }],
    ['a reply of another node', 'foreign', { 7: 9 }],
    ['a reply from another network', 'foreign', { 6: 1 }],
    ['a reply with SID 0', 'foreign', { 9: 0 }],
    ['a reply to a 0104 read with our SID', 'foreign', { 11: 4 }],
    ['an ICF with a flipped bit', 'malformed', { 0: 0xc1 }],
    ['our own command sent back', 'malformed', { 0: 0x80 }],
  ] as const)('%s', async (_name, counter, change) => {
    await using bench = await openBench();
    const { plc, client } = bench;
    const reading = client.readWords(D6000, 2);
    const { bytes, from } = await plc.next();
    await plc.send(replyTo(bytes, 0, WRONG, change), from);
    await plc.send(replyTo(bytes, 0, RIGHT), from);
    expect(await reading).toMatchObject({ kind: 'ok', value: [1, 34464] });
    expect(client.statistics()).toMatchObject({ [counter]: 1, answered: 1, timeouts: 0, sent: 1 });
  });

  it.each([
    ['a datagram of one byte', (_reply: Uint8Array) => Uint8Array.of(0xc0)],
    ['an empty datagram', (_reply: Uint8Array) => new Uint8Array()],
    ['a word too many', (reply: Uint8Array) => Uint8Array.from([...reply, 0, 0])],
    ['a word too few', (reply: Uint8Array) => reply.subarray(0, reply.length - 2)],
    ['a byte too few', (reply: Uint8Array) => reply.subarray(0, reply.length - 1)],
    ['a failing end code with data', (reply: Uint8Array) => Uint8Array.from(reply.with(12, 0x11))],
  ])('%s', async (_name, spoil) => {
    await using bench = await openBench();
    const { plc, client } = bench;
    const reading = client.readWords(D6000, 2);
    const { bytes, from } = await plc.next();
    await plc.send(spoil(replyTo(bytes, 0, WRONG)), from);
    await plc.send(replyTo(bytes, 0, RIGHT), from);
    expect(await reading).toMatchObject({ kind: 'ok', value: [1, 34464] });
    expect(client.statistics()).toMatchObject({ malformed: 1, answered: 1, timeouts: 0 });
  });

  it('a reply that comes after its attempt timed out', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const reading = client.readWords(D6000, 2);
    const first = await plc.next();
    await clock.advance(600);
    const second = await plc.next();
    expect(second.bytes[9]).not.toBe(first.bytes[9]);
    await plc.send(replyTo(first.bytes, 0, WRONG), first.from);
    await plc.send(replyTo(second.bytes, 0, RIGHT), second.from);
    expect(await reading).toMatchObject({ kind: 'ok', value: [1, 34464] });
    expect(client.statistics()).toMatchObject({ late: 1, answered: 1, timeouts: 1, retries: 1, sent: 2 });
  });

  it('the same reply twice', async () => {
    await using bench = await openBench();
    const { plc, client } = bench;
    const reading = client.readWords(D6000, 2);
    const first = await plc.next();
    await plc.send(replyTo(first.bytes, 0, WRONG), first.from);
    await reading;
    const again = client.readWords(D6000, 2);
    const second = await plc.next();
    await plc.send(replyTo(first.bytes, 0, WRONG), first.from);
    await plc.send(replyTo(second.bytes, 0, RIGHT), second.from);
    expect(await again).toMatchObject({ kind: 'ok', value: [1, 34464] });
    expect(client.statistics()).toMatchObject({ duplicate: 1, answered: 2 });
  });

  it('a perfect reply from another socket', async () => {
    await using bench = await openBench();
    const { plc, client } = bench;
    const stranger = createSocket('udp4');
    const reading = client.readWords(D6000, 2);
    const { bytes, from } = await plc.next();
    await new Promise((sent) => stranger.send(replyTo(bytes, 0, WRONG), from.port, '127.0.0.1', sent));
    await plc.send(replyTo(bytes, 0, RIGHT), from);
    expect(await reading).toMatchObject({ kind: 'ok', value: [1, 34464] });
    expect(client.statistics().answered).toBe(1);
    await new Promise<void>((closed) => stranger.close(closed));
  });
});

it('waits for the right reply until the deadline only', async () => {
  await using bench = await openBench({ retries: 0 });
  const { plc, client, clock } = bench;
  const reading = client.readWords(D6000, 2);
  const { bytes, from } = await plc.next();
  await clock.advance(499);
  await plc.send(replyTo(bytes, 0, WRONG, { 9: 0 }), from);
  await clock.advance(1);
  expect(await reading).toMatchObject({ kind: 'fault', fault: { kind: 'timeout', attempts: 1 } });
});

it('takes a reply that came in time although this process was held up beyond the deadline', async () => {
  await using plc = await RawPlc.open();
  const ports = { clock: systemClock, random: () => 0.5, logger: new MemoryLogger() };
  await using client = await FinsClient.open(
    { host: '127.0.0.1', port: plc.port, allowOnlyLoopback: true, readTimeoutMs: 200, retries: 0 },
    ports,
  );
  const reading = client.readWords(D6000, 2);
  const { bytes, from } = await plc.next();
  const sent = plc.send(replyTo(bytes, 0, RIGHT), from);
  // Nothing of this process runs for longer than the timeout; the reply waits in the client's socket.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  await sent;
  expect(await reading).toMatchObject({ kind: 'ok', value: [1, 34464] });
  expect(client.statistics().roundTripMs?.max).toBeGreaterThan(200);
});

it('keeps 300 requests made at once apart: each gets its own words', async () => {
  await using bench = await openBench({ queueLimitRequests: 300 });
  const { plc, client } = bench;
  const answering = (async () => {
    for (let count = 0; count < 300; count += 1) {
      const { bytes, from } = await plc.next();
      // The word read is its own address; each answer comes twice, as on a network with a loop.
      const data = [...bytes.subarray(13, 15)];
      await plc.send(replyTo(bytes, 0, data), from);
      await plc.send(replyTo(bytes, 0, data), from);
    }
  })();
  const addresses = Array.from({ length: 300 }, (_, index) => 6000 + index);
  const results = await Promise.all(addresses.map((address) => client.readWords(wordAddress(address), 1)));
  await answering;
  expect(results.map((result) => (result.kind === 'ok' ? result.value[0] : result.fault.kind))).toEqual(
    addresses,
  );
});
