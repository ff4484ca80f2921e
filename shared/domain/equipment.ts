/** The mill's dosing equipment: 13 silos and 2 liquid tanks, in the PLC's order (ids 101..115). */
export const EQUIPMENT = [
  { id: 101, key: 'silo_a', name: 'SILO A', odooCode: 'silo101', material: 'PKE pellet' },
  { id: 102, key: 'silo_b', name: 'SILO B', odooCode: 'silo102', material: 'kopra' },
  { id: 103, key: 'silo_c', name: 'SILO C', odooCode: 'silo103', material: 'pollard' },
  { id: 104, key: 'silo_d', name: 'SILO D', odooCode: 'silo104', material: 'jagung giling' },
  { id: 105, key: 'silo_e', name: 'SILO E', odooCode: 'silo105', material: 'CGF' },
  { id: 106, key: 'silo_f', name: 'SILO F', odooCode: 'silo106', material: 'onggok' },
  { id: 107, key: 'silo_g', name: 'SILO G', odooCode: 'silo107', material: 'DDGS jagung' },
  { id: 108, key: 'silo_h', name: 'SILO H', odooCode: 'silo108', material: 'ampok jagung' },
  { id: 109, key: 'silo_i', name: 'SILO I', odooCode: 'silo109', material: 'sawit' },
  { id: 110, key: 'silo_j', name: 'SILO J', odooCode: 'silo110', material: 'kulit kopi' },
  { id: 111, key: 'silo_k', name: 'SILO K', odooCode: 'silo111', material: 'katul' },
  { id: 112, key: 'silo_l', name: 'SILO L', odooCode: 'silo112', material: 'klenteng' },
  { id: 113, key: 'silo_m', name: 'SILO M', odooCode: 'silo113', material: 'BSJ' },
  { id: 114, key: 'lq_tetes', name: 'LQ114', odooCode: 'lq114', material: 'tetes' },
  { id: 115, key: 'lq_fml', name: 'LQ115', odooCode: 'lq115', material: 'FML' },
] as const;

export type Equipment = (typeof EQUIPMENT)[number];
export type ComponentKey = Equipment['key'];

/** One value for each of the 15 components. */
export type PerComponent<T> = Record<ComponentKey, T>;

/** Builds a value for each of the 15 components. */
export function perComponent<T>(make: (equipment: Equipment) => T): PerComponent<T> {
  return Object.fromEntries(
    EQUIPMENT.map((equipment) => [equipment.key, make(equipment)]),
  ) as PerComponent<T>;
}

/**
 * Recognises an equipment by the spellings found in Odoo and in the PLC: `silo114`, `SILO 111`,
 * `Silo K`, `LQ TETES`, `lq_fml`, `115`. Case, blanks, underscores, dots and dashes do not count.
 * Returns undefined for anything else: the caller must name the unknown code, never drop it.
 */
export function recogniseEquipment(code: string): Equipment | undefined {
  const plain = code.toLowerCase().replace(/[\s_.-]/g, '');
  if (plain === '') return undefined;
  const number = /^(?:silo|lq|liquid|tank)?(1\d\d)$/.exec(plain)?.[1];
  if (number !== undefined) return EQUIPMENT.find((equipment) => equipment.id === Number(number));
  return EQUIPMENT.find((equipment) => plain === equipment.key.replace('_', ''));
}
