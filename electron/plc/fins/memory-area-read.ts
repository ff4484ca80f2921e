import type { WordAddress } from '../../../shared/units.ts';
import { type DecodedRequest, type FinsCommand, refuseLength } from './command.ts';
import { MAX_READ_WORDS } from './frame.ts';
import { decodeRange, encodeDmRange, type MemoryRange, RANGE_BYTES, rangeName } from './memory-range.ts';
import { bytesToWords, wordsToBytes } from './word-bytes.ts';

/** MEMORY AREA READ (W342). */
export const MEMORY_AREA_READ = 0x0101;

/**
 * Reads `count` DM words from `address`; the answer is one number 0..65535 a word.
 * Throws AppError PLC_VALUE_REFUSED unless 1 <= count <= 729 and the range ends within D32767.
 */
export function readWordsCommand(address: WordAddress, count: number): FinsCommand<readonly number[]> {
  return {
    code: MEMORY_AREA_READ,
    name: `read ${rangeName(address, count)}`,
    data: encodeDmRange(address, count, MAX_READ_WORDS),
    replyDataBytes: count * 2,
    decode: bytesToWords,
  };
}

/** Server side: the range that a read asks for. */
export function decodeReadRequest(data: Uint8Array): DecodedRequest<MemoryRange> {
  return refuseLength(data, RANGE_BYTES) ?? { kind: 'request', request: decodeRange(data) };
}

/** Server side: the data of a good reply. */
export function encodeReadReply(words: readonly number[]): Buffer {
  return wordsToBytes(words);
}
