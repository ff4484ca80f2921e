import { AppError } from '../../../shared/errors.ts';
import { type Kg, type WordAddress, wordAddress } from '../../../shared/units.ts';
import type { FieldPlace } from './field-places.ts';
import { decodeAscii } from './plc-text.ts';
import { hexWords, type WordFault } from './word-fault.ts';
import { type Decoded, decodeBcd, decodeFlag, decodeInt16, decodeX100, isWord } from './word-types.ts';

/**
 * Reads the fields of one block of words and collects what is wrong with them. A method returns null for
 * a field that failed its check, after adding the fault; no value is repaired or replaced (S6).
 * Read each field once: a second read would add its fault again.
 */
export class BlockReader<Name extends string> {
  readonly faults: WordFault<Name>[] = [];
  readonly #base: WordAddress;
  readonly #places: ReadonlyMap<Name, FieldPlace<Name>>;
  readonly #words: readonly number[];

  /** @param words all words of the block, as {@link blockShapeFault} has checked them */
  constructor(base: WordAddress, places: readonly FieldPlace<Name>[], words: readonly number[]) {
    this.#base = base;
    this.#places = new Map(places.map((place) => [place.name, place]));
    this.#words = words;
  }

  /** The field's words, unchecked. */
  raw(field: Name): readonly number[] {
    const { offset, words } = this.#place(field);
    return this.#words.slice(offset, offset + words);
  }

  /** The first word of the field, unchecked. */
  word(field: Name): number {
    return at(this.raw(field), 0);
  }

  /** The two words of a weight, unchecked. */
  wordPair(field: Name): [high: number, low: number] {
    const words = this.raw(field);
    return [at(words, 0), at(words, 1)];
  }

  text(field: Name): string | null {
    return this.#take(field, decodeAscii(this.raw(field)));
  }

  flag(field: Name): 0 | 1 | null {
    return this.#take(field, decodeFlag(this.word(field)));
  }

  bcd(field: Name, digits: 2 | 4, least: number, most: number): number | null {
    const value = this.#take(field, decodeBcd(this.word(field), digits));
    if (value === null || (value >= least && value <= most)) return value;
    return this.fault(field, `BCD ${least}..${most}`);
  }

  /** A weight of at most `maxKg`. */
  weight(field: Name, maxKg: Kg): Kg | null {
    const value = decodeX100(...this.wordPair(field));
    return value <= maxKg ? value : this.fault(field, `hundredths of a kg, at most ${maxKg} kg`);
  }

  /** An id: a signed 16-bit integer that counts from 1. */
  positiveInt(field: Name): number | null {
    const value = decodeInt16(this.word(field));
    return value >= 1 ? value : this.fault(field, 'an integer 1..32767');
  }

  /** A word that can have one value only. */
  expectWord(field: Name, expected: number): void {
    if (this.word(field) !== expected) this.fault(field, `${hexWords([expected])} (${expected})`);
  }

  /** Adds a fault on the field, showing its raw words. */
  fault(field: Name, expected: string): null {
    const address = wordAddress(this.#base + this.#place(field).offset);
    this.faults.push({ field, address, expected, found: hexWords(this.raw(field)) });
    return null;
  }

  #take<T>(field: Name, decoded: Decoded<T>): T | null {
    return decoded.ok ? decoded.value : this.fault(field, decoded.expected);
  }

  #place(field: Name): FieldPlace<Name> {
    const place = this.#places.get(field);
    if (place === undefined) throw new AppError('INTERNAL', `no field ${field} in this block`);
    return place;
  }
}

/**
 * Why these cannot be the words of a block of `length` words, or null. Checked before a {@link BlockReader}
 * is made: a block of the wrong size says nothing about any field.
 */
export function blockShapeFault(
  base: WordAddress,
  length: number,
  words: readonly number[],
): WordFault<'block'> | null {
  const fault = { field: 'block' as const, address: base };
  if (words.length !== length)
    return { ...fault, expected: `${length} words`, found: `${words.length} words` };
  const foreign = words.find((word) => !isWord(word));
  return foreign === undefined ? null : { ...fault, expected: 'words 0..65535', found: String(foreign) };
}

function at(words: readonly number[], index: number): number {
  const word = words[index];
  if (word === undefined) throw new AppError('INTERNAL', `a block ends before word ${index} of a field`);
  return word;
}
