import { expect, it } from 'vitest';
import { fieldText, momentOf, readMoment } from './plant-moment.ts';

it('a moment is shown by the plant clock, and what is typed is read by it', () => {
  expect(fieldText('2026-03-01T18:30:00.000Z', '+07:00')).toBe('2026-03-02T01:30');
  expect(momentOf('2026-03-02T01:30', '+07:00')).toBe('2026-03-01T18:30:00.000Z');
});

it('no moment is an empty field, and a field that is not complete is no moment', () => {
  expect(fieldText(null, '+07:00')).toBe('');
  expect(momentOf('', '+07:00')).toBeNull();
  expect(momentOf('2026-03', '+07:00')).toBeNull();
});

it('an address may hold anything', () => {
  expect(readMoment('2026-03-01T18:30:00Z')).toBe('2026-03-01T18:30:00.000Z');
  expect(readMoment('2026-13-41T18:30:00Z')).toBeNull();
  expect(readMoment('yesterday')).toBeNull();
});
