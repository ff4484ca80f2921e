import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAscii, encodeAscii, encodeMoId, plcText } from './plc-text.ts';

const SEED = 14_001_600;
const refused = expect.objectContaining({ code: 'PLC_VALUE_REFUSED' });
const PRINTABLE = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 16,
});

describe('text in words', () => {
  it('puts the first character into the high byte and pads with NUL', () => {
    const words = [0x5748, 0x2f4d, 0x4f2f, 0x3030, 0x3031, 0x3400, 0, 0];
    expect(encodeAscii('WH/MO/00014', 8)).toEqual(words);
    expect(decodeAscii(words)).toEqual({ ok: true, value: 'WH/MO/00014' });
  });

  it('takes text that fills all words', () => {
    expect(decodeAscii(encodeAscii('0123456789ABCDEF', 8))).toEqual({ ok: true, value: '0123456789ABCDEF' });
  });

  it('trims trailing blanks, as PLC programs pad with them', () => {
    expect(decodeAscii([0x4142, 0x2020, 0x2000, 0])).toEqual({ ok: true, value: 'AB' });
  });

  it.each([
    ['a control character', [0x4109, 0], 'printable ASCII'],
    ['a byte over 7E', [0x41ff, 0], 'printable ASCII'],
    ['DEL', [0x7f41, 0], 'printable ASCII'],
    ['a byte behind a NUL in the same word', [0x0041, 0], 'only NUL behind a NUL'],
    ['a word behind a NUL', [0x4100, 0x4200], 'only NUL behind a NUL'],
    ['a blank behind a NUL', [0x4100, 0x0020], 'only NUL behind a NUL'],
  ])('%s is a fault', (_, words, expected) => {
    expect(decodeAscii(words)).toEqual({ ok: false, expected });
  });

  it(`survives the round trip but for trailing blanks (seed ${SEED})`, () => {
    fc.assert(
      fc.property(PRINTABLE, (text) => {
        expect(decodeAscii(encodeAscii(text, 8))).toEqual({ ok: true, value: text.trimEnd() });
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});

describe("an order's name", () => {
  it('of 16 characters fits', () => {
    expect(encodeMoId('WH/MO/0000000016', 8)).toHaveLength(8);
  });

  it.each(['', 'WH/MO/00000000017', 'WH/MO/1 ', ' WH/MO/1', 'WH/MO/é', 'WH\tMO', 'WH\u0000MO'])(
    '%j is refused, never cut or respelt',
    (moId) => {
      expect(() => encodeMoId(moId, 8)).toThrow(refused);
    },
  );
});

describe("a product's name for the PLC", () => {
  it.each([
    ['JF PLUS KUR', 'JF PLUS KUR'],
    ['Konsentrat Sapi Perah', 'Konsentrat Sapi'],
    ['Crème “spécial”', 'Creme "special"'],
    ['Ø 3 × 4 – ½', 'O 3 x 4 - 1/2'],
    ['饲料 A', '?? A'],
    ['🐄 mix', '? mix'],
    ['a\tb', 'a b'],
    ['', ''],
  ])('%j is shown as %j', (name, shown) => {
    expect(plcText(name, 8)).toBe(shown);
  });

  it(`can always be encoded (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const shown = plcText(name, 8);
        expect(decodeAscii(encodeAscii(shown, 8))).toEqual({ ok: true, value: shown });
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});
