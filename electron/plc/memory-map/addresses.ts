import { AppError } from '../../../shared/errors.ts';
import { type Slot, slot as slotNumber, type WordAddress, wordAddress } from '../../../shared/units.ts';
import { type SlotField, slotPlaces } from './field-places.ts';
import type { AreaLayout, MemoryMapProfile } from './profile-schema.ts';
import type { WordRange } from './read-plan.ts';

/** The profile's slots, 1..slotCount. */
export function slotsOf(profile: Pick<MemoryMapProfile, 'slotCount'>): Slot[] {
  return Array.from({ length: profile.slotCount }, (_, index) => slotNumber(index + 1));
}

/**
 * A slot's first word. Throws AppError PLC_ADDRESS_REFUSED for a slot that the area does not have: its
 * address would lie in another area (slot 11 of a READ area can be slot 1 of the WRITE area).
 */
export function slotAddress(area: AreaLayout, slot: Slot): WordAddress {
  if (slot > area.slotCount) {
    throw new AppError(
      'PLC_ADDRESS_REFUSED',
      `the ${area.name} area has ${area.slotCount} slots, not ${slot}`,
    );
  }
  return wordAddress(area.base + (slot - 1) * area.stride);
}

/** All words of a slot, its flag included. */
export function slotRange(area: AreaLayout, slot: Slot): WordRange {
  return { address: slotAddress(area, slot), words: area.length };
}

/** The words of one field of a slot. */
export function fieldRange(area: AreaLayout, slot: Slot, field: SlotField): WordRange {
  const place = slotPlaces(area).find((candidate) => candidate.name === field);
  if (place === undefined) throw new AppError('INTERNAL', `no field ${field} in the ${area.name} area`);
  return { address: wordAddress(slotAddress(area, slot) + place.offset), words: place.words };
}

/** The first word of one field of a slot. */
export function fieldAddress(area: AreaLayout, slot: Slot, field: SlotField): WordAddress {
  return fieldRange(area, slot, field).address;
}

/** The slot's status_read_data word. */
export function flagAddress(area: AreaLayout, slot: Slot): WordAddress {
  return fieldAddress(area, slot, 'statusReadData');
}

/** The words of a WRITE slot that a load writes and reads back: all but the flag, which is the last (S2). */
export function payloadRange(profile: MemoryMapProfile, slot: Slot): WordRange {
  return { address: slotAddress(profile.write, slot), words: profile.write.length - 1 };
}

/** The flag word that must be 1 before this slot may be written, and is set to 0 to hand the load over. */
export function gateAddress(profile: MemoryMapProfile, slot: Slot): WordAddress {
  const own = flagAddress(profile.write, slot);
  return profile.gate === 'per-slot' ? own : flagAddress(profile.write, slotNumber(1));
}
