import type { MemoryMapView } from '../../../shared/contract/diagnostics.ts';

type Area = MemoryMapView['areas'][number];
type Field = Area['fields'][number];

/** What the words of a field mean. `fault`: they hold no such value. */
export type WordValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'kg'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'flag'; readonly value: 0 | 1 }
  | { readonly kind: 'fault'; readonly expected: 'text' | 'flag' };

/** A field of a slot with its words. */
export interface FieldWords {
  readonly field: Field;
  readonly address: number;
  readonly words: readonly number[];
  readonly value: WordValue;
}

const WORD_VALUES = 0x1_0000;
const MAX_INT16 = 0x7fff;

/** The fields of a slot with their words, in the order of their addresses. A slot that was read in part gives none. */
export function fieldWords(area: Area, slot: number, words: readonly number[]): readonly FieldWords[] {
  if (words.length !== area.length) return [];
  const first = area.base + (slot - 1) * area.stride;
  return area.fields.map((field) => {
    const own = words.slice(field.offset, field.offset + field.words);
    return { field, address: first + field.offset, words: own, value: meaningOf(field.type, own) };
  });
}

function meaningOf(type: Field['type'], words: readonly number[]): WordValue {
  const [first = 0, second = 0] = words;
  switch (type) {
    case 'int16':
      return { kind: 'number', value: first > MAX_INT16 ? first - WORD_VALUES : first };
    case 'x100':
      // Two words, the high one first: an unsigned count of hundredths of a kilogram.
      return { kind: 'kg', value: (first * WORD_VALUES + second) / 100 };
    case 'flag':
      return first === 0 || first === 1
        ? { kind: 'flag', value: first }
        : { kind: 'fault', expected: 'flag' };
    case 'ascii':
      return textOf(words);
  }
}

/** Two characters a word, the first one in its high byte; NUL fills what is left. */
function textOf(words: readonly number[]): WordValue {
  const characters = words.flatMap((word) => [word >>> 8, word & 0xff]);
  const end = characters.indexOf(0);
  const text = end < 0 ? characters : characters.slice(0, end);
  const isText =
    text.every(isPrintable) && characters.slice(text.length).every((character) => character === 0);
  return isText
    ? { kind: 'text', value: String.fromCharCode(...text).trimEnd() }
    : { kind: 'fault', expected: 'text' };
}

function isPrintable(character: number): boolean {
  return character >= 0x20 && character <= 0x7e;
}

/** As the PLC's programming tool shows it: four hexadecimal digits. */
export function hexOf(word: number): string {
  return word.toString(16).toUpperCase().padStart(4, '0');
}

/** Both characters of a word; a dot for what cannot be printed. */
export function charactersOf(word: number): string {
  return [word >>> 8, word & 0xff]
    .map((character) => (isPrintable(character) ? String.fromCharCode(character) : '.'))
    .join('');
}

/** A component's fields, its id and its weight, side by side; `others` are the slot's own fields. */
export function grouped(fields: readonly FieldWords[]): {
  readonly others: readonly FieldWords[];
  readonly components: readonly { readonly id: FieldWords; readonly weight: FieldWords }[];
} {
  const others = fields.filter(({ field }) => field.equipment === null);
  const ids = fields.filter(({ field }) => field.equipment !== null && field.field.endsWith('.id'));
  const components = ids.flatMap((id) => {
    const weight = fields.find(
      ({ field }) => field.equipment === id.field.equipment && field.field !== id.field.field,
    );
    return weight === undefined ? [] : [{ id, weight }];
  });
  return { others, components };
}
