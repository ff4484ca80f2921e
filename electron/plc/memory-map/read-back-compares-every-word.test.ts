import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slot, wordAddress } from '../../../shared/units.ts';
import { shippedProfile } from './load-profile.ts';
import { compareWords, encodeEmptySlot, encodeWriteSlot } from './slot-codec.ts';
import { GOLDEN_CONTENT, withWords } from './testing/golden-slot.ts';

const SEED = 7_300_076;
const profile = shippedProfile('ten-slot');
const BASE = wordAddress(7300);
const WRITTEN = encodeWriteSlot(profile, slot(4), { ...GOLDEN_CONTENT, statusManufacturing: 0 });

it('the same words have no difference', () => {
  expect(compareWords(WRITTEN, [...WRITTEN], BASE)).toEqual([]);
});

it('a finished word that was never cleared is found', () => {
  const found = withWords(WRITTEN, { 72: 1 });
  expect(compareWords(WRITTEN, found, BASE)).toEqual([{ address: 7372, expected: 0, found: 1 }]);
});

it('an old order in an emptied slot is found word by word', () => {
  const differences = compareWords(encodeEmptySlot(profile, slot(4)), WRITTEN, BASE);
  expect(differences[0]).toEqual({ address: 7301, expected: 0, found: 0x5748 });
  // 6 + 6 + 6 words of text, 2 of the quantity, 9 of components.
  expect(differences).toHaveLength(29);
});

it('a word that is missing or too many is a difference', () => {
  expect(compareWords([1, 2], [1], BASE)).toEqual([{ address: 7301, expected: 2, found: null }]);
  expect(compareWords([1], [1, 2], BASE)).toEqual([{ address: 7301, expected: null, found: 2 }]);
});

it(`any one wrong word is found at its address (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 75 }), fc.integer({ min: 1, max: 0xffff }), (offset, change) => {
      const wrong = ((WRITTEN[offset] ?? 0) + change) % 0x1_0000;
      expect(compareWords(WRITTEN, withWords(WRITTEN, { [offset]: wrong }), BASE)).toEqual([
        { address: 7300 + offset, expected: WRITTEN[offset], found: wrong },
      ]);
    }),
    { seed: SEED, numRuns: 500 },
  );
});
