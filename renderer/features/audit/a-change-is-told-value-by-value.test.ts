import { expect, it } from 'vitest';
import { givenValues, timeIn, valueChanges } from './value-changes.ts';

it('only what changed is told, with its place', () => {
  const before = { phase: 'running', batch: { moId: 'WH/MO/00001', silo_a: 12.5, silo_b: null } };
  const after = { phase: 'running', batch: { moId: 'WH/MO/00001', silo_a: null, silo_b: 0 } };
  expect(valueChanges(before, after)).toEqual([
    { name: 'batch › silo_a', before: '12.5', after: null },
    { name: 'batch › silo_b', before: null, after: '0' },
  ]);
});

it('things of a list are compared by their names, not by their places', () => {
  const setting = (key: string, value: string) => ({ key, value });
  expect(
    valueChanges(
      [setting('ODOO_URL', 'a'), setting('PLC_HOST', 'x')],
      [setting('PLC_HOST', 'y'), setting('ODOO_URL', 'a')],
    ),
  ).toEqual([{ name: 'PLC_HOST › value', before: 'x', after: 'y' }]);
});

it('a word of the PLC has the name of its address', () => {
  expect(valueChanges({ address: 6075, word: 0 }, { address: 6075, word: 1 })).toEqual([
    { name: 'D6075', before: '0', after: '1' },
  ]);
  expect(valueChanges([{ address: 6072, word: 0 }], [{ address: 6072, word: 1 }])).toEqual([
    { name: 'D6072', before: '0', after: '1' },
  ]);
});

it('what is new and what is gone is told as such', () => {
  expect(valueChanges(null, { gate: 1 })).toEqual([{ name: 'gate', before: undefined, after: '1' }]);
  expect(valueChanges({ gate: 1 }, null)).toEqual([{ name: 'gate', before: '1', after: undefined }]);
  expect(valueChanges(null, null)).toEqual([]);
});

it('an empty value and none at all are no change', () => {
  expect(valueChanges({ a: 1 }, { a: 1, until_restart: null })).toEqual([]);
});

it('a time is known by its name and its form', () => {
  expect(timeIn('batch › life › fetchedAt', '1795195730080')).toBe(1_795_195_730_080);
  expect(timeIn('next_run_at', '2026-11-21T17:28:49.044Z')).toBe('2026-11-21T17:28:49.044Z');
  expect(timeIn('weight', '1795195730080')).toBeNull();
  expect(timeIn('fetchedAt', 'soon')).toBeNull();
});

it('what a command was given is a list of names and values', () => {
  expect(givenValues({ flag: 'read', slot: 3, value: 0, reason: null })).toEqual([
    { name: 'flag', value: 'read' },
    { name: 'slot', value: '3' },
    { name: 'value', value: '0' },
  ]);
  expect(givenValues({ mo_ids: ['WH/MO/00001', 'WH/MO/00002'] })).toEqual([
    { name: 'mo_ids', value: 'WH/MO/00001, WH/MO/00002' },
  ]);
});
