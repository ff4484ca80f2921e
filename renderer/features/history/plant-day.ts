const DAY_MS = 86_400_000;

/** A day by the plant's clock: `2026-01-31`. */
export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** What the plant's wall clock shows, in milliseconds as if it were UTC. */
function wallClock(at: number, timeZone: string): number {
  const shown = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  const seconds = [part('hour'), part('minute'), part('second')] as const;
  return Date.UTC(part('year'), part('month') - 1, part('day'), ...seconds);
}

/** The day of a moment, given in milliseconds since 1970. An unknown zone throws RangeError. */
export function dayOf(at: number, timeZone: string): Day {
  return new Date(wallClock(at, timeZone)).toISOString().slice(0, 10);
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days from one to the other: 0 for the same day. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The day's first moment, ISO 8601 in UTC: midnight at the plant. */
export function startOfDay(day: Day, timeZone: string): string {
  const wall = Date.parse(`${day}T00:00:00Z`);
  const utc = wall - (wallClock(wall, timeZone) - wall);
  // Where the clocks change between the two moments, the second look has the offset of that night.
  const offset = wallClock(utc, timeZone) - utc;
  return new Date(wall - offset).toISOString();
}

/** `2026-01-31 14:05:09` by the plant's clock: sorts as text, and every spreadsheet reads it. */
export function plantStamp(at: string | null, timeZone: string): string | null {
  if (at === null) return null;
  return new Date(wallClock(Date.parse(at), timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** True for a day that exists, written `2026-01-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
