import type { Kg } from '../../../shared/units.ts';
import { decodeX100 } from './word-types.ts';

const LOWEST_SHARE = 0.5;
const HIGHEST_SHARE = 1.5;

/**
 * True when a weight was evidently stored as an IEEE-754 float instead of hundredths of a kg: read as
 * hundredths it is far from `reference` (outside 50..150 %), read as a float, in either word order, it is
 * near. Low word first is the order of REAL values on Omron CPUs, and such a float can pass for a modest
 * weight: 1000.0 is 0000 447A, which reads as 175.30 kg. The value is never converted, only refused (S6).
 *
 * @param words the weight's two words as they lie in memory, lower address first
 * @param reference a weight that the right one must be near, such as the order's quantity; 0 proves nothing
 */
export function weightLooksLikeFloat(words: readonly [high: number, low: number], reference: Kg): boolean {
  const [first, second] = words;
  const asHundredths = decodeX100(first, second);
  if (asHundredths === 0 || isNear(asHundredths, reference)) return false;
  return isNear(floatOf(first, second), reference) || isNear(floatOf(second, first), reference);
}

/** False for a reference of 0, and for NaN and infinite values. */
function isNear(value: number, reference: Kg): boolean {
  return reference > 0 && value >= reference * LOWEST_SHARE && value <= reference * HIGHEST_SHARE;
}

function floatOf(high: number, low: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, high);
  view.setUint16(2, low);
  return view.getFloat32(0);
}
