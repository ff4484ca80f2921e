import type { Kg } from '../../shared/units.ts';
import { kg, scaleKg } from '../../shared/units.ts';

/** Kilograms in one unit, as numerator and denominator; names as Odoo spells units, in lower case. */
const UNITS: readonly { names: readonly string[]; numerator: number; denominator: number }[] = [
  { names: ['kg', 'kgs', 'kilo', 'kilogram', 'kilograms'], numerator: 1, denominator: 1 },
  { names: ['g', 'gr', 'gram', 'grams'], numerator: 1, denominator: 1000 },
  { names: ['t', 'ton', 'tons', 'tonne', 'tonnes'], numerator: 1000, denominator: 1 },
];

/**
 * A weight in Odoo's unit as kilograms, in decimal arithmetic. Null for a unit that is not one of kg, g
 * and metric ton: a litre or a bag has no weight that could be calculated.
 * Throws RangeError on a negative value.
 */
export function weightInKg(value: number, uom: string): Kg | null {
  const name = uom.trim().toLowerCase();
  const unit = UNITS.find((candidate) => candidate.names.includes(name));
  return unit === undefined ? null : scaleKg(kg(value), unit.numerator, unit.denominator);
}
