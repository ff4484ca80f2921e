import { describe, expect, it } from 'vitest';
import { plantDayOf, plantDays } from './plant-time.ts';

const HOUR = 3_600_000;

describe('a day by the plant clock', () => {
  it('begins at 17:00 UTC of the day before in Jakarta', () => {
    const midnight = Date.UTC(2026, 0, 4, 17);
    expect(plantDayOf(midnight, 'Asia/Jakarta')).toEqual({ day: '2026-01-05', startsAt: midnight });
    expect(plantDayOf(midnight - 1, 'Asia/Jakarta').day).toBe('2026-01-04');
    expect(plantDayOf(midnight + 24 * HOUR - 1, 'Asia/Jakarta').startsAt).toBe(midnight);
  });

  it('lasts 23 or 25 hours where the clocks are changed', () => {
    const days = plantDays(Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 30, 12), 'Europe/Berlin');
    expect(days.map(({ day }) => day)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    const [, sunday, monday] = days;
    expect(((monday?.startsAt ?? 0) - (sunday?.startsAt ?? 0)) / HOUR).toBe(23);
  });

  it('days of a range: each that has a moment in it, across months and leap days, and none when it is empty', () => {
    const from = Date.UTC(2028, 1, 28, 17);
    expect(plantDays(from, from + 24 * HOUR, 'Asia/Jakarta').map(({ day }) => day)).toEqual(['2028-02-29']);
    expect(plantDays(from, from + 24 * HOUR + 1, 'Asia/Jakarta').map(({ day }) => day)).toEqual([
      '2028-02-29',
      '2028-03-01',
    ]);
    expect(plantDays(from, from, 'Asia/Jakarta')).toEqual([]);
    expect(plantDays(from - 400 * 24 * HOUR, from, 'Asia/Jakarta')).toHaveLength(400);
  });
});
