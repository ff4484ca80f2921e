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

/** A day by the plant's clock. */
export interface PlantDay {
  /** `2026-01-31`. */
  readonly day: string;
  /** Its first moment. */
  readonly startsAt: EpochMs;
}

/** The day of a moment by the plant's clock. An unknown zone throws RangeError. */
export function plantDayOf(at: EpochMs, timeZone: string): PlantDay {
  return dayOfWall(wallClockOf(timeZone)(at), timeZone);
}

/** The days that have a moment in `from` (included) to `to` (excluded), in order; none when that is empty. */
export function plantDays(from: EpochMs, to: EpochMs, timeZone: string): readonly PlantDay[] {
  if (to <= from) return [];
  const clock = wallClockOf(timeZone);
  const [first, last] = [clock(from), clock(to - 1)].map((wall) => Math.floor(wall / DAY_MS));
  const days: PlantDay[] = [];
  for (let day = first ?? 0; day <= (last ?? 0); day += 1) days.push(dayOfWall(day * DAY_MS, timeZone));
  return days;
}

function dayOfWall(wall: EpochMs, timeZone: string): PlantDay {
  const date = new Date(wall);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const startsAt = plantTimeToUtc({ year, month, day, hour: 0, minute: 0, second: 0 }, timeZone);
  return { day: date.toISOString().slice(0, 10), startsAt };
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
