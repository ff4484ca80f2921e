import { AppError } from '../../../shared/errors.ts';
import type { PlcClockTime } from '../../plc/fins/plc-clock.ts';
import { encodeFailure, failureFlagAddress, failureRange } from '../../plc/memory-map/failure-codec.ts';
import type { MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import {
  encodeWeighing,
  type Weighing,
  weighingFlagAddress,
  weighingRange,
} from '../../plc/memory-map/weighing-codec.ts';
import type { DmMemory } from './dm-memory.ts';

/** At the limit a further event of the same kind is refused: the station has stopped reading them. */
export const MAX_WAITING_EVENTS = 20;

interface Block {
  readonly address: number;
  readonly words: number;
  readonly flag: number;
  /** The words of events that have happened and are not shown yet, oldest first. */
  readonly waiting: (readonly number[])[];
}

/**
 * The two blocks in which the PLC shows one event each: equipment failures and manual weighings. An event is
 * shown once its block is free, that is never used or marked as read; until then it waits.
 */
export class EventBlocks {
  readonly #memory: DmMemory;
  readonly #profile: MemoryMapProfile;
  readonly #failures: Block;
  readonly #weighings: Block;

  constructor(memory: DmMemory, profile: MemoryMapProfile) {
    this.#memory = memory;
    this.#profile = profile;
    this.#failures = { ...failureRange(profile), flag: failureFlagAddress(profile), waiting: [] };
    this.#weighings = { ...weighingRange(profile), flag: weighingFlagAddress(profile), waiting: [] };
  }

  /**
   * An equipment failed at this moment of the PLC's clock. Throws AppError PLC_VALUE_REFUSED for texts that
   * do not fit the block, RATE_LIMITED when {@link MAX_WAITING_EVENTS} failures are waiting.
   */
  raiseFailure(failure: { code: string; info: string; at: PlcClockTime }): void {
    const { code, info, at } = failure;
    this.#raise(this.#failures, encodeFailure(this.#profile, { code, info, plantLocal: at }, 0));
  }

  /** A material was weighed by hand. Throws as {@link raiseFailure} does. */
  raiseWeighing(weighing: Weighing): void {
    this.#raise(this.#weighings, encodeWeighing(this.#profile, weighing, 0));
  }

  /** Part of the program's scan: shows the next event where its block is free. */
  scan(): void {
    for (const block of [this.#failures, this.#weighings]) {
      const next = block.waiting[0];
      if (next === undefined || !this.#isFree(block)) continue;
      this.#memory.write(block.address, next);
      block.waiting.shift();
    }
  }

  /** A PLC that was switched off has forgotten what it had not shown yet. */
  restart(): void {
    for (const block of [this.#failures, this.#weighings]) block.waiting.length = 0;
  }

  #raise(block: Block, words: readonly number[]): void {
    if (block.waiting.length >= MAX_WAITING_EVENTS) {
      throw new AppError(
        'RATE_LIMITED',
        `${block.waiting.length} events wait for the block D${block.address}`,
      );
    }
    block.waiting.push(words);
  }

  #isFree({ address, words, flag }: Block): boolean {
    if (this.#memory.word(flag) === 1) return true;
    return this.#memory.read(address, words).every((word) => word === 0);
  }
}
