/** `2026-01-31T14:05`, as a date-and-time field has it; seconds may follow. */
const WALL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;

/**
 * The moment of a wall clock time at the plant, ISO 8601 in UTC; null for what is no time. `offset` is the
 * plant's distance from UTC, `+07:00`.
 */
export function instantOf(wallTime: string, offset: string): string | null {
  if (!WALL_TIME.test(wallTime)) return null;
  const at = Date.parse(`${wallTime}${offset}`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** `2026-01-31 14:05:09` by the plant's clock: sorts as text, and every spreadsheet reads it. */
export function stampOf(at: string | number, offset: string): string {
  // Of all languages Swedish writes a time as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: offset,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(at));
}

/** The same for the name of a file: `2026-01-31-140509`. */
export function fileStampOf(at: number, offset: string): string {
  return stampOf(at, offset).replace(' ', '-').replaceAll(':', '');
}
