import { describe, expect, it } from 'vitest';
import { decodeBcd, decodeFlag, decodeInt16, encodeBcd, encodeFlag, encodeInt16 } from './word-types.ts';

const refused = expect.objectContaining({ code: 'PLC_VALUE_REFUSED' });

describe('int16', () => {
  it.each([
    [0, 0],
    [115, 0x73],
    [32767, 0x7fff],
    [-1, 0xffff],
    [-32768, 0x8000],
  ])('%d both ways', (value, word) => {
    expect(encodeInt16(value)).toBe(word);
    expect(decodeInt16(word)).toBe(value);
  });

  it.each([32768, -32769, 1.5, Number.NaN])('refuses %d', (value) => {
    expect(() => encodeInt16(value)).toThrow(refused);
  });
});

describe('flag', () => {
  it('is 0 or 1', () => {
    expect(decodeFlag(encodeFlag(0))).toEqual({ ok: true, value: 0 });
    expect(decodeFlag(encodeFlag(1))).toEqual({ ok: true, value: 1 });
  });

  it.each([2, 0x0100, 0xffff])('%d is a fault', (word) => {
    expect(decodeFlag(word)).toEqual({ ok: false, expected: '0 or 1' });
  });
});

describe('BCD', () => {
  it.each([
    [25, 2, 0x25],
    [7, 2, 0x07],
    [2025, 4, 0x2025],
    [0, 4, 0],
    [9999, 4, 0x9999],
  ] as const)('%d in %d digits both ways', (value, digits, word) => {
    expect(encodeBcd(value, digits)).toBe(word);
    expect(decodeBcd(word, digits)).toEqual({ ok: true, value });
  });

  it('reads every word of four decimal digits and no other', () => {
    let good = 0;
    for (let word = 0; word <= 0xffff; word += 1) {
      const decoded = decodeBcd(word, 4);
      if (!decoded.ok) continue;
      good += 1;
      expect(encodeBcd(decoded.value, 4)).toBe(word);
    }
    expect(good).toBe(10_000);
  });

  it.each([
    [0x000a, 2],
    [0x001f, 2],
    [0x0112, 2],
    [0x20a5, 4],
    [0x1e10, 4],
  ] as const)('word %d is no BCD of %d digits', (word, digits) => {
    expect(decodeBcd(word, digits)).toEqual({ ok: false, expected: `${digits} BCD digits` });
  });

  it.each([
    [100, 2],
    [10_000, 4],
    [-1, 2],
    [0.5, 2],
  ] as const)('refuses %d in %d digits', (value, digits) => {
    expect(() => encodeBcd(value, digits)).toThrow(refused);
  });
});
