import { describe, expect, it } from 'vitest';
import type { MemoryMapView } from '../../../shared/contract/diagnostics.ts';
import { watch } from './word-changes.ts';
import { charactersOf, fieldWords, grouped, hexOf } from './word-values.ts';

const AREA: MemoryMapView['areas'][number] = {
  area: 'READ',
  base: 6001,
  stride: 10,
  length: 9,
  slots: 2,
  fields: [
    { field: 'batch', offset: 0, words: 1, type: 'int16', equipment: null },
    { field: 'moId', offset: 1, words: 3, type: 'ascii', equipment: null },
    { field: 'components.silo_a.id', offset: 4, words: 1, type: 'int16', equipment: 'silo_a' },
    { field: 'components.silo_a.consumption', offset: 5, words: 2, type: 'x100', equipment: 'silo_a' },
    { field: 'statusManufacturing', offset: 7, words: 1, type: 'flag', equipment: null },
    { field: 'statusReadData', offset: 8, words: 1, type: 'flag', equipment: null },
  ],
};
const WORDS = [0xffff, 0x5748, 0x2f31, 0, 101, 1, 34_464, 1, 7];

describe('meaning', () => {
  const fields = fieldWords(AREA, 2, WORDS);
  it('each field has its address in its slot', () => {
    expect(fields.map(({ address }) => address)).toEqual([6011, 6012, 6015, 6016, 6018, 6019]);
  });
  it('each type is read as the PLC writes it', () => {
    expect(fields.map(({ value }) => value)).toEqual([
      { kind: 'number', value: -1 },
      { kind: 'text', value: 'WH/1' },
      { kind: 'number', value: 101 },
      { kind: 'kg', value: 1000 },
      { kind: 'flag', value: 1 },
      { kind: 'fault', expected: 'flag' },
    ]);
  });
  it('words that are no text are no text', () => {
    const [, text] = fieldWords(AREA, 1, [1, 0x0157, 0, 0, 0, 0, 0, 0, 0]);
    expect(text?.value).toEqual({ kind: 'fault', expected: 'text' });
    const [, behind] = fieldWords(AREA, 1, [1, 0x5700, 0x4100, 0, 0, 0, 0, 0, 0]);
    expect(behind?.value).toEqual({ kind: 'fault', expected: 'text' });
  });
  it('a slot that was read in part is not shown at all', () => {
    expect(fieldWords(AREA, 1, WORDS.slice(1))).toEqual([]);
  });
  it('a silo’s id and weight stand side by side', () => {
    const { others, components } = grouped(fields);
    expect(others).toHaveLength(4);
    expect(components.map(({ id, weight }) => [id.address, weight.address])).toEqual([[6015, 6016]]);
  });
});

it('a word is spelt with four digits, and its characters where they can be printed', () => {
  expect([hexOf(0), hexOf(255), hexOf(65_535)]).toEqual(['0000', '00FF', 'FFFF']);
  expect([charactersOf(0x5748), charactersOf(0x4100)]).toEqual(['WH', 'A.']);
});

describe('changes', () => {
  const first = watch(null, { place: 'READ 1', readAt: 't1', words: [1, 2, 3] });
  it('the first reading of a place has none', () => {
    expect(first.changed.size).toBe(0);
    expect(watch(first, { place: 'READ 2', readAt: 't2', words: [9, 9, 9] }).changed.size).toBe(0);
  });
  it('those since the reading before are told, once', () => {
    const second = watch(first, { place: 'READ 1', readAt: 't2', words: [1, 5, 3] });
    expect([...second.changed]).toEqual([1]);
    expect(watch(second, { place: 'READ 1', readAt: 't2', words: [1, 5, 3] })).toBe(second);
    expect(watch(second, { place: 'READ 1', readAt: 't3', words: [1, 5, 3] }).changed.size).toBe(0);
  });
});
