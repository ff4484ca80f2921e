import { describe, expect, it } from 'vitest';
import { wordAddress } from '../../../shared/units.ts';
import type { Logger } from '../../domain/ports.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { claim, FUZZ_SEED, FUZZ_TIMEOUT_MS, Mutator, RejectionGuard, Tally } from '../../testing/fuzz.ts';
import type { FinsCommand } from './command.ts';
import { controllerDataCommand } from './controller-data.ts';
import { controllerStatusCommand } from './controller-status.ts';
import { cycleTimeCommand } from './cycle-time.ts';
import { FinsClient } from './fins-client.ts';
import type { FinsPorts } from './fins-options.ts';
import type { FinsResult } from './fins-result.ts';
import { decodeCommand, encodeCommand } from './frame.ts';
import { readWordsCommand } from './memory-area-read.ts';
import { plcClockCommand } from './plc-clock.ts';
import { judgeReply, type ReplyContext } from './reply-match.ts';
import { clockReply, readReply, statusReply } from './testing/golden-frames.ts';
import { RawPlc, replyTo } from './testing/raw-plc.ts';

const DATAGRAMS = 100_000;
const DATAGRAMS_A_ROUND = 25;
const CLIENT_NODE = 77;
const PLC_NODE = 12;
const TIMEOUT_MS = 500;
const SILENT_ROUNDS = 0.3;
/** How many old replies may come again; SIDs repeat after 255. */
const REPLIES_REPEATED = 50;

/** What is asked, and how many data bytes its good reply has by the manual. */
const REQUESTS: readonly { bytes: number; ask: (client: FinsClient) => Promise<FinsResult<unknown>> }[] = [
  { bytes: 154, ask: (client) => client.readWords(wordAddress(6000), 77) },
  { bytes: 4, ask: (client) => client.readWords(wordAddress(6074), 2) },
  { bytes: 0, ask: (client) => client.writeWords(wordAddress(7000), [1, 2, 3]) },
  { bytes: 0, ask: (client) => client.writeFlag(wordAddress(7076), 0) },
  { bytes: 92, ask: (client) => client.controllerData() },
  { bytes: 26, ask: (client) => client.controllerStatus() },
  { bytes: 12, ask: (client) => client.cycleTime() },
  { bytes: 7, ask: (client) => client.plcClock() },
];
const PROBE = { bytes: 26, ask: (client: FinsClient) => client.probe() };

/** The rule in words of bytes, written without the product: everything that W342 fixes has to fit. */
function fits(datagram: Uint8Array, command: Uint8Array, dataBytes: number): boolean {
  const at = (index: number): number => datagram[index] ?? -1;
  if (datagram.length < 14 || datagram.length > 2012 || at(0) !== 0xc0) return false;
  const route = [0, CLIENT_NODE, 0, 0, PLC_NODE, 0];
  if (route.some((byte, index) => at(3 + index) !== byte)) return false;
  if ([9, 10, 11].some((index) => at(index) !== command[index])) return false;
  if (isGood(datagram)) return datagram.length === 14 + dataBytes;
  return datagram.length === 14 || ((at(12) & 0x80) !== 0 && datagram.length === 16);
}

function isGood(datagram: Uint8Array): boolean {
  return (endCodeOf(datagram) & 0x7f3f) === 0;
}

function endCodeOf(datagram: Uint8Array): number {
  return ((datagram[12] ?? 0) << 8) | (datagram[13] ?? 0);
}

/** One datagram that a broken or foreign peer might send in answer to `command`. */
function garbage(
  mutator: Mutator,
  command: Uint8Array,
  right: Uint8Array,
  before: readonly Uint8Array[],
): Uint8Array {
  switch (mutator.whole(0, 9)) {
    case 0:
      return mutator.chance(0.1) ? mutator.noise(1400, 2100) : mutator.noise(0, 64);
    case 1:
      return mutator.bytes(mutator.pick([readReply, statusReply, clockReply]));
    case 2:
      return mutator.chance(0.5) ? command : mutator.bytes(command);
    case 3:
      return before.length === 0 ? Uint8Array.of() : mutator.pick(before);
    case 4:
      return before.length === 0 ? Uint8Array.of() : mutator.bytes(mutator.pick(before));
    case 5:
      return replyTo(command, mutator.whole(0, 0xffff), [...mutator.noise(0, 3)]);
    case 6:
    case 7:
      return right.with(mutator.whole(0, 13), mutator.byte());
    default:
      return mutator.bytes(right);
  }
}

