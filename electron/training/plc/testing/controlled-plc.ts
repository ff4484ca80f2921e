import { shippedProfile } from '../../../plc/memory-map/load-profile.ts';
import type { SlotContent } from '../../../plc/memory-map/slot-codec.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { MemoryLogger } from '../../../testing/memory-logger.ts';
import type { BehaviourState, PlcControl } from '../../control/contract.ts';
import type { ControlClient } from '../../control/control-client.ts';
import { openPlcControl, type PlcControlRoom } from '../plc-control.ts';
import { TrainingPlc, type TrainingPlcOptions } from '../training-plc.ts';
import { loadWrites } from './load-words.ts';
import { RawPeer } from './raw-peer.ts';

export const TEN = shippedProfile('ten-slot');
const PLC_NODE = 10;
const OUR_NODE = 99;

/** For tests: a training PLC with its control, and a bare UDP peer that counts its SIDs from 1. */
export class ControlledPlc implements AsyncDisposable {
  readonly plc: TrainingPlc;
  readonly control: ControlClient<PlcControl>;
  readonly clock: FakeClock;
  readonly logger: MemoryLogger;
  readonly peer: RawPeer;
  readonly #room: PlcControlRoom;
  #sid = 0;

  private constructor(plc: TrainingPlc, peer: RawPeer, clock: FakeClock, logger: MemoryLogger) {
    this.plc = plc;
    this.peer = peer;
    this.clock = clock;
    this.logger = logger;
    this.#room = openPlcControl(plc, { clock, logger });
    this.control = this.#room.desk.client;
  }

  static async start(options: Partial<TrainingPlcOptions> = {}): Promise<ControlledPlc> {
    const clock = new FakeClock();
    const logger = new MemoryLogger();
    const plc = await TrainingPlc.start(
      { node: PLC_NODE, profile: TEN, speed: { kgPerSecond: 50 }, seed: 3, ...options },
      { clock, logger },
    );
    return new ControlledPlc(plc, await RawPeer.connect(plc.port), clock, logger);
  }

  async on(name: string, parameters: Record<string, unknown> = {}): Promise<BehaviourState> {
    return await this.control.request('switch-on', { name, parameters });
  }

  async off(name: string): Promise<BehaviourState> {
    return await this.control.request('switch-off', { name });
  }

  async state(name: string): Promise<BehaviourState> {
    const states = await this.control.request('list-behaviours', {});
    const state = states.find((each) => each.name === name);
    if (state === undefined) throw new Error(`no behaviour ${name}`);
    return state;
  }

  /** A MEMORY AREA READ of DM words, to be sent by hand. */
  readFrame(address: number, count: number): Buffer {
    return this.#frame([0x01, 0x01, 0x82, address >> 8, address & 0xff, 0, count >> 8, count & 0xff]);
  }

  writeFrame(address: number, words: readonly number[]): Buffer {
    const count = words.length;
    const data = words.flatMap((word) => [word >> 8, word & 0xff]);
    return this.#frame([
      ...[0x01, 0x02, 0x82, address >> 8, address & 0xff, 0, count >> 8, count & 0xff],
      ...data,
    ]);
  }

  /** CONTROLLER STATUS READ. */
  statusFrame(): Buffer {
    return this.#frame([0x06, 0x01]);
  }

  /** The words, from a reply that must be a success. */
  async read(address: number, count: number): Promise<number[]> {
    const reply = await this.peer.ask(this.readFrame(address, count));
    if (endCodeOf(reply) !== 0) throw new Error(`end code ${endCodeOf(reply).toString(16)}`);
    return wordsOf(reply);
  }

  async write(address: number, words: readonly number[]): Promise<void> {
    const reply = await this.peer.ask(this.writeFrame(address, words));
    if (endCodeOf(reply) !== 0) throw new Error(`end code ${endCodeOf(reply).toString(16)}`);
  }

  /** A whole load, armed; the PLC sees it at its next scan. */
  async load(orders: readonly (SlotContent | null)[]): Promise<void> {
    const { data, arm } = loadWrites(TEN, orders);
    for (const { address, words } of [...data, ...arm]) await this.write(address, words);
  }

  /** Lets the plant run, in simulated time, until `reached`; ten minutes at most. */
  async until(reached: () => boolean): Promise<void> {
    for (let ms = 0; ms < 600_000; ms += 20) {
      if (reached()) return;
      await this.clock.advance(20);
    }
    throw new Error('not within ten minutes of simulated time');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#room[Symbol.asyncDispose]();
    await this.peer[Symbol.asyncDispose]();
    await this.plc.stop();
    if (this.clock.pending > 0) throw new Error(`${this.clock.pending} timers are left`);
  }

  #frame(command: readonly number[]): Buffer {
    this.#sid = (this.#sid + 1) % 0x100;
    return Buffer.from([0x80, 0, 2, 0, PLC_NODE, 0, 0, OUR_NODE, 0, this.#sid, ...command]);
  }
}

export function sidOf(frame: Buffer): number {
  return frame.readUInt8(9);
}

export function endCodeOf(reply: Buffer): number {
  return reply.readUInt16BE(12);
}

export function wordsOf(reply: Buffer): number[] {
  return Array.from({ length: (reply.length - 14) / 2 }, (_, index) => reply.readUInt16BE(14 + 2 * index));
}
