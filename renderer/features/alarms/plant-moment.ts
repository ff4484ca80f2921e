/**
 * What a field for date and time shows for a moment: `2026-01-31T14:05` by the plant's clock.
 * Empty for no moment.
 */
export function fieldText(at: string | null, timeZone: string): string {
  if (at === null) return '';
  const form = { timeZone, dateStyle: 'short', timeStyle: 'short' } as const;
  // Of all languages Swedish writes moments as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', form).format(Date.parse(at)).replace(' ', 'T');
}

/** The moment that was typed there, ISO 8601 in UTC; null while it is none. `offset`: `+07:00`. */
export function momentOf(typed: string, offset: string): string | null {
  return readMoment(`${typed}${offset}`);
}

/** A moment from an address, ISO 8601 in UTC; null for anything else. */
export function readMoment(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