/** Counts the datagrams that the client says it dropped. */
class DropCounter implements Logger {
  dropped = 0;
  #waiting: { count: number; done: () => void }[] = [];

  debug(message: string): void {
    if (!message.startsWith('dropped a ')) return;
    this.dropped += 1;
    for (const waiter of this.#waiting.filter(({ count }) => count <= this.dropped)) waiter.done();
    this.#waiting = this.#waiting.filter(({ count }) => count > this.dropped);
  }
  info(): void {
    this.dropped += 0;
  }
  warn = this.info;
  error = this.info;
  with(): Logger {
    return this;
  }

  reached(count: number): Promise<void> {
    if (this.dropped >= count) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ count, done }));
  }
}

/** One attempt a request: what a round is answered is what its request came to. */
function openClient(plc: RawPlc, ports: FinsPorts): Promise<FinsClient> {
  const options = {
    host: '127.0.0.1',
    port: plc.port,
    allowOnlyLoopback: true,
    clientNode: CLIENT_NODE,
    plcNode: PLC_NODE,
    readTimeoutMs: TIMEOUT_MS,
    writeTimeoutMs: TIMEOUT_MS,
    retries: 0,
    replaceSocketAfterMisses: 10_000,
  };
  return FinsClient.open(options, ports);
}

function checkOutcome(result: FinsResult<unknown>, answer: Uint8Array | undefined, bytes: number): string {
  if (answer === undefined) {
    claim(
      result.kind === 'fault' && result.fault.kind === 'timeout',
      () => `no answer came: ${JSON.stringify(result)}`,
    );
    return 'timeout';
  }
  if (!isGood(answer)) {
    claim(
      result.kind === 'fault' &&
        result.fault.kind === 'end-code' &&
        result.fault.endCode.raw === endCodeOf(answer),
      () => `end code ${endCodeOf(answer)}: ${JSON.stringify(result)}`,
    );
    return 'end code';
  }
  claim(result.kind === 'ok', () => `the answer was refused: ${JSON.stringify(result)}`);
  if (result.kind === 'ok' && Array.isArray(result.value)) {
    const view = Buffer.from(answer.subarray(14));
    const words = Array.from({ length: bytes / 2 }, (_, index) => view.readUInt16BE(index * 2));
    claim(
      String(result.value) === String(words),
      () => `words of another datagram: ${result.value}, not ${words}`,
    );
  }
  return 'ok';
}

