import { perComponent } from '../../../../shared/domain/equipment.ts';
import { kg, type Slot, slot, sumKg, ZERO_KG } from '../../../../shared/units.ts';
import { flagAddress, slotAddress, slotsOf } from '../../../plc/memory-map/addresses.ts';
import { parseProfile, shippedProfile } from '../../../plc/memory-map/load-profile.ts';
import type { MemoryMapProfile } from '../../../plc/memory-map/profile-schema.ts';
import { encodeEmptySlot, encodeWriteSlot, type SlotContent } from '../../../plc/memory-map/slot-codec.ts';

export interface TestWrite {
  readonly address: number;
  readonly words: readonly number[];
}

/** An order of nine components whose weights differ from order to order. */
export function testOrder(slot: Slot, moId: string, variant = 0): SlotContent {
  const components = perComponent(({ id }) =>
    id % 5 === 0 ? ZERO_KG : kg((id - 95) * 5.25 + variant * 0.5),
  );
  return {
    slot,
    moId,
    bomId: 'JF PLUS KUR',
    finishedGoods: 'JF PLUS KUR',
    quantity: sumKg(Object.values(components)),
    components,
    statusManufacturing: 0,
    statusOperation: 0,
    weight: ZERO_KG,
  };
}

/**
 * A load as a station writes it: the data words of every slot, emptied where `orders` has none, with the
 * flag words that are plain data; then, apart, the gates to arm.
 */
export function loadWrites(
  profile: MemoryMapProfile,
  orders: readonly (SlotContent | null)[],
): { data: TestWrite[]; arm: TestWrite[] } {
  const slots = slotsOf(profile);
  const contentOf = (slot: Slot): SlotContent | null => orders[slot - 1] ?? null;
  const data = slots.map((slot): TestWrite => {
    const content = contentOf(slot);
    const payload =
      content === null ? encodeEmptySlot(profile, slot) : encodeWriteSlot(profile, slot, content);
    const flagIsData = profile.gate === 'first-slot' && slot > 1;
    return { address: slotAddress(profile.write, slot), words: flagIsData ? [...payload, 0] : payload };
  });
  const armed = profile.gate === 'first-slot' ? slots.slice(0, 1) : slots.filter((slot) => contentOf(slot));
  return { data, arm: armed.map((slot) => ({ address: flagAddress(profile.write, slot), words: [0] })) };
}

/** The ten-slot memory map with some of its keys changed. */
export function tenSlotVariant(change: Record<string, unknown>): MemoryMapProfile {
  const ten = shippedProfile('ten-slot');
  const { name: _read, slotCount: _count, ...read } = ten.read;
  const { name: _write, slotCount: _same, ...write } = ten.write;
  return parseProfile({ ...ten, read, write, ...change }, 'variant');
}

/** A load with an order in each of these slots. */
export function ordersIn(...slots: number[]): (SlotContent | null)[] {
  return Array.from({ length: Math.max(...slots) }, (_, index) =>
    slots.includes(index + 1) ? testOrder(slot(index + 1), `WH/MO/0000${index + 1}`, index) : null,
  );
}
