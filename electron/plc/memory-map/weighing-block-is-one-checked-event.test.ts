import { describe, expect, it } from 'vitest';
import { kg } from '../../../shared/units.ts';
import { shippedProfile } from './load-profile.ts';
import { withWords } from './testing/golden-slot.ts';
import { decodeWeighing, encodeWeighing, type Weighing } from './weighing-codec.ts';
import { describeFault } from './word-fault.ts';

const profile = shippedProfile('ten-slot');
const LIMITS = { maxKg: kg(1050) };

// Spelt out by hand from the layout: batch 3, "WH/MO/00014", product template 412, 825.25 kg, flag 0.
const WORDS: readonly number[] = [3, 0x5748, 0x2f4d, 0x4f2f, 0x3030, 0x3031, 0x3400, 0, 0, 412, 1, 16989, 0];
const WEIGHING: Weighing = { batch: 3, moId: 'WH/MO/00014', productTemplateId: 412, consumption: kg(825.25) };

function reasonsOf(changes: Readonly<Record<number, number>>): string[] {
  const reading = decodeWeighing(profile, withWords(WORDS, changes), LIMITS);
  return reading.kind === 'invalid' ? reading.reasons.map(describeFault) : [reading.kind];
}

describe('the manual weighing block', () => {
  it('is a new weighing while its flag is 0', () => {
    expect(decodeWeighing(profile, WORDS, LIMITS)).toEqual({ kind: 'event', ...WEIGHING });
    expect(encodeWeighing(profile, WEIGHING, 0)).toEqual(WORDS);
  });

  it('is nothing once its flag is 1, or before it was ever used', () => {
    expect(decodeWeighing(profile, encodeWeighing(profile, WEIGHING, 1), LIMITS)).toEqual({ kind: 'none' });
    expect(
      decodeWeighing(
        profile,
        WORDS.map(() => 0),
        LIMITS,
      ),
    ).toEqual({ kind: 'none' });
  });

  it.each([
    ['batch 0', { 0: 0 }, 'D9000 batch: expected an integer 1..32767, found 0000'],
    ['negative product', { 9: 0x8001 }, 'D9009 productTemplateId: expected an integer 1..32767, found 8001'],
    [
      'no order',
      { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 },
      "D9001 moId: expected an order's name, found 0000 0000 0000 0000 0000 0000 0000 0000",
    ],
    [
      'text behind a NUL',
      { 8: 0x41 },
      'D9001 moId: expected only NUL behind a NUL, found 5748 2F4D 4F2F 3030 3031 3400 0000 0041',
    ],
    [
      'over the limit',
      { 10: 0x447a },
      'D9010 consumption: expected hundredths of a kg, at most 1050 kg, found 447A 425D',
    ],
    ['flag', { 12: 0x0101 }, 'D9012 statusReadData: expected 0 or 1, found 0101'],
  ])('invalid: %s', (_, changes, reason) => {
    expect(reasonsOf(changes)).toEqual([reason]);
  });

  it('is invalid when it is not 13 words', () => {
    expect(decodeWeighing(profile, [...WORDS, 0], LIMITS)).toMatchObject({
      kind: 'invalid',
      reasons: [{ field: 'block', address: 9000, expected: '13 words', found: '14 words' }],
    });
  });
});
