import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, isDay, plantStamp, startOfDay } from './plant-day.ts';

describe('days by the plant clock', () => {
  it('changes the day at the plant’s midnight, not at that of UTC', () => {
    expect(dayOf(Date.parse('2026-03-01T16:59:59Z'), '+07:00')).toBe('2026-03-01');
    expect(dayOf(Date.parse('2026-03-01T17:00:00Z'), '+07:00')).toBe('2026-03-02');
  });

  it('begins a day at midnight there, also under a named zone and in the night of a clock change', () => {
    expect(startOfDay('2026-03-02', '+07:00')).toBe('2026-03-01T17:00:00.000Z');
    expect(startOfDay('2026-03-02', 'Asia/Jakarta')).toBe('2026-03-01T17:00:00.000Z');
    // Berlin: +01:00 until 02:00 of that night, +02:00 from then on.
    expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  });

  it('counts days over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3);
  });

  it('knows a day that does not exist', () => {
    expect(['2026-02-28', '2026-02-30', '2026-2-3', '', 'x'].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('stamps a moment as the plant’s clock shows it', () => {
    expect(plantStamp('2026-03-01T17:04:05.678Z', '+07:00')).toBe('2026-03-02 00:04:05');
    expect(plantStamp(null, '+07:00')).toBeNull();
  });
});
