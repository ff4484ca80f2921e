import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PlantTime, plantTimeText, plantTimeToUtc } from './plant-time.ts';

function at(text: string): PlantTime {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/\D/).map(Number);
  return { year, month, day, hour, minute, second };
}

const utc = (text: string, zone: string): string => new Date(plantTimeToUtc(at(text), zone)).toISOString();

it.each([
  // Offsets of the IANA time zone database (files asia, europe, northamerica, australasia).
  ['Asia/Jakarta', '2026-01-05 06:30:00', '2026-01-04T23:30:00.000Z'],
  ['Asia/Jakarta', '2026-01-05 07:00:00', '2026-01-05T00:00:00.000Z'],
  ['Asia/Jakarta', '2026-01-01 00:00:00', '2025-12-31T17:00:00.000Z'],
  ['Asia/Jakarta', '2024-02-29 23:59:59', '2024-02-29T16:59:59.000Z'],
  ['UTC', '2026-01-05 06:30:00', '2026-01-05T06:30:00.000Z'],
  ['Asia/Kathmandu', '2026-06-01 00:00:00', '2026-05-31T18:15:00.000Z'],
  ['Pacific/Kiritimati', '2026-01-01 13:59:59', '2025-12-31T23:59:59.000Z'],
  ['Europe/Berlin', '2026-01-15 12:00:00', '2026-01-15T11:00:00.000Z'],
  ['Europe/Berlin', '2026-07-15 12:00:00', '2026-07-15T10:00:00.000Z'],
  ['America/New_York', '2026-03-08 01:59:59', '2026-03-08T06:59:59.000Z'],
  ['America/New_York', '2026-03-08 03:00:00', '2026-03-08T07:00:00.000Z'],
])('%s %s is %s', (zone, local, expected) => {
  expect(utc(local, zone)).toBe(expected);
});

it('an hour that the clocks show twice is the first of the two', () => {
  expect(utc('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  expect(utc('2026-10-25 03:00:00', 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z');
});

it('an hour that the clocks leave out is what a clock that was not put forward shows', () => {
  expect(utc('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
});

it('every moment of the century comes back within a zone without summer time', () => {
  const first = Date.UTC(2000, 0, 1) / 1000;
  const last = Date.UTC(2099, 11, 31) / 1000;
  fc.assert(
    fc.property(fc.integer({ min: first, max: last }), (seconds) => {
      const shown = new Date(seconds * 1000 + 7 * 3_600_000).toISOString().slice(0, 19);
      expect(plantTimeToUtc(at(shown), 'Asia/Jakarta')).toBe(seconds * 1000);
    }),
    { seed: 20_260_105 },
  );
});

it('is written as people of the plant read it', () => {
  expect(plantTimeText(at('2026-01-05 06:03:09'))).toBe('2026-01-05 06:03:09');
});
