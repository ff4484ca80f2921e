import { AppError } from '../../../shared/errors.ts';
import { type Slot, slot, type WordAddress, ZERO_KG } from '../../../shared/units.ts';
import type { BatchPlan } from '../../domain/batch.ts';
import { gateAddress, slotAddress, slotsOf } from '../memory-map/addresses.ts';
import type { MemoryMapProfile } from '../memory-map/profile-schema.ts';
import { encodeEmptySlot, encodeWriteSlot } from '../memory-map/slot-codec.ts';

/** What one WRITE slot is to hold: an order, or nothing. */
export interface LoadSlot {
  readonly slot: Slot;
  readonly moId: string | null;
  /** The slot's words without its flag word. */
  readonly payload: readonly number[];
}

/** All slots of one load, also those that it empties: an old order left in a slot would run again. */
export interface LoadImage {
  readonly slots: readonly LoadSlot[];
}

export interface WordWrite {
  readonly address: WordAddress;
  readonly words: readonly number[];
}

/** An order and the slot that it goes into. */
export interface LoadOrder {
  readonly slot: Slot;
  readonly plan: BatchPlan;
}

/**
 * The image of a load: each order in its slot, all other slots emptied.
 * Throws AppError PLC_VALUE_REFUSED for a value that the PLC cannot hold, or for two orders of one slot.
 */
export function buildLoadImage(profile: MemoryMapProfile, orders: readonly LoadOrder[]): LoadImage {
  const plans = new Map(orders.map((order) => [order.slot, order.plan]));
  if (plans.size !== orders.length) throw new AppError('PLC_VALUE_REFUSED', 'two orders for one slot');
  const slots = slotsOf(profile).map((number): LoadSlot => {
    const plan = plans.get(number);
    return plan === undefined
      ? { slot: number, moId: null, payload: encodeEmptySlot(profile, number) }
      : { slot: number, moId: plan.moId, payload: encodePlan(profile, number, plan) };
  });
  return { slots };
}

/** The words of one order. Throws AppError PLC_VALUE_REFUSED for a value that the PLC cannot hold. */
export function encodePlan(profile: MemoryMapProfile, number: Slot, plan: BatchPlan): readonly number[] {
  return encodeWriteSlot(profile, number, {
    slot: number,
    moId: plan.moId,
    bomId: plan.bomCode,
    finishedGoods: plan.finishedGoods,
    quantity: plan.quantity,
    components: plan.targets,
    statusManufacturing: 0,
    statusOperation: 0,
    weight: ZERO_KG,
  });
}

/**
 * The flag word that each WRITE slot must show after the data words and before the arming: open gates
 * stay 1; with one gate for the whole load the other slots' flag words are plain data and are 0.
 */
export function flagBeforeArming(profile: MemoryMapProfile, number: number): 0 | 1 {
  return profile.gate === 'per-slot' || number === 1 ? 1 : 0;
}

/** The data writes of a load: one command a slot, never touching an open gate (S2). */
export function dataWrites(profile: MemoryMapProfile, image: LoadImage): readonly WordWrite[] {
  return image.slots.map(({ slot: number, payload }) => ({
    address: slotAddress(profile.write, number),
    words: flagBeforeArming(profile, number) === 1 ? payload : [...payload, 0],
  }));
}

/** The gates that release the load to the PLC, in the order in which they are set to 0. */
export function gatesToArm(profile: MemoryMapProfile, image: LoadImage): readonly WordAddress[] {
  if (profile.gate === 'first-slot') return [gateAddress(profile, slot(1))];
  return image.slots
    .filter(({ moId }) => moId !== null)
    .map(({ slot: number }) => gateAddress(profile, number));
}