describe(`fuzz (FUZZ_SEED=${FUZZ_SEED})`, { timeout: FUZZ_TIMEOUT_MS }, () => {
  it(`${DATAGRAMS} datagrams from the PLC's address: each request gets its own answer, or a typed fault`, async () => {
    const mutator = new Mutator('FINS datagrams');
    using guard = new RejectionGuard();
    const clock = new FakeClock();
    const drops = new DropCounter();
    await using plc = await RawPlc.open();
    await using client = await openClient(plc, { clock, random: mutator.random, logger: drops });
    const outcomes = new Tally();
    let [sent, right, toDrop] = [0, 0, 0];
    const before: Uint8Array[] = [];
    while (sent < DATAGRAMS) {
      if (client.linkState === 'lost') outcomes.add('round with the link lost');
      const { bytes, ask } = client.linkState === 'lost' ? PROBE : mutator.pick(REQUESTS);
      const request = ask(client);
      const command = await plc.next();
      const rightReply = replyTo(command.bytes, 0, [...mutator.noise(bytes, bytes)]);
      const isSilent = mutator.chance(SILENT_ROUNDS);
      const datagrams = Array.from({ length: DATAGRAMS_A_ROUND }, () => {
        for (;;) {
          const made = garbage(mutator, command.bytes, rightReply, before);
          if (!isSilent || !fits(made, command.bytes, bytes)) return made;
        }
      });
      sent += datagrams.length;
      if (!isSilent) right += datagrams.push(rightReply) - DATAGRAMS_A_ROUND;
      const answer = datagrams.find((datagram) => fits(datagram, command.bytes, bytes));
      toDrop += datagrams.length - (answer === undefined ? 0 : 1);

      await Promise.all(datagrams.map((datagram) => plc.send(datagram, command.from)));
      if (answer === undefined) {
        // A request that is answered all the same is wrong, and told below.
        await Promise.race([drops.reached(toDrop), request]);
        await clock.advance(TIMEOUT_MS);
      }
      const all = drops.reached(toDrop + 1).then((): never => {
        throw new Error(`the answer was dropped (FUZZ_SEED=${FUZZ_SEED})`);
      });
      outcomes.add(checkOutcome(await Promise.race([request, all]), answer, bytes));
      // Nothing of this round may reach the next request.
      await drops.reached(toDrop);
      before.push(rightReply);
      if (before.length > REPLIES_REPEATED) before.shift();
    }
    const { answered, late, duplicate, foreign, malformed, timeouts } = client.statistics();
    expect(sent).toBe(DATAGRAMS);
    expect(answered + late + duplicate + foreign + malformed, 'none was lost or counted twice').toBe(
      sent + right,
    );
    expect(Math.min(late, duplicate, foreign, malformed), 'every kind of stray came').toBeGreaterThan(100);
    for (const reached of ['ok', 'end code', 'timeout', 'round with the link lost']) {
      expect(outcomes.of(reached), reached).toBeGreaterThan(10);
    }
    expect(timeouts).toBe(outcomes.of('timeout'));
    expect(clock.pending, 'timers left').toBe(0);
    expect(guard.seen).toEqual([]);
  });

  it(`${DATAGRAMS} datagrams judged: an answer exactly when all of it fits; no decoder throws`, () => {
    const mutator = new Mutator('FINS judgement');
    const commands: readonly FinsCommand<unknown>[] = [
      readWordsCommand(wordAddress(6000), 2),
      readWordsCommand(wordAddress(6000), 477),
      controllerDataCommand(),
      controllerStatusCommand(),
      cycleTimeCommand(),
      plcClockCommand(),
    ];
    const plc = { address: '127.0.0.1', port: 9600 };
    const kinds = new Tally();
    for (let input = 0; input < DATAGRAMS; input += 1) {
      const command = mutator.pick(commands);
      const sid = mutator.whole(1, 255);
      const header = {
        icf: 0x80,
        rsv: 0,
        gct: 2,
        dna: 0,
        da1: PLC_NODE,
        da2: 0,
        sna: 0,
        sa1: CLIENT_NODE,
        sa2: 0,
        sid,
      };
      const asked = encodeCommand(header, command.code, command.data);
      const right = replyTo(asked, 0, [...mutator.noise(command.replyDataBytes, command.replyDataBytes)]);
      const bytes = mutator.chance(0.1) ? right : garbage(mutator, asked, right, [readReply]);
      const isIdle = mutator.chance(0.05);
      const source = mutator.chance(0.95) ? plc : { address: '127.0.0.1', port: mutator.whole(1, 9599) };
      const context: ReplyContext = {
        plcAddress: plc.address,
        plcPort: plc.port,
        plcNode: PLC_NODE,
        clientNode: CLIENT_NODE,
        question: isIdle ? null : { sid, command },
        fateOf: () => mutator.pick(['unused', 'timed-out', 'answered']),
      };
      const judgement = judgeReply(bytes, source, context);
      const isAnswer = !isIdle && source === plc && fits(bytes, asked, command.replyDataBytes);
      const shown = (): string => `${Buffer.from(bytes).toString('hex')} is ${JSON.stringify(judgement)}`;
      claim((judgement.kind === 'answer') === isAnswer, shown);
      if (judgement.kind === 'dropped')
        claim(judgement.why !== '' && kinds.add(judgement.as) === undefined, shown);
      else kinds.add(isGood(bytes) ? 'good answer' : 'failing answer');
      if (judgement.kind === 'answer' && isGood(bytes)) {
        claim(command.decode(judgement.data) !== undefined, shown);
      }
      claim(decodeCommand(bytes).kind === (isCommand(bytes) ? 'command' : 'malformed'), shown);
    }
    expect(kinds.total).toBe(DATAGRAMS);
    for (const kind of ['good answer', 'failing answer', 'late', 'duplicate', 'foreign', 'malformed']) {
      expect(kinds.of(kind), kind).toBeGreaterThan(100);
    }
  });
});

function isCommand(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && bytes.length <= 2012 && ((bytes[0] ?? 0) & 0x40) === 0;
}
