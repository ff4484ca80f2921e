/** "2026-02-15T08:30:00" or with a blank; seconds may be missing; nothing behind it. */
const NAIVE = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;
const WITH_ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

export type ReadTime =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'with-zone' }
  | { readonly kind: 'no-time' };

/** Reads a time the way Odoo stores it: UTC, without saying so. */
export function readNaiveUtc(text: string): ReadTime {
  const trimmed = text.trim();
  if (WITH_ZONE.test(trimmed)) return { kind: 'with-zone' };
  const parts = NAIVE.exec(trimmed);
  if (parts === null) return { kind: 'no-time' };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC makes the 1st of March of a 30th of February; Odoo refuses such a date.
  const canonical = `${trimmed.slice(0, 10)}T${trimmed.slice(11, 16)}`;
  return naiveUtc(ms).startsWith(canonical) && second < 60 ? { kind: 'time', ms } : { kind: 'no-time' };
}

/** Milliseconds since 1970 as Odoo writes them: "2026-02-15T08:30:00". */
export function naiveUtc(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
