import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHundredths, kg, MAX_X100_KG, toHundredths } from '../../../shared/units.ts';
import { decodeX100, encodeX100 } from './word-types.ts';

const SEED = 20_250_221;

describe('weights as two words, high word first', () => {
  it.each([
    [1000, [1, 34464]],
    [825.25, [1, 16989]],
    [20_000, [30, 33920]],
    [0.25, [0, 25]],
    [8.29, [0, 829]],
    [381.25, [0, 38125]],
    [2500, [3, 53392]],
    [655.35, [0, 65535]],
    [655.36, [1, 0]],
    [0, [0, 0]],
    [MAX_X100_KG, [65535, 65535]],
  ])('%d kg', (weight, words) => {
    expect(encodeX100(kg(weight))).toEqual(words);
    expect(decodeX100(words[0] ?? -1, words[1] ?? -1)).toBe(weight);
  });

  it('rounds half up in decimal arithmetic', () => {
    expect(encodeX100(kg(1.005))).toEqual([0, 101]);
    expect(encodeX100(kg(1.0049))).toEqual([0, 100]);
  });

  it('reads a word with its top bit set as a weight, never as a negative one', () => {
    expect(decodeX100(0, 0x94ed)).toBe(381.25);
    expect(decodeX100(0x8000, 0)).toBe(21_474_836.48);
  });

  it('refuses what does not fit two words', () => {
    expect(() => encodeX100(kg(MAX_X100_KG + 0.01))).toThrow(
      expect.objectContaining({ code: 'PLC_VALUE_REFUSED' }),
    );
  });

  it(`survives the round trip over the whole range (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (hundredths) => {
        const words = encodeX100(fromHundredths(hundredths));
        expect(words).toEqual([Math.floor(hundredths / 65536), hundredths % 65536]);
        expect(toHundredths(decodeX100(...words))).toBe(hundredths);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
