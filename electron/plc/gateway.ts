import { AppError } from '../../shared/errors.ts';
import type { Kg, Slot, WordAddress } from '../../shared/units.ts';
import type { PlcMode } from './fins/controller-status.ts';
import type { FinsClient } from './fins/fins-client.ts';
import { toAppError } from './fins/fins-result.ts';
import type { WriteSlotState } from './handshake/gate.ts';
import { dataWrites, flagBeforeArming, gatesToArm, type LoadImage } from './handshake/load-image.ts';
import { flagAddress, gateAddress, slotAddress, slotRange, slotsOf } from './memory-map/addresses.ts';
import type { AreaName, MemoryMapProfile } from './memory-map/profile-schema.ts';
import { type BlockReply, planReads, wordsOf } from './memory-map/read-plan.ts';
import { compareWords, type DecodedSlot, decodeMoId, decodeReadSlot } from './memory-map/slot-codec.ts';

/** How many exchanges may wait for their turn, in exchanges; one more is refused. */
const MAX_WAITING_EXCHANGES = 32;

/** One slot of an area as raw words, its flag word included. */
export interface RawSlot {
  readonly slot: Slot;
  readonly words: readonly number[];
  /** The order's name; '' when empty, null when the words are no text. */
  readonly moId: string | null;
}

export type WriteSlot = RawSlot & WriteSlotState;

/** What writing a flag word came to. `unsettled`: the reply was lost and reading does not tell. */
export type FlagOutcome = 'set' | 'unsettled';

/**
 * The only caller of the FINS client: exchanges with the PLC's READ and WRITE areas. Every method throws
 * AppError (PLC_...) when the PLC does not answer or refuses. Exchanges of several commands run inside
 * {@link exclusive}, so that two of them never mix on the wire.
 */
