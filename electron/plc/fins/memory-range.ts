import { AppError } from '../../../shared/errors.ts';
import { DM_WORDS, type WordAddress } from '../../../shared/units.ts';

/** Memory area code of DM words (W342, I/O memory area designations). */
export const DM_WORD_AREA = 0x82;
/** Area code, word address, bit, number of items. */
export const RANGE_BYTES = 6;

/** A stretch of PLC memory as 0101 and 0102 name it. */
export interface MemoryRange {
  readonly area: number;
  /** Word address 0..65535 as sent; whether the area has it is for the PLC to say. */
  readonly address: number;
  readonly bit: number;
  /** Number of items: words for a word area. */
  readonly count: number;
}

/**
 * The range bytes of `count` DM words from `address`.
 * Throws AppError PLC_VALUE_REFUSED unless 1 <= count <= limitWords and the range ends within D32767.
 */
export function encodeDmRange(address: WordAddress, count: number, limitWords: number): Buffer {
  if (!Number.isInteger(address) || address < 0 || address >= DM_WORDS) {
    throw refused(`D${address} is not a DM word`, { address, count });
  }
  if (!Number.isInteger(count) || count < 1 || count > limitWords) {
    throw refused(`${count} words in one command, allowed are 1..${limitWords}`, { address, count });
  }
  if (address + count > DM_WORDS) {
    throw refused(`${count} words from D${address} end beyond D${DM_WORDS - 1}`, { address, count });
  }
  return Buffer.from([DM_WORD_AREA, address >> 8, address & 0xff, 0, count >> 8, count & 0xff]);
}

/** The range at the start of a request's data. The caller has checked that there are 6 bytes. */
export function decodeRange(data: Uint8Array): MemoryRange {
  const at = (index: number): number => data[index] ?? 0;
  return { area: at(0), address: (at(1) << 8) | at(2), bit: at(3), count: (at(4) << 8) | at(5) };
}

/** "D6000..D6476", or "D7076" for one word. */
export function rangeName(address: number, count: number): string {
  return count === 1 ? `D${address}` : `D${address}..D${address + count - 1}`;
}

function refused(message: string, details: Record<string, unknown>): AppError {
  return new AppError('PLC_VALUE_REFUSED', message, { details });
}
