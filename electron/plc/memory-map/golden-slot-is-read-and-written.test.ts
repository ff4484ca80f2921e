import { describe, expect, it } from 'vitest';
import { perComponent } from '../../../shared/domain/equipment.ts';
import { kg, slot, ZERO_KG } from '../../../shared/units.ts';
import { shippedProfile } from './load-profile.ts';
import { decodeReadSlot, encodeEmptySlot, encodeReadSlot, encodeWriteSlot } from './slot-codec.ts';
import { GOLDEN_CONTENT, GOLDEN_WORDS } from './testing/golden-slot.ts';

const profile = shippedProfile('ten-slot');
const single = shippedProfile('single-slot-2025');
const SLOT = slot(4);
const LIMITS = { maxKg: kg(1050) };

describe('the slot captured at the plant', () => {
  it('decodes to what the plant reads in it', () => {
    expect(decodeReadSlot(profile, SLOT, GOLDEN_WORDS, LIMITS)).toEqual({
      kind: 'valid',
      slot: 4,
      content: GOLDEN_CONTENT,
      flag: 0,
      words: GOLDEN_WORDS,
    });
  });

  it('is what our encoder makes of the same values', () => {
    expect(encodeReadSlot(profile, SLOT, GOLDEN_CONTENT, 0)).toEqual(GOLDEN_WORDS);
  });

  it('is, without its flag word, the payload of a WRITE slot', () => {
    expect(encodeWriteSlot(profile, SLOT, GOLDEN_CONTENT)).toEqual(GOLDEN_WORDS.slice(0, 76));
  });

  it('keeps slot number and the 15 ids when it is emptied, and nothing else', () => {
    const empty = encodeEmptySlot(profile, SLOT);
    expect(empty).toHaveLength(76);
    const kept = Object.fromEntries(Object.entries(empty).filter(([, word]) => word !== 0));
    expect(kept).toEqual({
      0: 4,
      ...Object.fromEntries(Array.from({ length: 15 }, (_, k) => [27 + 3 * k, 101 + k])),
    });
    expect(decodeReadSlot(profile, SLOT, [...empty, 1], LIMITS)).toEqual({
      kind: 'blank',
      slot: 4,
      flag: 1,
      words: [...empty, 1],
    });
  });
});

describe('every component has its own words', () => {
  it('writes 15 different weights to +28, +31 .. +70, liquids included', () => {
    const components = perComponent(({ id }) => kg(id));
    const words = encodeWriteSlot(profile, SLOT, { ...GOLDEN_CONTENT, components });
    for (let k = 0; k < 15; k += 1) {
      expect(words.slice(27 + 3 * k, 30 + 3 * k)).toEqual([101 + k, 0, (101 + k) * 100]);
    }
  });
});

describe('the single-slot layout', () => {
  const content = { ...GOLDEN_CONTENT, slot: slot(1), weight: kg(825.25) };

  it('has the flag of the READ slot at +74 and the weight behind it', () => {
    const words = encodeReadSlot(single, slot(1), content, 1);
    expect(words.slice(0, 74)).toEqual([1, ...GOLDEN_WORDS.slice(1, 74)]);
    expect(words.slice(74)).toEqual([1, 1, 16989]);
    expect(decodeReadSlot(single, slot(1), words, LIMITS)).toMatchObject({ kind: 'valid', content, flag: 1 });
  });

  it('has the weight of the WRITE slot at +74, before the flag', () => {
    expect(encodeWriteSlot(single, slot(1), content).slice(74)).toEqual([1, 16989]);
  });
});

describe('what a slot cannot take is refused before anything is written', () => {
  const tooHeavy = { ...GOLDEN_CONTENT, quantity: kg(42_949_672.96) };
  const refused = expect.objectContaining({ code: 'PLC_VALUE_REFUSED' });

  it.each([
    ['a MO name of 17 characters', { ...GOLDEN_CONTENT, moId: 'WH/MO/00014567890' }],
    ['a MO name outside ASCII', { ...GOLDEN_CONTENT, moId: 'WH/MO/0001é' }],
    ['no MO name', { ...GOLDEN_CONTENT, moId: '' }],
    ['a weight over two words', tooHeavy],
    ['the content of another slot', { ...GOLDEN_CONTENT, slot: slot(5) }],
  ])('%s', (_, content) => {
    expect(() => encodeWriteSlot(profile, SLOT, content)).toThrow(refused);
  });

  it('but a missing product name is only an empty text', () => {
    const content = { ...GOLDEN_CONTENT, bomId: '', finishedGoods: '', quantity: ZERO_KG };
    const words = encodeReadSlot(profile, SLOT, content, 0);
    expect(decodeReadSlot(profile, SLOT, words, LIMITS)).toMatchObject({ kind: 'valid', content });
  });
});
