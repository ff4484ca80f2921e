import { AppError, messageOf } from '../../../shared/errors.ts';
import { fromHundredths, type Kg, toHundredths } from '../../../shared/units.ts';

/** A decoded value, or what would have been right. The words that were wrong are the caller's to show. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string };

const MAX_WORD = 0xffff;
const WORD_VALUES = 0x1_0000;
const MIN_INT16 = -0x8000;
const MAX_INT16 = 0x7fff;

/** True for what one PLC word can hold: an integer 0..65535. */
export function isWord(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_WORD;
}

/** A signed 16-bit integer as one word. Throws AppError PLC_VALUE_REFUSED outside -32768..32767. */
export function encodeInt16(value: number): number {
  if (!Number.isInteger(value) || value < MIN_INT16 || value > MAX_INT16) {
    throw new AppError('PLC_VALUE_REFUSED', `${value} does not fit a signed 16-bit word`);
  }
  return value < 0 ? value + WORD_VALUES : value;
}

/** One word as a signed 16-bit integer. Every word is one. */
export function decodeInt16(word: number): number {
  return word > MAX_INT16 ? word - WORD_VALUES : word;
}

/**
 * A weight as two words: unsigned 32-bit count of hundredths, high word first. 1000.00 kg is [1, 34464].
 * Rounds half up in decimal arithmetic. Throws AppError PLC_VALUE_REFUSED above 42,949,672.95 kg.
 */
export function encodeX100(value: Kg): [high: number, low: number] {
  const hundredths = hundredthsOf(value);
  const low = hundredths % WORD_VALUES;
  return [(hundredths - low) / WORD_VALUES, low];
}

/** Two words, high word first, as a weight. Unsigned over its full range: plain arithmetic, no 32-bit operators. */
export function decodeX100(high: number, low: number): Kg {
  return fromHundredths(high * WORD_VALUES + low);
}

/** A flag as one word. */
export function encodeFlag(value: 0 | 1): number {
  return value;
}

/** Exactly 0 or 1; anything else is a fault. */
export function decodeFlag(word: number): Decoded<0 | 1> {
  return word === 0 || word === 1 ? { ok: true, value: word } : { ok: false, expected: '0 or 1' };
}

/** A number as `digits` binary-coded decimal digits in one word. Throws AppError PLC_VALUE_REFUSED when it does not fit. */
export function encodeBcd(value: number, digits: 2 | 4): number {
  if (!Number.isInteger(value) || value < 0 || value >= 10 ** digits) {
    throw new AppError('PLC_VALUE_REFUSED', `${value} does not fit ${digits} BCD digits`);
  }
  return Number.parseInt(String(value), 16);
}

/** `digits` binary-coded decimal digits of one word; the digits above them must be 0. */
export function decodeBcd(word: number, digits: 2 | 4): Decoded<number> {
  const text = word.toString(16);
  if (!/^\d+$/.test(text) || text.length > digits) return { ok: false, expected: `${digits} BCD digits` };
  return { ok: true, value: Number(text) };
}

function hundredthsOf(value: Kg): number {
  try {
    return toHundredths(value);
  } catch (thrown) {
    throw new AppError('PLC_VALUE_REFUSED', messageOf(thrown), { cause: thrown });
  }
}
