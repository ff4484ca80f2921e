import type { Kg, WordAddress } from '../../shared/units.ts';
import type { PlcGateway } from './gateway.ts';
import {
  decodeFailure,
  type FailureReading,
  failureFlagAddress,
  failureRange,
} from './memory-map/failure-codec.ts';
import {
  decodeWeighing,
  type WeighingReading,
  weighingFlagAddress,
  weighingRange,
} from './memory-map/weighing-codec.ts';

/** A block with a flag of its own: what it says, and all its words as they were read. */
export interface EventBlock<Reading> {
  readonly reading: Reading;
  readonly words: readonly number[];
}

/**
 * The two blocks through which the PLC announces single events: equipment failures and manual weighings.
 * Each is read with one command, so that two events are never mixed. Every method throws AppError (PLC_...)
 * when the PLC does not answer or refuses.
 */
export class EventAreas {
  readonly #gateway: PlcGateway;
  readonly #maxKg: Kg;

  /** @param limits a weighing above `maxKg` is a fault */
  constructor(gateway: PlcGateway, limits: { maxKg: Kg }) {
    this.#gateway = gateway;
    this.#maxKg = limits.maxKg;
  }

  async readFailure(): Promise<EventBlock<FailureReading>> {
    const { profile } = this.#gateway;
    const { address, words: count } = failureRange(profile);
    const words = await this.#gateway.exclusive(() => this.#gateway.readWords(address, count));
    return { reading: decodeFailure(profile, words), words };
  }

  async readWeighing(): Promise<EventBlock<WeighingReading>> {
    const { profile } = this.#gateway;
    const { address, words: count } = weighingRange(profile);
    const words = await this.#gateway.exclusive(() => this.#gateway.readWords(address, count));
    return { reading: decodeWeighing(profile, words, { maxKg: this.#maxKg }), words };
  }

  /** Tells the PLC that its failure was read, and verifies it by reading. */
  acknowledgeFailure(): Promise<void> {
    return this.#acknowledge(failureFlagAddress(this.#gateway.profile));
  }

  /** Tells the PLC that its weighing was read, and verifies it by reading. */
  acknowledgeWeighing(): Promise<void> {
    return this.#acknowledge(weighingFlagAddress(this.#gateway.profile));
  }

  #acknowledge(flag: WordAddress): Promise<void> {
    return this.#gateway.exclusive(() => this.#gateway.writeFlagVerified(flag, 1));
  }
}
