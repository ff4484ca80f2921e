import { type Slot, slot } from '../../../../shared/units.ts';
import { fieldAddress, flagAddress } from '../../../plc/memory-map/addresses.ts';
import type { MemoryMapProfile } from '../../../plc/memory-map/profile-schema.ts';
import type { SlotContent } from '../../../plc/memory-map/slot-codec.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { MemoryLogger } from '../../../testing/memory-logger.ts';
import { DmMemory } from '../dm-memory.ts';
import { FinalsLog } from '../finals-log.ts';
import { type DosingSpeed, ProcessProgram } from '../process-program.ts';
import { type ProgramMap, programMap } from '../program-map.ts';
import type { ProgramEvent } from '../program-steps.ts';
import { loadWrites } from './load-words.ts';

export const SEED = 4_711;

/** For tests: a process program on a memory of its own, driven scan by scan, without time and sockets. */
export class ProgramBench {
  readonly profile: MemoryMapProfile;
  readonly map: ProgramMap;
  readonly memory = DmMemory.volatile();
  readonly logger = new MemoryLogger();
  readonly events: ProgramEvent[] = [];
  readonly #finals = FinalsLog.volatile();
  program: ProcessProgram;

  constructor(profile: MemoryMapProfile, speed: DosingSpeed = 'instant') {
    this.profile = profile;
    this.map = programMap(profile);
    this.program = this.restart(speed);
  }

  /** A new program on the words and finals that the old one left. */
  restart(speed: DosingSpeed = 'instant'): ProcessProgram {
    this.program = new ProcessProgram(
      { memory: this.memory, map: this.map, finals: this.#finals, seed: SEED, speed },
      { clock: new FakeClock(), logger: this.logger },
    );
    this.program.onEvent((event) => this.events.push(event));
    return this.program;
  }

  write(orders: readonly (SlotContent | null)[]): void {
    for (const { address, words } of loadWrites(this.profile, orders).data) this.memory.write(address, words);
  }

  arm(orders: readonly (SlotContent | null)[]): void {
    for (const { address, words } of loadWrites(this.profile, orders).arm) this.memory.write(address, words);
  }

  load(orders: readonly (SlotContent | null)[]): void {
    this.write(orders);
    this.arm(orders);
  }

  scan(times = 1, elapsedMs = 20): void {
    for (let scan = 0; scan < times; scan += 1) this.program.scan(elapsedMs);
  }

  gate(number = 1): number {
    return this.memory.word(flagAddress(this.profile.write, slot(number)));
  }

  setReadFlag(number: number, flag: 0 | 1): void {
    this.memory.write(flagAddress(this.profile.read, slot(number)), [flag]);
  }

  setStatus(number: number, manufacturing: 0 | 1, operation: 0 | 1): void {
    const at = (field: 'statusManufacturing' | 'statusOperation'): number =>
      fieldAddress(this.profile.read, slot(number), field);
    this.memory.write(at('statusManufacturing'), [manufacturing]);
    this.memory.write(at('statusOperation'), [operation]);
  }

  readSlot(number: number): number[] {
    const at = this.#at(slot(number));
    return this.memory.read(at.base, at.length);
  }

  /** What happened, as short lines: `taken 1`, `ended 1 completed`. */
  story(): string[] {
    return this.events.map((event) =>
      event.kind === 'waiting'
        ? `waiting ${event.slots.join(' ')}`
        : `${event.kind} ${event.slot}${event.kind === 'ended' ? ` ${event.ending}` : ''}`,
    );
  }

  #at(number: Slot): { base: number; length: number } {
    const at = this.map.slots.find((candidate) => candidate.slot === number);
    if (at === undefined) throw new RangeError(`no slot ${number}`);
    return at.read;
  }
}
