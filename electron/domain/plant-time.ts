import type { EpochMs } from './batch.ts';

/** A moment by the plant's wall clock, as the PLC stamps it; month 1..12. */
export interface PlantTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_MS = 86_400_000;

/**
 * What the plant's wall clock showed, in UTC. `timeZone` is an IANA name; an unknown one throws RangeError.
 *
 * Where the clocks are put back, an hour is shown twice: the first is meant, as nothing tells them apart.
 * Where they are put forward, a clock that was not put forward shows an hour that does not exist: it is
 * taken as the clock before the change would have it.
 */
export function plantTimeToUtc(at: PlantTime, timeZone: string): EpochMs {
  const wall = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  const clock = wallClockOf(timeZone);
  const offsetAt = (utc: EpochMs): number => clock(utc) - utc;
  // No zone is ever a day away from UTC, so these two see the offsets before and after any change.
  const before = offsetAt(wall - DAY_MS);
  const after = offsetAt(wall + DAY_MS);
  const candidates = [wall - before, wall - after].filter((utc) => utc + offsetAt(utc) === wall);
  return candidates.length === 0 ? wall - before : Math.min(...candidates);
}

/** "2026-01-05 06:30:00", as the plant's people read it. */
export function plantTimeText(at: PlantTime): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}`;
  return `${date} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}

/** What a wall clock in the zone shows at a moment, as if it were UTC. */
function wallClockOf(timeZone: string): (utc: EpochMs) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utc) => {
    const shown = new Map(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
    const date = [part('year'), part('month') - 1, part('day')] as const;
    return Date.UTC(...date, part('hour'), part('minute'), part('second'));
  };
}
