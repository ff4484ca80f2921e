import { Decimal } from 'decimal.js';

declare const kgBrand: unique symbol;
declare const wordAddressBrand: unique symbol;
declare const slotBrand: unique symbol;

/** A weight in kilograms: finite and not negative. */
export type Kg = number & { readonly [kgBrand]: true };

/** A word address in the PLC's DM area, D0..D32767. */
export type WordAddress = number & { readonly [wordAddressBrand]: true };

/** A batch slot's number, counted from 1. */
export type Slot = number & { readonly [slotBrand]: true };

/** DM area of a CJ2M: D00000 to D32767 (CJ2 CPU Unit Software Manual W473, section on I/O memory areas). */
export const DM_WORDS = 32_768;

/** The largest weight that the PLC's two-word, times-100 format can hold: (2^32 - 1) / 100 kg. */
export const MAX_X100_KG = 42_949_672.95;

export const ZERO_KG = 0 as Kg;

/** True for a number that may be called a weight: finite and >= 0. */
export function isKg(value: unknown): value is Kg {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Brands a number of kilograms. Throws RangeError on a negative, infinite or NaN value. */
export function kg(value: number): Kg {
  if (!isKg(value)) throw new RangeError(`not a weight in kg: ${value}`);
  return value;
}

/** Brands a DM word address. Throws RangeError outside D0..D32767. */
export function wordAddress(value: number): WordAddress {
  if (!Number.isInteger(value) || value < 0 || value >= DM_WORDS) {
    throw new RangeError(`not a DM word address: ${value}`);
  }
  return value as WordAddress;
}

/** Brands a slot number, counted from 1. Throws RangeError on anything else. */
export function slot(value: number): Slot {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`not a slot number: ${value}`);
  return value as Slot;
}

/**
 * Kilograms as whole hundredths, rounded half up in decimal arithmetic: 8.29 kg is 829, while the
 * float product 8.29 * 100 is 828.999... Throws RangeError above {@link MAX_X100_KG}.
 */
export function toHundredths(value: Kg): number {
  const hundredths = new Decimal(value).times(100).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
  if (hundredths > 0xffff_ffff) throw new RangeError(`${value} kg does not fit the PLC's two words`);
  return hundredths;
}

/** Whole hundredths of a kilogram as kilograms. Throws RangeError on a negative or broken number. */
export function fromHundredths(hundredths: number): Kg {
  if (!Number.isInteger(hundredths)) throw new RangeError(`not whole hundredths: ${hundredths}`);
  return kg(new Decimal(hundredths).dividedBy(100).toNumber());
}

/** Adds weights in decimal arithmetic, so that 0.1 + 0.2 kg is 0.3 kg. */
export function sumKg(values: Iterable<Kg>): Kg {
  let sum = new Decimal(0);
  for (const value of values) sum = sum.plus(value);
  return kg(sum.toNumber());
}

/** `value * numerator / denominator` in decimal arithmetic. Throws RangeError on a denominator of 0. */
export function scaleKg(value: Kg, numerator: number, denominator: number): Kg {
  if (denominator === 0) throw new RangeError('scale by a denominator of 0');
  return kg(new Decimal(value).times(numerator).dividedBy(denominator).toDecimalPlaces(6).toNumber());
}
