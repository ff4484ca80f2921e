import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slot, wordAddress } from '../../../shared/units.ts';
import { slotRange, slotsOf } from './addresses.ts';
import { shippedProfile } from './load-profile.ts';
import { planReads, sliceRange, type WordRange, wordsOf } from './read-plan.ts';

const SEED = 477_477;
const ten = shippedProfile('ten-slot');
const single = shippedProfile('single-slot-2025');
const refused = expect.objectContaining({ code: 'PLC_ADDRESS_REFUSED' });

function range(address: number, words: number): WordRange {
  return { address: wordAddress(address), words };
}

/** Words whose value tells their address. */
function reply(block: WordRange): { block: WordRange; words: number[] } {
  return { block, words: Array.from({ length: block.words }, (_, index) => block.address + index) };
}

describe('a read plan', () => {
  it('reads the ten READ slots in two balanced requests', () => {
    const slots = slotsOf(ten).map((number) => slotRange(ten.read, number));
    expect(planReads(slots)).toEqual([range(6000, 477), range(6500, 477)]);
    expect(planReads(slots.toReversed())).toEqual([range(6000, 477), range(6500, 477)]);
  });

  it('reads the single slot in one', () => {
    expect(planReads([slotRange(single.read, slot(1))])).toEqual([range(6001, 77)]);
  });

  it.each([
    ['nothing', [], []],
    ['729 words, the most of one request', [range(0, 700), range(700, 29)], [range(0, 729)]],
    ['730 words in two', [range(0, 700), range(700, 30)], [range(0, 700), range(700, 30)]],
    ['overlapping ranges once', [range(10, 50), range(0, 100), range(90, 20)], [range(0, 110)]],
    ['far ranges apart', [range(0, 2), range(30_000, 2)], [range(0, 2), range(30_000, 2)]],
  ])('%s', (_, ranges, blocks) => {
    expect(planReads(ranges)).toEqual(blocks);
  });

  it.each([
    ['a range over the limit', range(0, 730)],
    ['an empty range', range(0, 0)],
    ['half a word', range(0, 1.5)],
  ])('refuses %s', (_, broken) => {
    expect(() => planReads([broken])).toThrow(refused);
  });

  it(`has the fewest requests and the smallest largest one (seed ${SEED})`, () => {
    const ranges = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 40 }))
        .map(([a, w]) => range(a, w)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(ranges, (wanted) => {
        const blocks = planReads(wanted, 100);
        for (const one of wanted) {
          const words = wordsOf(blocks.map(reply), one);
          expect(words).toEqual(reply(one).words);
        }
        const best = bestPlan(wanted, 100);
        expect(blocks).toHaveLength(best.requests);
        expect(Math.max(...blocks.map((block) => block.words))).toBe(best.largest);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

/** By trying every way of cutting the sorted ranges into runs. */
function bestPlan(ranges: readonly WordRange[], maxWords: number): { requests: number; largest: number } {
  const sorted = ranges.toSorted((a, b) => a.address - b.address);
  const plans = Array.from({ length: 2 ** (sorted.length - 1) }, (_, cuts) => {
    const runs: WordRange[][] = [];
    for (const [index, one] of sorted.entries()) {
      const last = runs.at(-1);
      if (last === undefined || (cuts >> (index - 1)) & 1) runs.push([one]);
      else last.push(one);
    }
    const sizes = runs.map((run) => {
      const start = Math.min(...run.map((one) => one.address));
      return Math.max(...run.map((one) => one.address + one.words)) - start;
    });
    return { requests: runs.length, largest: Math.max(...sizes) };
  });
  const fitting = plans.filter((plan) => plan.largest <= maxWords);
  const requests = Math.min(...fitting.map((plan) => plan.requests));
  const largest = Math.min(
    ...fitting.filter((plan) => plan.requests === requests).map((plan) => plan.largest),
  );
  return { requests, largest };
}

describe('the words of a range', () => {
  const block = reply(range(6500, 477));

  it('are cut out of the block that covers it', () => {
    expect(sliceRange(block.block, block.words, range(6600, 77))).toEqual(reply(range(6600, 77)).words);
    expect(sliceRange(block.block, block.words, range(6500, 477))).toEqual(block.words);
  });

  it.each([range(6499, 2), range(6976, 2), range(6000, 77)])(
    'are not there for $address x$words',
    (outside) => {
      expect(sliceRange(block.block, block.words, outside)).toBeUndefined();
      expect(() => wordsOf([block], outside)).toThrow(refused);
    },
  );

  it('are never taken from a reply of another length', () => {
    expect(() => sliceRange(block.block, block.words.slice(1), range(6600, 77))).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
  });
});
