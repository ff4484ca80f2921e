import { describe, expect, it } from 'vitest';
import { decodeFailure, encodeFailure, type FailureEvent } from './failure-codec.ts';
import { shippedProfile } from './load-profile.ts';
import { withWords } from './testing/golden-slot.ts';
import { describeFault } from './word-fault.ts';

const profile = shippedProfile('ten-slot');

// Spelt out by hand from the layout: "silo101", "START_FAILURE", 2025-02-21 06:30:09, flag 0.
const WORDS: readonly number[] = [
  0x7369, 0x6c6f, 0x3130, 0x3100, 0, 0, 0, 0, 0x5354, 0x4152, 0x545f, 0x4641, 0x494c, 0x5552, 0x4500, 0,
  0x2025, 0x0002, 0x0021, 0x0006, 0x0030, 0x0009, 0,
];
const EVENT: FailureEvent = {
  code: 'silo101',
  info: 'START_FAILURE',
  plantLocal: { year: 2025, month: 2, day: 21, hour: 6, minute: 30, second: 9 },
};

function reasonsOf(changes: Readonly<Record<number, number>>): string[] {
  const reading = decodeFailure(profile, withWords(WORDS, changes));
  return reading.kind === 'invalid' ? reading.reasons.map(describeFault) : [reading.kind];
}

describe('the equipment failure block', () => {
  it('is a new event while its flag is 0', () => {
    expect(decodeFailure(profile, WORDS)).toEqual({ kind: 'event', ...EVENT });
    expect(encodeFailure(profile, EVENT, 0)).toEqual(WORDS);
  });

  it('is nothing once its flag is 1, or before it was ever used', () => {
    expect(decodeFailure(profile, encodeFailure(profile, EVENT, 1))).toEqual({ kind: 'none' });
    expect(
      decodeFailure(
        profile,
        WORDS.map(() => 0),
      ),
    ).toEqual({ kind: 'none' });
  });

  it('keeps a code that no equipment has, for the caller to name', () => {
    const unknown = { ...EVENT, code: 'Conveyor 9', info: '' };
    expect(decodeFailure(profile, encodeFailure(profile, unknown, 0))).toEqual({ kind: 'event', ...unknown });
  });

  it.each([
    ['flag', { 22: 2 }, 'D8022 statusReadData: expected 0 or 1, found 0002'],
    [
      'no code',
      { 0: 0, 1: 0, 2: 0, 3: 0 },
      'D8000 equipmentCode: expected an equipment code, found 0000 0000 0000 0000 0000 0000 0000 0000',
    ],
    [
      'code not printable',
      { 0: 0x7301 },
      'D8000 equipmentCode: expected printable ASCII, found 7301 6C6F 3130 3100 0000 0000 0000 0000',
    ],
    [
      'info not printable',
      { 8: 0x53ff },
      'D8008 info: expected printable ASCII, found 53FF 4152 545F 4641 494C 5552 4500 0000',
    ],
    ['year in binary', { 16: 2025 }, 'D8016 year: expected 4 BCD digits, found 07E9'],
    ['year of an unset clock', { 16: 0x0012 }, 'D8016 year: expected BCD 2000..2099, found 0012'],
    ['month digit', { 17: 0x000a }, 'D8017 month: expected 2 BCD digits, found 000A'],
    ['month 13', { 17: 0x0013 }, 'D8017 month: expected BCD 1..12, found 0013'],
    ['month 0', { 17: 0 }, 'D8017 month: expected BCD 1..12, found 0000'],
    ['29 February 2025', { 18: 0x0029 }, 'D8018 day: expected BCD 1..28, found 0029'],
    ['31 April', { 17: 4, 18: 0x0031 }, 'D8018 day: expected BCD 1..30, found 0031'],
    ['day 0', { 18: 0 }, 'D8018 day: expected BCD 1..28, found 0000'],
    ['hour 24', { 19: 0x0024 }, 'D8019 hour: expected BCD 0..23, found 0024'],
    ['minute 60', { 20: 0x0060 }, 'D8020 minute: expected BCD 0..59, found 0060'],
    ['second in the high byte', { 21: 0x0900 }, 'D8021 second: expected 2 BCD digits, found 0900'],
  ])('invalid: %s', (_, changes, reason) => {
    expect(reasonsOf(changes)).toEqual([reason]);
  });

  it('takes 29 February in a leap year', () => {
    expect(reasonsOf({ 16: 0x2028, 18: 0x0029 })).toEqual(['event']);
  });

  it('gives back the words of an invalid event, all reasons with them', () => {
    const words = withWords(WORDS, { 17: 0x00ff, 19: 0x0099 });
    expect(decodeFailure(profile, words)).toMatchObject({
      kind: 'invalid',
      words,
      reasons: [{ field: 'month' }, { field: 'hour' }],
    });
  });

  it('is invalid when it is not 23 words', () => {
    expect(decodeFailure(profile, WORDS.slice(1))).toMatchObject({
      kind: 'invalid',
      reasons: [{ field: 'block', address: 8000, expected: '23 words', found: '22 words' }],
    });
  });

  it('refuses to encode what does not fit', () => {
    const refused = expect.objectContaining({ code: 'PLC_VALUE_REFUSED' });
    expect(() => encodeFailure(profile, { ...EVENT, info: 'A TEXT OF 18 CHARS' }, 0)).toThrow(refused);
    const plantLocal = { ...EVENT.plantLocal, hour: 100 };
    expect(() => encodeFailure(profile, { ...EVENT, plantLocal }, 0)).toThrow(refused);
  });
});
