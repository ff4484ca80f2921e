import { describe, expect, it } from 'vitest';
import { fatalErrors, nonFatalErrors } from './cpu-errors.ts';
import { END_CODES } from './end-code-table.ts';
import { decodeEndCode, isSuccess } from './end-codes.ts';
import { toAppError } from './fins-result.ts';

describe('flags are not outcomes', () => {
  it.each([
    [0x0000, false, false, false],
    [0x0040, false, false, true],
    [0x0080, false, true, false],
    [0x00c0, false, true, true],
    [0x8000, true, false, false],
  ])('%i is a success', (raw, relayError, fatalCpuError, nonFatalCpuError) => {
    const endCode = decodeEndCode(raw);
    expect(isSuccess(endCode)).toBe(true);
    expect(endCode).toMatchObject({
      raw,
      code: 0,
      relayError,
      fatalCpuError,
      nonFatalCpuError,
      class: 'success',
    });
  });

  it('keeps the code below the flags', () => {
    const endCode = decodeEndCode(0x22c3);
    expect(isSuccess(endCode)).toBe(false);
    expect(endCode).toMatchObject({ raw: 0x22c3, code: 0x2203, fatalCpuError: true, nonFatalCpuError: true });
    expect(endCode.text).toBe('the PLC is in PROGRAM mode');
  });
});

describe('what to do about a code', () => {
  it.each([
    ['retry', [0x0001, 0x0103, 0x0104, 0x0204, 0x0205, 0x2605]],
    [
      'configuration',
      [0x0101, 0x0102, 0x0201, 0x0202, 0x0203, 0x0401, 0x0501, 0x1005, 0x1101, 0x2002, 0x2108],
    ],
    ['plant-state', [0x2201, 0x2203, 0x2204, 0x2208, 0x3001]],
    ['hardware', [0x2301, 0x2502, 0x2510, 0x0302]],
    // Not listed, but of a family whose every member means the same.
    ['configuration', [0x05ff & 0x7f3f, 0x1038, 0x1137, 0x2039, 0x2133]],
    ['plant-state', [0x2231]],
    ['hardware', [0x2333, 0x2533]],
    ['unknown', [0x0002, 0x0a01, 0x7f3f]],
  ])('%s', (class_, codes) => {
    expect(codes.map((code) => decodeEndCode(code).class)).toEqual(codes.map(() => class_));
  });

  it('lists only codes that the flag bits leave room for', () => {
    const codes = [...END_CODES.keys()];
    expect(codes).toContain(0x2605);
    expect(codes.filter((code) => (code & 0x7f3f) !== code)).toEqual([]);
  });

  it('names an unlisted code by its digits, flags included', () => {
    expect(decodeEndCode(0x0a41).text).toContain('0A41');
  });
});

describe('a fault as an error', () => {
  it('tells the code, the class and whether the PLC may have done it', () => {
    const endCode = decodeEndCode(0x2143);
    const error = toAppError(
      { kind: 'end-code', message: endCode.text, endCode, mayHaveBeenDone: false },
      'arm the gate',
    );
    expect(error.code).toBe('PLC_END_CODE');
    expect(error.message).toMatch(/^arm the gate: /);
    expect(error.details).toEqual({
      fault: 'end-code',
      mayHaveBeenDone: false,
      endCode: '2143',
      class: 'configuration',
    });
  });

  it.each([
    ['PLC_TIMEOUT', { kind: 'timeout', message: 'm', mayHaveBeenDone: true, attempts: 3 }],
    ['PLC_LINK_LOST', { kind: 'link-lost', message: 'm', mayHaveBeenDone: false }],
    ['PLC_LINK_LOST', { kind: 'send-failed', message: 'm', mayHaveBeenDone: false, attempts: 1, cause: 'c' }],
    ['PLC_CLOSED', { kind: 'closed', message: 'm', mayHaveBeenDone: false }],
    ['PLC_BUSY', { kind: 'busy', message: 'm', mayHaveBeenDone: false }],
  ] as const)('%s', (code, fault) => {
    expect(toAppError(fault, 'read').code).toBe(code);
  });
});

describe('error words', () => {
  it('are told in words, the most serious first', () => {
    expect(nonFatalErrors(0x8010).texts).toEqual(['FAL: an alarm of the program', 'battery low or missing']);
    expect(fatalErrors(0x8040).texts).toEqual(['memory error', 'FALS: the program stopped the CPU']);
    expect(fatalErrors(0)).toEqual({ word: 0, texts: [] });
  });

  it('show a bit that has no name', () => {
    expect(nonFatalErrors(0x0002).texts).toEqual(['bit 1 of 0002']);
  });
});
