import { z } from 'zod';
import { type ComponentKey, EQUIPMENT } from '../../../../shared/domain/equipment.ts';
import { AppError } from '../../../../shared/errors.ts';
import { MAX_SLOTS } from '../../../plc/memory-map/profile-schema.ts';
import { type BehaviourDefinition, type SwitchableBehaviour, switchable } from '../../control/behaviour.ts';
import type { SlotWords } from '../program-map.ts';
import type { TrainingPlc } from '../training-plc.ts';

/** A behaviour of the training PLC. */
export function plcBehaviour<Parameters extends z.ZodObject>(
  definition: BehaviourDefinition<TrainingPlc, Parameters>,
): SwitchableBehaviour<TrainingPlc> {
  return switchable(definition);
}

export const slotNumber = z.int().min(1).max(MAX_SLOTS);

export const SLOT_TEXT = { id: 'Nomor slot', en: 'Slot number' } as const;

/** A slot's addresses. Throws AppError BAD_REQUEST when the PLC's memory map has no such slot. */
export function slotOf(plc: TrainingPlc, number: number): SlotWords {
  const at = plc.map.slots.find(({ slot }) => slot === number);
  if (at !== undefined) return at;
  throw new AppError('BAD_REQUEST', `this PLC has ${plc.map.slots.length} slots, not ${number}`);
}

/** A component's place in the lists of a slot's addresses. */
export function componentIndex(component: ComponentKey): number {
  return EQUIPMENT.findIndex(({ key }) => key === component);
}
