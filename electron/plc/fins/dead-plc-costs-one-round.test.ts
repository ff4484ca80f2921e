import { describe, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import { openBench } from './testing/open-client.ts';
import { RawPlc, replyTo } from './testing/raw-plc.ts';

const D6000 = wordAddress(6000);
const STATUS = new Array<number>(26).fill(0);

describe('a PLC that falls silent', () => {
  it('costs the waiting requests one round of timeouts, and later ones nothing', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const states: string[] = [];
    client.onLink((state) => states.push(state));
    const startMs = clock.monotonicMs();
    const requests = Array.from({ length: 10 }, (_, slot) => client.readWords(wordAddress(6000 + slot), 77));
    const whole = Promise.all(requests).then((results) => ({ results, atMs: clock.monotonicMs() }));
    await clock.advance(10_000);
    const { results, atMs } = await whole;
    const faults = results.map((result) => (result.kind === 'fault' ? result.fault.kind : 'ok'));
    expect(faults).toEqual(['timeout', ...new Array<string>(9).fill('link-lost')]);
    expect(atMs - startMs).toBeLessThan(2000);
    expect(states).toEqual(['lost']);

    expect(await client.writeFlag(D6000, 1)).toMatchObject({
      kind: 'fault',
      fault: { kind: 'link-lost', mayHaveBeenDone: false },
    });
    expect(await client.readWords(D6000, 1)).toMatchObject({ kind: 'fault', fault: { kind: 'link-lost' } });
    expect(client.statistics()).toMatchObject({ sent: 3, timeouts: 3 });
    expect(clock.pending).toBe(0);
    expect(plc.count).toBeLessThanOrEqual(3);
  });

  it('is lost after three requests of one attempt each, too', async () => {
    await using bench = await openBench({ retries: 0 });
    const { client, clock } = bench;
    for (const state of ['unknown', 'unknown', 'lost']) {
      const reading = client.readWords(D6000, 1);
      await clock.advance(500);
      await reading;
      expect(client.linkState).toBe(state);
    }
  });

  it('is up again with the first answered probe, an unsupported command included', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const reading = client.readWords(D6000, 1);
    await clock.advance(10_000);
    await reading;
    for (let missed = 1; missed <= 3; missed += 1) await plc.next();
    expect(client.linkState).toBe('lost');

    const probing = client.probe();
    const probe = await plc.answer(0x0401);
    expect([...probe.bytes.subarray(10)]).toEqual([0x06, 0x01]);
    expect(await probing).toMatchObject({ kind: 'fault', fault: { kind: 'end-code' } });
    expect(client.linkState).toBe('up');
    expect(client.lastReplyAt).toBe(clock.now());

    const again = client.readWords(D6000, 1);
    await plc.answer(0, [0, 9]);
    expect(await again).toMatchObject({ kind: 'ok', value: [9] });
  });

  it('is not brought back by a stray datagram', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const reading = client.readWords(D6000, 1);
    const { bytes, from } = await plc.next();
    await clock.advance(10_000);
    await reading;
    const probing = client.probe();
    await plc.send(replyTo(bytes, 0, [0, 1]), from);
    for (let missed = 1; missed <= 2; missed += 1) await plc.next();
    await plc.next();
    await clock.advance(500);
    expect(await probing).toMatchObject({ kind: 'fault', fault: { kind: 'timeout' } });
    expect(client.linkState).toBe('lost');
  });

  it('does not keep a probe waiting behind refused requests', async () => {
    await using bench = await openBench();
    const { plc, client, clock } = bench;
    const reading = client.readWords(D6000, 1);
    const waiting = client.readWords(D6000, 1);
    const probing = client.probe();
    await clock.advance(1612.5);
    expect(await reading).toMatchObject({ kind: 'fault', fault: { kind: 'timeout' } });
    expect(await waiting).toMatchObject({ kind: 'fault', fault: { kind: 'link-lost' } });
    for (let missed = 1; missed <= 3; missed += 1) await plc.next();
    await plc.answer(0, STATUS);
    expect(await probing).toMatchObject({ kind: 'ok', value: { mode: 'program' } });
  });
});

describe('a listener that throws', () => {
  it('breaks nothing and is logged', async () => {
    await using bench = await openBench();
    const { plc, client, logger } = bench;
    client.onLink(() => {
      throw new Error('listener broken');
    });
    const probing = client.probe();
    await plc.answer(0, STATUS);
    expect(await probing).toMatchObject({ kind: 'ok' });
    expect(logger.lines.filter((line) => line.level === 'error').map((line) => line.message)).toEqual([
      'a listener of the PLC link threw: listener broken',
    ]);
  });
});

describe('a PLC whose port is closed', () => {
  it('answers with ICMP: the wait is not cut short, and the same socket works when the PLC is back', async () => {
    await using bench = await openBench({ retries: 0 });
    const { plc, client, clock } = bench;
    const probing = client.probe();
    const { from } = await plc.answer(0, STATUS);
    await probing;
    const { port } = plc;
    await plc[Symbol.asyncDispose]();

    for (let refused = 1; refused <= 3; refused += 1) {
      const before = client.statistics().sendErrors;
      let ended = false;
      const reading = client.readWords(D6000, 1).then((result) => {
        ended = true;
        return result;
      });
      // The kernel's refusal arrives within turns of the event loop; the clock does not move meanwhile.
      while (client.statistics().sendErrors === before) await new Promise((turn) => setImmediate(turn));
      await clock.advance(499);
      expect(ended).toBe(false);
      await clock.advance(1);
      expect((await reading).kind).toBe('fault');
    }
    expect(client.linkState).toBe('lost');

    await using back = await RawPlc.open(port);
    const probingAgain = client.probe();
    const arrived = await back.answer(0, STATUS);
    expect(await probingAgain).toMatchObject({ kind: 'ok' });
    expect(arrived.from.port).toBe(from.port);
    expect(client.statistics().socketsOpened).toBe(1);
  });
});

describe('the socket', () => {
  it('is replaced by a new one after so many unanswered attempts in a row, and not before', async () => {
    await using bench = await openBench({ retries: 0, replaceSocketAfterMisses: 4 });
    const { plc, client, clock } = bench;
    const ports: number[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const probing = client.probe();
      const { bytes, from } = await plc.next();
      ports.push(from.port);
      if (attempt < 5) await clock.advance(500);
      else await plc.send(replyTo(bytes, 0, STATUS), from);
      await probing;
    }
    const [first, , , fourth, fifth] = ports;
    expect(fourth).toBe(first);
    expect(fifth).not.toBe(first);
    expect(client.linkState).toBe('up');
    expect(client.statistics()).toMatchObject({ socketsOpened: 2, sent: 5 });
  });

  it('that cannot be had yet is no error: requests fail in their own time, and nothing is sent', async () => {
    // An address of the documentation range: no computer has it.
    await using bench = await openBench({ retries: 0, localAddress: '192.0.2.1' });
    const { plc, client, clock, logger } = bench;
    expect(client.nodes).toBeNull();
    expect(logger.lines.some((line) => line.level === 'warn')).toBe(true);
    let ended = false;
    const writing = client.writeFlag(D6000, 1).then((result) => {
      ended = true;
      return result;
    });
    while (client.statistics().sendErrors === 0) await new Promise((turn) => setImmediate(turn));
    await clock.advance(999);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect(await writing).toMatchObject({
      kind: 'fault',
      fault: { kind: 'send-failed', mayHaveBeenDone: false, attempts: 1 },
    });
    expect(plc.count).toBe(0);
    expect(client.statistics()).toMatchObject({ sent: 0, timeouts: 0, socketsOpened: 0 });
  });
});
