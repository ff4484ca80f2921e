import { type ComponentKey, EQUIPMENT } from '../../../shared/domain/equipment.ts';

/** `SILO A`, `LQ114`. */
export function equipmentName(key: ComponentKey): string {
  return EQUIPMENT.find((equipment) => equipment.key === key)?.name ?? key;
}

/** As short as an axis needs it: `A`, `LQ114`. */
export function equipmentMark(key: ComponentKey): string {
  return equipmentName(key).replace('SILO ', '');
}
