import { kg, type Slot } from '../../../shared/units.ts';
import {
  fieldAddress,
  flagAddress,
  gateAddress,
  slotAddress,
  slotsOf,
} from '../../plc/memory-map/addresses.ts';
import type { MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import { type DecodedSlot, decodeMoId, decodeWriteSlot } from '../../plc/memory-map/slot-codec.ts';
import type { AcceptedRequest } from '../../training/plc/request-log.ts';
import type { TrainingPlc } from '../../training/plc/training-plc.ts';

const READ = 0x0101;
const WRITE = 0x0102;
const ANY_WEIGHT = { maxKg: kg(100_000) };

/** A gate that a station set to 0: from now on the PLC may run what the WRITE area holds. */
export interface Arming {
  readonly gate: number;
  /** All slots as they stood at that moment. */
  readonly slots: readonly DecodedSlot[];
}

/**
 * Looks at the PLC's memory after every request that it carries out, and notes each thing that could make
 * it run a recipe that is old, half written or unverified. It knows nothing of the station but its datagrams.
 */
export class WriteAreaWatch {
  violations: string[] = [];
  armings: Arming[] = [];
  readonly #plc: TrainingPlc;
  readonly #profile: MemoryMapProfile;
  readonly #gates: ReadonlySet<number>;
  /** Words of the WRITE area that nobody has written since a station last read them. */
  readonly #proven = new Set<number>();
  /** Data words that were written since the gate before. */
  #rewritten = new Set<number>();
  readonly #replyIsLost: () => boolean;

  /** @param replyIsLost whether the request at hand stays without a reply: then the station has seen nothing */
  constructor(plc: TrainingPlc, profile: MemoryMapProfile, replyIsLost: () => boolean = () => false) {
    this.#plc = plc;
    this.#profile = profile;
    this.#replyIsLost = replyIsLost;
    this.#gates = new Set(slotsOf(profile).map((slot) => gateAddress(profile, slot)));
    plc.server.onRequest((request) => this.#look(request));
  }

  /** The orders of each load that was armed, in slot order. */
  armedOrders(): string[][] {
    return this.armings.map(({ slots }) =>
      slots.flatMap((slot) => (slot.kind === 'valid' ? [slot.content.moId] : [])),
    );
  }

  /** Begins a new record; what was read and written stays known. */
  forget(): void {
    this.violations = [];
    this.armings = [];
  }

  #look(request: AcceptedRequest): void {
    const { command, address, count } = request;
    if (address === null) return;
    const addresses = Array.from({ length: count }, (_, index) => address + index);
    if (command === READ && !this.#replyIsLost()) for (const each of addresses) this.#proven.add(each);
    if (command !== WRITE) return;
    if (addresses.some((each) => this.#gates.has(each))) this.#lookAtGate(request, address);
    else if (this.#touchesSlots(addresses)) this.#lookAtData(addresses);
  }

  #lookAtData(addresses: readonly number[]): void {
    const readFlags = slotsOf(this.#profile).map((slot): number => flagAddress(this.#profile.read, slot));
    if (addresses.length === 1 && addresses.every((address) => readFlags.includes(address))) return;
    const slot = this.#slotAround(addresses);
    if (slot === null) {
      this.violations.push(`D${addresses[0]} to D${addresses.at(-1)} is no slot of the WRITE area`);
      return;
    }
    if (this.#plc.memory.word(gateAddress(this.#profile, slot)) !== 1) {
      this.violations.push(`slot ${slot} was written while its gate was not 1`);
    }
    for (const address of addresses) {
      this.#proven.delete(address);
      this.#rewritten.add(address);
    }
  }

  #lookAtGate({ count, words }: AcceptedRequest, address: number): void {
    if (count !== 1) this.violations.push(`gate D${address} was written together with other words`);
    if (words[0] === 1) {
      // Only a PLC without any order may have its gate closed by the station: before a cold start's data.
      if (this.#orders().length > 0) this.violations.push(`gate D${address} was opened over orders`);
      return;
    }
    if (words[0] !== 0) this.violations.push(`gate D${address} was set to ${words[0]}`);
    const data = this.#dataWords();
    const unproven = data.filter((each) => !this.#proven.has(each));
    if (unproven.length > 0)
      this.violations.push(`armed with ${unproven.length} words not read back, D${unproven[0]} first`);
    const old = data.filter((each) => !this.#rewritten.has(each));
    if (old.length > 0)
      this.violations.push(`armed with ${old.length} words of the load before, D${old[0]} first`);
    const slots = slotsOf(this.#profile).map((slot) => this.#decode(slot));
    for (const slot of slots) {
      if (slot.kind === 'faulty') this.violations.push(`armed with a faulty slot ${slot.slot}`);
    }
    this.armings.push({ gate: address, slots });
    if (this.#profile.gate === 'first-slot') this.#rewritten = new Set();
  }

  #decode(slot: Slot): DecodedSlot {
    const { write } = this.#profile;
    return decodeWriteSlot(
      this.#profile,
      slot,
      this.#plc.memory.read(slotAddress(write, slot), write.length),
      ANY_WEIGHT,
    );
  }

  #orders(): readonly Slot[] {
    const { write } = this.#profile;
    return slotsOf(this.#profile).filter((slot) => {
      const words = this.#plc.memory.read(slotAddress(write, slot), write.length);
      return decodeMoId(this.#profile, 'write', words).kind !== 'blank';
    });
  }

  /** Every word of every slot that the PLC reads as data: all but the gates. */
  #dataWords(): readonly number[] {
    const { write } = this.#profile;
    return slotsOf(this.#profile)
      .flatMap((slot) =>
        Array.from({ length: write.length }, (_, offset) => slotAddress(write, slot) + offset),
      )
      .filter((address) => !this.#gates.has(address));
  }

  /** Also the unused words between two slots; not the areas of failures and weighings. */
  #touchesSlots(addresses: readonly number[]): boolean {
    const { read, write, slotCount } = this.#profile;
    return [read, write].some(({ base, stride }) =>
      addresses.some((address) => address >= base && address < base + stride * slotCount),
    );
  }

  #slotAround(addresses: readonly number[]): Slot | null {
    const { write } = this.#profile;
    const around = slotsOf(this.#profile).find((slot) => {
      const base = fieldAddress(write, slot, 'batch');
      return addresses.every((address) => address >= base && address < base + write.length);
    });
    return around ?? null;
  }
}
