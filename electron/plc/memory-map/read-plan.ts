import { AppError } from '../../../shared/errors.ts';
import { type WordAddress, wordAddress } from '../../../shared/units.ts';

/** Words per read that keep the reply in one Ethernet frame, so that no datagram is fragmented. */
export const MAX_READ_WORDS = 729;

/** Consecutive words of the DM area. */
export interface WordRange {
  readonly address: WordAddress;
  /** Length in words, at least 1. */
  readonly words: number;
}

/** A block that was read, with its words. */
export interface BlockReply {
  readonly block: WordRange;
  readonly words: readonly number[];
}

/**
 * The reads that cover all ranges: as few requests as possible, no range split between two, and among
 * those the plan whose largest request is smallest. Words between the ranges are read along.
 *
 * @param ranges in any order; they may touch or overlap
 * @param maxWords limit of one request, in words
 * @throws AppError PLC_ADDRESS_REFUSED for a range that is empty or longer than `maxWords`
 */
export function planReads(ranges: readonly WordRange[], maxWords = MAX_READ_WORDS): WordRange[] {
  for (const { address, words } of ranges) {
    if (!Number.isInteger(words) || words < 1 || words > maxWords) {
      throw new AppError(
        'PLC_ADDRESS_REFUSED',
        `a read of ${words} words at D${address}; 1..${maxWords} allowed`,
      );
    }
  }
  const sorted = ranges.toSorted((a, b) => a.address - b.address);
  const fewest = pack(sorted, maxWords).length;
  // Packing with a smaller limit never needs fewer blocks: search the smallest limit that needs no more.
  let low = Math.max(0, ...sorted.map((range) => range.words));
  let high = maxWords;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (pack(sorted, middle).length > fewest) low = middle + 1;
    else high = middle;
  }
  return pack(sorted, high);
}

/**
 * The words of one range out of a block; undefined when the block does not cover the whole range.
 * Throws AppError INTERNAL when `words` are not as many as the block's.
 */
export function sliceRange(
  block: WordRange,
  words: readonly number[],
  range: WordRange,
): number[] | undefined {
  if (words.length !== block.words) {
    throw new AppError('INTERNAL', `block D${block.address} has ${block.words} words, not ${words.length}`);
  }
  if (range.address < block.address || endOf(range) > endOf(block)) return undefined;
  const start = range.address - block.address;
  return words.slice(start, start + range.words);
}

/** The words of one range out of the replies to a plan. Throws AppError PLC_ADDRESS_REFUSED when none covers it. */
export function wordsOf(replies: readonly BlockReply[], range: WordRange): number[] {
  for (const { block, words } of replies) {
    const found = sliceRange(block, words, range);
    if (found !== undefined) return found;
  }
  throw new AppError('PLC_ADDRESS_REFUSED', `D${range.address} x${range.words} was not read`);
}

function endOf(range: WordRange): number {
  return range.address + range.words;
}

/** Fills blocks in address order; for ranges sorted by address this needs the fewest blocks of at most `maxWords`. */
function pack(sorted: readonly WordRange[], maxWords: number): WordRange[] {
  const blocks: { address: WordAddress; words: number }[] = [];
  for (const range of sorted) {
    const block = blocks.at(-1);
    if (block !== undefined && endOf(range) - block.address <= maxWords) {
      block.words = Math.max(block.words, endOf(range) - block.address);
    } else {
      blocks.push({ address: wordAddress(range.address), words: range.words });
    }
  }
  return blocks;
}
