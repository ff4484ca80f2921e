import { expect, it } from 'vitest';
import { fileStampOf, instantOf, stampOf } from './plant-time.ts';

it('a time that was typed is a moment by the plant’s clock', () => {
  expect(instantOf('2026-03-02T06:30', '+07:00')).toBe('2026-03-01T23:30:00.000Z');
  expect(instantOf('2026-03-02T06:30:15', '+08:00')).toBe('2026-03-01T22:30:15.000Z');
});

it('what is no time is none', () => {
  expect(instantOf('', '+07:00')).toBeNull();
  expect(instantOf('2026-03-02', '+07:00')).toBeNull();
  expect(instantOf('2026-13-02T06:30', '+07:00')).toBeNull();
  expect(instantOf('now()', '+07:00')).toBeNull();
});

it('a moment is written by the plant’s clock', () => {
  expect(stampOf('2026-03-01T23:30:09.900Z', '+07:00')).toBe('2026-03-02 06:30:09');
  expect(fileStampOf(Date.parse('2026-03-01T23:30:09Z'), '+07:00')).toBe('2026-03-02-063009');
});
