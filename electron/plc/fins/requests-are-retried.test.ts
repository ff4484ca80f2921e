import { describe, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import type { FinsClient } from './fins-client.ts';
import { openBench } from './testing/open-client.ts';
import { replyTo } from './testing/raw-plc.ts';

const D7000 = wordAddress(7000);

describe('a request that is not answered', () => {
  it('is a read: sent three times, each with a new SID, 500 ms each and a pause between', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const startMs = clock.monotonicMs();
    const reading = client.readWords(D7000, 1).then((result) => ({ result, atMs: clock.monotonicMs() }));
    const sids: (number | undefined)[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      sids.push((await plc.next()).bytes[9]);
      await clock.advance(attempt === 3 ? 500 : 500 + (attempt === 1 ? 37.5 : 75));
    }
    const { result, atMs } = await reading;
    expect(result).toMatchObject({
      kind: 'fault',
      fault: { kind: 'timeout', attempts: 3, mayHaveBeenDone: true },
    });
    expect(new Set(sids).size).toBe(3);
    // 50 and 100 ms of backoff, of which the random number 0.5 leaves three quarters.
    expect(atMs - startMs).toBe(3 * 500 + 37.5 + 75);
    expect(client.statistics()).toMatchObject({ sent: 3, timeouts: 3, retries: 2 });
  });

  it('is a data write: repeated with the same bytes', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const writing = client.writeWords(D7000, [1, 2, 3]);
    const first = await plc.next();
    await clock.advance(1100);
    const second = await plc.answer(0);
    expect(await writing).toMatchObject({ kind: 'ok' });
    expect(second.bytes.subarray(10)).toEqual(first.bytes.subarray(10));
  });

  it('is a flag write: sent exactly once', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const writing = client.writeFlag(wordAddress(7076), 0);
    await plc.next();
    await clock.advance(60_000);
    expect(await writing).toMatchObject({
      kind: 'fault',
      fault: { kind: 'timeout', attempts: 1, mayHaveBeenDone: true },
    });
    // Nothing more is on its way: the next command is the next one to arrive.
    const reading = client.readWords(wordAddress(7076), 1);
    await plc.answer(0, [0, 0]);
    expect(await reading).toMatchObject({ kind: 'ok', value: [0] });
    expect(plc.count).toBe(2);
  });
});

describe('a request that is refused', () => {
  it.each([0x1103, 0x2203, 0x2502, 0x0a01])('with %i is a fault at once', async (endCode) => {
    await using bench = await openBench();
    const { plc, client } = bench;
    const reading = client.readWords(D7000, 1);
    await plc.answer(endCode);
    expect(await reading).toMatchObject({
      kind: 'fault',
      fault: { kind: 'end-code', endCode: { raw: endCode }, mayHaveBeenDone: false },
    });
    expect(client.statistics()).toMatchObject({ sent: 1, endCodeErrors: 1, retries: 0 });
    expect(client.linkState).toBe('up');
  });

  it('by a busy PLC is tried again, and can succeed', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const answered = waitFor(client, 'up');
    const reading = client.readWords(D7000, 1);
    await plc.answer(0x0204);
    await answered;
    await clock.advance(50);
    await plc.answer(0x0040, [0, 7]);
    expect(await reading).toMatchObject({ kind: 'ok', value: [7], endCode: { nonFatalCpuError: true } });
    expect(client.statistics()).toMatchObject({ sent: 2, endCodeErrors: 1, retries: 1 });
  });

  it('after an attempt without answer may have been done all the same', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const writing = client.writeWords(D7000, [1]);
    await plc.next();
    await clock.advance(1100);
    await plc.answer(0x2101);
    expect(await writing).toMatchObject({
      kind: 'fault',
      fault: { kind: 'end-code', mayHaveBeenDone: true },
    });
  });

  it('by a busy PLC is not tried again when it writes a flag', async () => {
    await using bench = await openBench();
    const { plc, client } = bench;
    const writing = client.writeFlag(D7000, 1);
    await plc.answer(0x0204);
    expect(await writing).toMatchObject({ kind: 'fault', fault: { kind: 'end-code' } });
    expect(client.statistics().sent).toBe(1);
  });
});

describe('one in flight', () => {
  it('the others wait in order, and one above the limit is refused as busy', async () => {
    await using bench = await openBench({ queueLimitRequests: 2 });
    const { plc, client } = bench;
    const requests = [0, 1, 2].map((index) => client.readWords(wordAddress(index), 1));
    const refused = await client.readWords(wordAddress(3), 1);
    expect(refused).toMatchObject({ kind: 'fault', fault: { kind: 'busy', mayHaveBeenDone: false } });
    const seen: (number | undefined)[] = [];
    for (const request of requests) {
      const { bytes, from } = await plc.next();
      expect(plc.count).toBe(seen.length + 1);
      seen.push(bytes[14]);
      await plc.send(replyTo(bytes, 0, [0, 0]), from);
      await request;
    }
    expect(seen).toEqual([0, 1, 2]);
  });
});

describe('arguments that can never work throw', () => {
  it.each([
    ['no word', (client: FinsClient) => client.readWords(D7000, 0)],
    ['730 words', (client: FinsClient) => client.readWords(D7000, 730)],
    ['half a word', (client: FinsClient) => client.readWords(D7000, 1.5)],
    ['an end beyond D32767', (client: FinsClient) => client.readWords(wordAddress(32_767), 2)],
    ['a write of nothing', (client: FinsClient) => client.writeWords(D7000, [])],
    [
      'a write of 728 words',
      (client: FinsClient) => client.writeWords(D7000, new Array<number>(728).fill(0)),
    ],
    ['a word of 65536', (client: FinsClient) => client.writeWords(D7000, [65_536])],
    ['a negative word', (client: FinsClient) => client.writeWords(D7000, [-1])],
    ['a broken word', (client: FinsClient) => client.writeWords(D7000, [Number.NaN])],
  ])('%s', async (_name, request) => {
    await using bench = await openBench();
    await expect(request(bench.client)).rejects.toMatchObject({ code: 'PLC_VALUE_REFUSED' });
    expect(bench.client.statistics().sent).toBe(0);
  });
});

describe('options that can never work throw', () => {
  it.each([
    ['port 0', { port: 0 }],
    ['node 255', { clientNode: 255 }],
    ['no time', { readTimeoutMs: 0 }],
    ['an endless queue', { queueLimitRequests: Number.POSITIVE_INFINITY }],
    ['an IPv6 address', { host: '::1' }],
    ['a local name', { localAddress: 'here' }],
  ])('%s', async (_name, options) => {
    await expect(openBench(options)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

function waitFor(client: FinsClient, state: string): Promise<void> {
  return new Promise((resolve) => {
    const cancel = client.onLink((now) => {
      if (now !== state) return;
      cancel();
      resolve();
    });
  });
}
