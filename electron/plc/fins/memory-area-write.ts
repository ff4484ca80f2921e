import { AppError } from '../../../shared/errors.ts';
import type { WordAddress } from '../../../shared/units.ts';
import {
  COMMAND_TOO_SHORT,
  type DecodedRequest,
  type FinsCommand,
  ITEMS_AND_DATA_DIFFER,
} from './command.ts';
import { MAX_WRITE_WORDS } from './frame.ts';
import { decodeRange, encodeDmRange, type MemoryRange, RANGE_BYTES, rangeName } from './memory-range.ts';
import { bytesToWords, wordsToBytes } from './word-bytes.ts';

/** MEMORY AREA WRITE (W342). */
export const MEMORY_AREA_WRITE = 0x0102;

/** A range and the words to put there; `words.length` equals `count`. */
export interface WriteRequest extends MemoryRange {
  readonly words: readonly number[];
}

/**
 * Writes words (each 0..65535) to DM from `address`.
 * Throws AppError PLC_VALUE_REFUSED on a word out of range, no word, more than 727, or an end beyond D32767.
 */
export function writeWordsCommand(address: WordAddress, words: readonly number[]): FinsCommand<null> {
  const range = encodeDmRange(address, words.length, MAX_WRITE_WORDS);
  words.forEach((word, index) => {
    if (Number.isInteger(word) && word >= 0 && word <= 0xffff) return;
    throw new AppError('PLC_VALUE_REFUSED', `${word} is not a word for D${address + index}`, {
      details: { address: address + index, word },
    });
  });
  return {
    code: MEMORY_AREA_WRITE,
    name: `write ${rangeName(address, words.length)}`,
    data: Buffer.concat([range, wordsToBytes(words)]),
    replyDataBytes: 0,
    decode: () => null,
  };
}

/** Server side: the range and the words of a write to a word area. */
export function decodeWriteRequest(data: Uint8Array): DecodedRequest<WriteRequest> {
  if (data.length < RANGE_BYTES) return { kind: 'refused', endCode: COMMAND_TOO_SHORT };
  const range = decodeRange(data);
  const payload = data.subarray(RANGE_BYTES);
  if (payload.length !== range.count * 2) return { kind: 'refused', endCode: ITEMS_AND_DATA_DIFFER };
  return { kind: 'request', request: { ...range, words: bytesToWords(payload) } };
}
