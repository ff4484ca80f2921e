import { type PerComponent, perComponent } from '../../shared/domain/equipment.ts';
import { kg, slot as slotNumber } from '../../shared/units.ts';
import type { Cancel } from '../domain/ports.ts';
import {
  fieldAddress,
  flagAddress,
  gateAddress,
  slotAddress,
  slotRange,
} from '../plc/memory-map/addresses.ts';
import type { SlotField } from '../plc/memory-map/field-places.ts';
import { encodeReadSlot } from '../plc/memory-map/slot-codec.ts';
import type { AcceptedRequest } from '../training/plc/request-log.ts';
import type { PlantFixture } from './plant-fixture.ts';

const READ = 0x0101;
const WRITE = 0x0102;

/** What a READ slot is to show; what is left out is empty or 0, the order's quantity 1000 kg. */
export interface Shown {
  readonly moId: string;
  readonly quantity?: number;
  /** Kilograms dosed so far. */
  readonly actuals?: Partial<PerComponent<number>>;
  readonly weight?: number;
  readonly finished?: 0 | 1;
  readonly failed?: 0 | 1;
  readonly flag?: 0 | 1;
}

/**
 * A PLC whose program is the test: it writes the READ slots itself and answers the handshakes at moments
 * of its choice. For a plant with `scans: 'by-hand'`, so that no program comes in between.
 */
export class ManualPlc {
  readonly #plant: PlantFixture;

  constructor(plant: PlantFixture) {
    this.#plant = plant;
  }

  /** Fills a READ slot, all its words at once as within one scan. */
  show(slot: number, shown: Shown): void {
    const { profile, plc } = this.#plant;
    const { moId, quantity = 1000, actuals = {}, weight = 0, finished = 0, failed = 0, flag = 0 } = shown;
    const at = slotNumber(slot);
    const words = encodeReadSlot(
      profile,
      at,
      {
        slot: at,
        moId,
        bomId: '',
        finishedGoods: 'JF PLUS KUR',
        quantity: kg(quantity),
        components: perComponent(({ key }) => kg(actuals[key] ?? 0)),
        statusManufacturing: finished,
        statusOperation: failed,
        weight: kg(weight),
      },
      flag,
    );
    plc.memory.write(slotAddress(profile.read, at), words);
  }

  /** Empties a READ slot, as in a PLC that lost its memory. */
  clear(slot: number): void {
    const { address, words } = slotRange(this.#plant.profile.read, slotNumber(slot));
    this.#plant.plc.memory.write(
      address,
      Array.from({ length: words }, () => 0),
    );
  }

  /** All words of a READ slot as they are now, its flag included. */
  words(slot: number): number[] {
    const { address, words } = slotRange(this.#plant.profile.read, slotNumber(slot));
    return this.#plant.plc.memory.read(address, words);
  }

  /** The first word's address of one field of a READ slot. */
  addressOf(slot: number, field: SlotField): number {
    return fieldAddress(this.#plant.profile.read, slotNumber(slot), field);
  }

  /** Writes bare words over a field of a READ slot: also such as no PLC should ever show. */
  poke(slot: number, field: SlotField, ...words: readonly number[]): void {
    this.#plant.plc.memory.write(this.addressOf(slot, field), words);
  }

  /** A READ slot's status_read_data. */
  flag(slot: number): number {
    return this.#plant.plc.memory.word(this.#flagAddress(slot));
  }

  /** Calls `react` when a load was armed, before the station hears that it was. */
  onArmed(react: () => void): Cancel {
    const gate = gateAddress(this.#plant.profile, slotNumber(1));
    return this.#onRequest((request) => {
      if (request.command === WRITE && request.address === gate && request.words[0] === 0) react();
    });
  }

  /** Says that the last load is read: the gate opens. */
  openGate(): void {
    this.#plant.plc.memory.write(gateAddress(this.#plant.profile, slotNumber(1)), [1]);
  }

  /** Calls `react` when a READ slot's flag was set, before the station hears that it was. */
  onAcknowledged(slot: number, react: () => void): Cancel {
    return this.#onRequest((request) => {
      if (isFlagWrite(request, this.#flagAddress(slot))) react();
    });
  }

  /**
   * Calls `react` each time that a READ slot was read as a whole. The words of that reading are fixed by
   * then: what `react` changes is what the next reading finds.
   */
  onRead(slot: number, react: () => void): Cancel {
    return this.#onRequest((request) => {
      if (this.#readsSlot(request, slot)) react();
    });
  }

  /** How often a READ slot's flag has reached the PLC as 1. */
  acknowledgements(slot: number): number {
    const address = this.#flagAddress(slot);
    return this.#plant.plc.server.requests().filter((request) => isFlagWrite(request, address)).length;
  }

  /** How often a READ slot was read as a whole. */
  reads(slot: number): number {
    return this.#plant.plc.server.requests().filter((request) => this.#readsSlot(request, slot)).length;
  }

  #readsSlot({ command, address, count }: AcceptedRequest, slot: number): boolean {
    const range = slotRange(this.#plant.profile.read, slotNumber(slot));
    return (
      command === READ &&
      address !== null &&
      address <= range.address &&
      address + count >= range.address + range.words
    );
  }

  #flagAddress(slot: number): number {
    return flagAddress(this.#plant.profile.read, slotNumber(slot));
  }

  #onRequest(react: (request: AcceptedRequest) => void): Cancel {
    return this.#plant.plc.server.onRequest(react);
  }
}

function isFlagWrite({ command, address, count, words }: AcceptedRequest, flag: number): boolean {
  return command === WRITE && address === flag && count === 1 && words[0] === 1;
}
