import { describe, expect, it } from 'vitest';
import { kg, slot, ZERO_KG } from '../../../shared/units.ts';
import { weightLooksLikeFloat } from './float-trap.ts';
import { shippedProfile } from './load-profile.ts';
import { decodeReadSlot } from './slot-codec.ts';
import { GOLDEN_WORDS, withWords } from './testing/golden-slot.ts';

const profile = shippedProfile('ten-slot');
const SLOT = slot(4);
const LIMITS = { maxKg: kg(1050) };
// IEEE-754 single precision: 1000.0 is 447A0000, 825.25 is 444E5000, 750.0 is 443B8000.

describe('a weight that was stored as a float', () => {
  it.each([
    ['1000.0, low word first: reads as 175.30 kg', [0x0000, 0x447a], 1000, true],
    ['1000.0, high word first', [0x447a, 0x0000], 1000, true],
    ['825.25, low word first', [0x5000, 0x444e], 1000, true],
    ['a float far from the order', [0x0000, 0x447a], 10, false],
    ['1000.00 kg in hundredths', [0x0001, 0x86a0], 1000, false],
    ['500.00 kg, the lowest share', [0x0000, 0xc350], 1000, false],
    ['a small real weight', [0x0000, 0x0019], 1000, false],
    ['no weight', [0, 0], 1000, false],
    ['172.00 kg, near as hundredths although it is also near as a float', [0x0000, 0x4330], 175, false],
    ['175.30 kg of an order of 200 kg', [0x0000, 0x447a], 200, false],
  ] as const)('%s', (_, words, reference, looks) => {
    expect(weightLooksLikeFloat(words, kg(reference))).toBe(looks);
  });

  it('cannot be told without a reference', () => {
    expect(weightLooksLikeFloat([0x8000, 0], ZERO_KG)).toBe(false);
    expect(weightLooksLikeFloat([0, 0x447a], ZERO_KG)).toBe(false);
  });
});

describe('a slot with such a weight', () => {
  const trapped = withWords(GOLDEN_WORDS, { 74: 0x0000, 75: 0x447a });

  it('is faulty when it is finished, showing the raw words', () => {
    expect(decodeReadSlot(profile, SLOT, trapped, LIMITS)).toMatchObject({
      kind: 'faulty',
      moId: 'WH/MO/00014',
      faults: [
        {
          field: 'weight',
          address: 6374,
          expected: 'hundredths of a kg, not a float (order of 1000 kg)',
          found: '0000 447A',
        },
      ],
    });
  });

  it('is faulty in either word order', () => {
    const swapped = withWords(GOLDEN_WORDS, { 74: 0x447a, 75: 0x0000 });
    expect(decodeReadSlot(profile, SLOT, swapped, LIMITS)).toMatchObject({
      kind: 'faulty',
      faults: [{ field: 'weight', found: '447A 0000' }],
    });
  });

  it('may still be on its way up while it is running', () => {
    const running = withWords(trapped, { 72: 0 });
    expect(decodeReadSlot(profile, SLOT, running, LIMITS)).toMatchObject({
      kind: 'valid',
      content: { weight: 175.3 },
    });
  });
});
