import { AppError } from '../../../shared/errors.ts';
import type { Decoded } from './word-types.ts';

const CHARACTERS_PER_WORD = 2;
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

/** Characters that Unicode does not decompose into ASCII but that have a usual ASCII spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '‐': '-',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '⁄': '/',
  '×': 'x',
  ß: 'ss',
  Ø: 'O',
  ø: 'o',
  Æ: 'AE',
  æ: 'ae',
  Đ: 'D',
  đ: 'd',
};

/**
 * Printable ASCII as words: two characters a word, high byte first, padded with NUL.
 * Throws AppError PLC_VALUE_REFUSED on any other character and on a text longer than the room.
 */
export function encodeAscii(text: string, words: number): number[] {
  if (text.length > words * CHARACTERS_PER_WORD) {
    throw refused(text, `is longer than ${words * CHARACTERS_PER_WORD} characters`);
  }
  if (!isPrintable(text)) throw refused(text, 'has characters outside printable ASCII');
  return Array.from({ length: words }, (_, index) => {
    const at = index * CHARACTERS_PER_WORD;
    // charCodeAt is NaN behind the end of the text, where NUL pads.
    return (text.charCodeAt(at) || 0) * 0x100 + (text.charCodeAt(at + 1) || 0);
  });
}

/**
 * Words as text: ends at the first NUL, trailing blanks trimmed. A character outside printable ASCII, or
 * anything but NUL behind the first NUL, is a fault: such words are the rest of another value.
 */
export function decodeAscii(words: readonly number[]): Decoded<string> {
  const characters = words.flatMap((word) => [word >>> 8, word & 0xff]);
  const end = characters.indexOf(0);
  const text = end < 0 ? characters : characters.slice(0, end);
  const padding = characters.slice(text.length);
  if (!text.every(isPrintableCode)) return { ok: false, expected: 'printable ASCII' };
  if (padding.some((character) => character !== 0)) return { ok: false, expected: 'only NUL behind a NUL' };
  return { ok: true, value: String.fromCharCode(...text).trimEnd() };
}

/**
 * An order's name as words. It identifies the order, so it is never cut or respelt: AppError
 * PLC_VALUE_REFUSED when it is empty, too long, not printable ASCII, or has blanks at an end (they would
 * be lost on the way back).
 */
export function encodeMoId(moId: string, words: number): number[] {
  if (moId === '') throw refused(moId, 'is empty');
  if (moId.trim() !== moId) throw refused(moId, 'begins or ends with a blank');
  return encodeAscii(moId, words);
}

/**
 * A product's or recipe's name as the PLC can show it: accents dropped, other characters respelt or `?`,
 * cut to the room. For the eyes only, nothing is identified by it.
 */
export function plcText(text: string, words: number): string {
  const respelt = Array.from(text.normalize('NFKD').replace(/\p{M}/gu, ''), (character) => {
    if (/\s/u.test(character)) return ' ';
    return isPrintable(character) ? character : (SPELLINGS[character] ?? '?');
  }).join('');
  return respelt.slice(0, words * CHARACTERS_PER_WORD).trimEnd();
}

function isPrintableCode(code: number): boolean {
  return code >= FIRST_PRINTABLE && code <= LAST_PRINTABLE;
}

function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function refused(text: string, why: string): AppError {
  return new AppError('PLC_VALUE_REFUSED', `text for the PLC ${JSON.stringify(text)} ${why}`, {
    details: { text },
  });
}
