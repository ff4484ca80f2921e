import { describe, expect, it } from 'vitest';
import { kg, slot } from '../../../shared/units.ts';
import { shippedProfile } from './load-profile.ts';
import { decodeMoId, decodeReadSlot } from './slot-codec.ts';
import { GOLDEN_WORDS, withWords } from './testing/golden-slot.ts';
import { describeFault } from './word-fault.ts';

const profile = shippedProfile('ten-slot');
const SLOT = slot(4);
const LIMITS = { maxKg: kg(1050) };

function faultsOf(words: readonly number[]): string[] {
  const decoded = decodeReadSlot(profile, SLOT, words, LIMITS);
  return decoded.kind === 'faulty' ? decoded.faults.map(describeFault) : [decoded.kind];
}

describe('one broken field of slot 4 (from D6300)', () => {
  it.each([
    ['another slot', { 0: 5 }, 'D6300 batch: expected 0004 (4), found 0005'],
    [
      'NO-MO not printable',
      { 2: 0x2f07 },
      'D6301 moId: expected printable ASCII, found 5748 2F07 4F2F 3030 3031 3400 0000 0000',
    ],
    [
      'text behind a NUL',
      { 8: 0x4142 },
      'D6301 moId: expected only NUL behind a NUL, found 5748 2F4D 4F2F 3030 3031 3400 0000 4142',
    ],
    [
      'NO-BoM not printable',
      { 9: 0xff46 },
      'D6309 bomId: expected printable ASCII, found FF46 2050 4C55 5320 4B55 5200 0000 0000',
    ],
    [
      'product not printable',
      { 17: 0x4a80 },
      'D6317 finishedGoods: expected printable ASCII, found 4A80 2050 4C55 5320 4B55 5200 0000 0000',
    ],
    [
      'quantity over the limit',
      { 25: 2 },
      'D6325 quantity: expected hundredths of a kg, at most 1050 kg, found 0002 86A0',
    ],
    ['first id', { 27: 0x0066 }, 'D6327 components.silo_a.id: expected 0065 (101), found 0066'],
    ['last id', { 69: 0 }, 'D6369 components.lq_fml.id: expected 0073 (115), found 0000'],
    [
      'component over the limit',
      { 28: 1, 29: 0x9a29 },
      'D6328 components.silo_a.consumption: expected hundredths of a kg, at most 1050 kg, found 0001 9A29',
    ],
    [
      'liquid over the limit',
      { 67: 0x8000 },
      'D6367 components.lq_tetes.consumption: expected hundredths of a kg, at most 1050 kg, found 8000 0FA0',
    ],
    ['finished flag', { 72: 2 }, 'D6372 statusManufacturing: expected 0 or 1, found 0002'],
    ['failed flag', { 73: 0x0100 }, 'D6373 statusOperation: expected 0 or 1, found 0100'],
    [
      'weight over the limit',
      { 74: 0x7fff },
      'D6374 weight: expected hundredths of a kg, at most 1050 kg, found 7FFF 0000',
    ],
    ['read flag', { 76: 0xffff }, 'D6376 statusReadData: expected 0 or 1, found FFFF'],
  ])('%s', (_, changes, fault) => {
    expect(faultsOf(withWords(GOLDEN_WORDS, changes))).toEqual([fault]);
  });

  it('takes a weight at the limit itself', () => {
    expect(faultsOf(withWords(GOLDEN_WORDS, { 28: 1, 29: 0x9a28 }))).toEqual(['valid']);
  });

  it('names the order where it can be read, and not where it cannot', () => {
    const known = decodeReadSlot(profile, SLOT, withWords(GOLDEN_WORDS, { 0: 5 }), LIMITS);
    const unknown = decodeReadSlot(profile, SLOT, withWords(GOLDEN_WORDS, { 1: 0xffff }), LIMITS);
    expect(known).toMatchObject({ kind: 'faulty', moId: 'WH/MO/00014' });
    expect(unknown).toMatchObject({ kind: 'faulty', moId: null });
  });
});

describe('a word slip', () => {
  it('rejects the slot, names every id that moved, and gives the words back as they were', () => {
    const slipped = [...GOLDEN_WORDS.slice(0, 36), 0, ...GOLDEN_WORDS.slice(36, 76)];
    const decoded = decodeReadSlot(profile, SLOT, slipped, LIMITS);
    expect(decoded).toMatchObject({ kind: 'faulty', words: slipped });
    const faults = faultsOf(slipped);
    expect(faults[0]).toBe('D6336 components.silo_d.id: expected 0068 (104), found 0000');
    expect(faults.filter((fault) => /components\.\w+\.id/.test(fault))).toHaveLength(12);
  });

  it('shows both words of a shifted weight', () => {
    const slipped = [...GOLDEN_WORDS.slice(0, 25), 0, ...GOLDEN_WORDS.slice(25, 76)];
    expect(faultsOf(slipped)).toContain('D6327 components.silo_a.id: expected 0065 (101), found 86A0');
  });
});

describe('words that are not a slot', () => {
  it.each([
    ['too few', GOLDEN_WORDS.slice(1), 'D6300 block: expected 77 words, found 76 words'],
    ['too many', [...GOLDEN_WORDS, 0], 'D6300 block: expected 77 words, found 78 words'],
    ['no words', withWords(GOLDEN_WORDS, { 30: 65536 }), 'D6300 block: expected words 0..65535, found 65536'],
    ['negative', withWords(GOLDEN_WORDS, { 30: -1 }), 'D6300 block: expected words 0..65535, found -1'],
  ])('%s', (_, words, fault) => {
    expect(faultsOf(words)).toEqual([fault]);
  });

  it('belong to no slot beyond the last', () => {
    expect(() => decodeReadSlot(profile, slot(11), GOLDEN_WORDS, LIMITS)).toThrow(
      expect.objectContaining({ code: 'PLC_ADDRESS_REFUSED' }),
    );
  });
});

describe('the order of a slot alone', () => {
  it('is read from whole slots of any state', () => {
    const broken = withWords(GOLDEN_WORDS, { 0: 9, 27: 0, 72: 7 });
    expect(decodeMoId(profile, 'write', broken)).toEqual({ kind: 'valid', moId: 'WH/MO/00014' });
    expect(
      decodeMoId(
        profile,
        'read',
        GOLDEN_WORDS.map(() => 0),
      ),
    ).toEqual({ kind: 'blank' });
  });

  it.each([
    ['no text', withWords(GOLDEN_WORDS, { 1: 0x0157 }), 'printable ASCII'],
    ['no word', withWords(GOLDEN_WORDS, { 1: 65536 }), 'words 0..65535'],
    ['words missing', GOLDEN_WORDS.slice(0, 8), '8 words'],
  ])('%s', (_, words, expected) => {
    expect(decodeMoId(profile, 'read', words)).toMatchObject({ kind: 'faulty', expected });
  });
});