export class PlcGateway {
  readonly profile: MemoryMapProfile;
  readonly #client: FinsClient;
  readonly #maxKg: Kg;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(client: FinsClient, profile: MemoryMapProfile, limits: { maxKg: Kg }) {
    this.#client = client;
    this.profile = profile;
    this.#maxKg = limits.maxKg;
  }

  /**
   * Runs one exchange after the one before has ended, however that ended. Throws AppError PLC_BUSY when
   * {@link MAX_WAITING_EXCHANGES} wait already.
   */
  async exclusive<T>(exchange: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING_EXCHANGES) {
      throw new AppError('PLC_BUSY', `${this.#waiting} exchanges with the PLC wait already`);
    }
    this.#waiting += 1;
    const result = this.#turn.then(exchange, exchange).finally(() => {
      this.#waiting -= 1;
    });
    this.#turn = result.catch(() => undefined);
    return await result;
  }

  /** Reads and checks every READ slot: two requests for ten slots. */
  async readFeedback(): Promise<readonly DecodedSlot[]> {
    const slots = await this.#readArea('read');
    return slots.map(({ slot, words }) => decodeReadSlot(this.profile, slot, words, { maxKg: this.#maxKg }));
  }

  /** The READ slots as they are, unchecked: what a load notes before it begins. */
  readFeedbackRaw(): Promise<readonly RawSlot[]> {
    return this.#readArea('read');
  }

  /** The PLC's mode now; `unknown` when it refuses to tell. One status request. */
  async readMode(): Promise<PlcMode> {
    const status = await this.#client.controllerStatus();
    if (status.kind === 'ok') return status.value.mode;
    if (status.fault.kind === 'end-code') return 'unknown';
    throw toAppError(status.fault, 'reading the mode');
  }

  /** Throws AppError PLC_NOT_IN_RUN_MODE in PROGRAM mode: a load would be written, and nothing would answer it. */
  async requireRunMode(): Promise<void> {
    if ((await this.readMode()) !== 'program') return;
    throw new AppError('PLC_NOT_IN_RUN_MODE', 'the PLC is in PROGRAM mode: nothing would answer a load');
  }

  /** Every WRITE slot with its order and flag: two requests for ten slots. */
  async readWriteArea(): Promise<readonly WriteSlot[]> {
    const flagOffset = this.profile.write.fields.statusReadData.offset;
    const slots = await this.#readArea('write');
    return slots.map((raw) => ({ ...raw, flag: wordAt(raw.words, flagOffset) }));
  }

  /** The gate words alone: one request with one gate for the whole load. */
  async readGates(): Promise<readonly number[]> {
    const gates: number[] = [];
    for (const address of this.#gates()) gates.push(await this.readWord(address));
    return gates;
  }

  async readWord(address: WordAddress): Promise<number> {
    return wordAt(await this.#read(address, 1), 0);
  }

  /** Any words of the DM area, 1..729 of them: for a look by hand. */
  readWords(address: WordAddress, count: number): Promise<readonly number[]> {
    return this.#read(address, count);
  }

  /**
   * Sets every gate to 1, "the PLC has read it": before a cold start's data, so that the PLC cannot read a
   * half-written load, and when an operator overrides a gate. The PLC's reply proves it; a load reads the
   * gate back with its data.
   */
  async setGatesRead(): Promise<void> {
    for (const address of this.#gates()) {
      if ((await this.writeFlag(address, 1)) === 'unsettled') {
        throw new AppError('PLC_VERIFY_FAILED', `D${address} does not keep the 1 that was written`);
      }
    }
  }

  /** Sets the flag word of every WRITE slot to 1: the PLC is to take nothing of what is there. */
  async setAllWriteFlagsRead(): Promise<void> {
    for (const number of slotsOf(this.profile)) {
      await this.writeFlagVerified(flagAddress(this.profile.write, number), 1);
    }
  }

  /** Writes a flag word and reads it back. Throws AppError PLC_VERIFY_FAILED when the PLC does not keep it. */
  async writeFlagVerified(address: WordAddress, value: 0 | 1): Promise<void> {
    const outcome = await this.writeFlag(address, value);
    if (outcome === 'unsettled' || (await this.readWord(address)) !== value) {
      throw new AppError('PLC_VERIFY_FAILED', `D${address} does not keep the ${value} that was written`);
    }
  }

  /**
   * Writes all data words of a load, reads them back and compares every word (S2). Arms nothing.
   * Throws AppError PLC_VERIFY_FAILED naming the first words that differ.
   */
  async writeVerified(image: LoadImage): Promise<void> {
    for (const { address, words } of dataWrites(this.profile, image)) {
      const written = await this.#client.writeWords(address, words);
      if (written.kind === 'fault') throw toAppError(written.fault, `writing D${address}`);
    }
    const found = await this.readWriteArea();
    const differences = image.slots.flatMap(({ slot, payload }) => {
      const expected = [...payload, flagBeforeArming(this.profile, slot)];
      return compareWords(expected, found[slot - 1]?.words ?? [], slotAddress(this.profile.write, slot));
    });
    if (differences.length > 0) {
      const shown = differences
        .slice(0, 5)
        .map(
          (word) => `D${word.address} is ${word.found ?? 'missing'}, expected ${word.expected ?? 'nothing'}`,
        );
      throw new AppError(
        'PLC_VERIFY_FAILED',
        `${differences.length} words differ after writing: ${shown.join('; ')}`,
        { details: { differences: differences.slice(0, 50) } },
      );
    }
  }

  /** Whether every payload word of the WRITE area is as `image` says. */
  matches(image: LoadImage, found: readonly WriteSlot[]): boolean {
    return image.slots.every(({ slot, payload }) => {
      const words = found[slot - 1]?.words ?? [];
      return (
        compareWords(payload, words.slice(0, payload.length), slotAddress(this.profile.write, slot))
          .length === 0
      );
    });
  }

  /** Releases a verified load to the PLC: each gate to 0, last and alone. */
  async arm(image: LoadImage): Promise<FlagOutcome> {
    for (const address of gatesToArm(this.profile, image)) {
      if ((await this.writeFlag(address, 0)) === 'unsettled') return 'unsettled';
    }
    return 'set';
  }

  /**
   * Tells the PLC that a slot was read, and verifies it by reading. `taken-back`: the PLC has got it, and shows
   * 0 again. Throws AppError PLC_VERIFY_FAILED when it is not known whether the PLC has got it.
   */
  async setReadFlag(slot: Slot): Promise<'kept' | 'taken-back'> {
    const address = flagAddress(this.profile.read, slot);
    if ((await this.writeFlag(address, 1)) === 'unsettled') {
      throw new AppError('PLC_VERIFY_FAILED', `D${address}: the reply was lost, and it does not show the 1`);
    }
    return (await this.readWord(address)) === 1 ? 'kept' : 'taken-back';
  }

  /** Tells the PLC that a slot was read. Throws AppError PLC_VERIFY_FAILED when the PLC does not keep it. */
  async acknowledge(slot: Slot): Promise<void> {
    await this.writeFlagVerified(flagAddress(this.profile.read, slot), 1);
  }

  /**
   * Writes one flag word in a command of its own. A lost reply is settled by reading before anything else
   * happens (S7): the word shows our value, or the caller has to find out what the PLC made of it.
   */
  async writeFlag(address: WordAddress, value: 0 | 1): Promise<FlagOutcome> {
    const written = await this.#client.writeFlag(address, value);
    if (written.kind === 'ok') return 'set';
    if (!written.fault.mayHaveBeenDone) throw toAppError(written.fault, `writing flag D${address}`);
    return (await this.readWord(address)) === value ? 'set' : 'unsettled';
  }

  /** The words that hold the PLC back from a load: one for all slots, or one a slot. */
  #gates(): readonly WordAddress[] {
    return [...new Set(slotsOf(this.profile).map((number) => gateAddress(this.profile, number)))];
  }

  async #readArea(name: AreaName): Promise<readonly RawSlot[]> {
    const area = this.profile[name];
    const slots = slotsOf(this.profile);
    const replies: BlockReply[] = [];
    for (const block of planReads(slots.map((number) => slotRange(area, number)))) {
      replies.push({ block, words: await this.#read(block.address, block.words) });
    }
    return slots.map((number) => {
      const words = wordsOf(replies, slotRange(area, number));
      const mo = decodeMoId(this.profile, name, words);
      return { slot: number, words, moId: mo.kind === 'valid' ? mo.moId : mo.kind === 'blank' ? '' : null };
    });
  }

  async #read(address: WordAddress, count: number): Promise<readonly number[]> {
    const read = await this.#client.readWords(address, count);
    if (read.kind === 'fault') throw toAppError(read.fault, `reading D${address}, ${count} words`);
    return read.value;
  }
}

function wordAt(words: readonly number[], index: number): number {
  const word = words[index];
  if (word === undefined) throw new AppError('INTERNAL', `${words.length} words, none at ${index}`);
  return word;
}
