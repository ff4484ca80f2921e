/**
 * How far a value on the screen may be trusted. Decided here and nowhere else: `good` is shown plainly,
 * `stale` hatched with its age, `unknown` as a dash.
 */
export type Quality = 'good' | 'stale' | 'unknown';

/** A reading that is older than this many polls is stale. */
const STALE_AFTER_POLLS = 3;
/** At least so long is never stale, in milliseconds: one lost poll of a quick cycle is nothing. */
const MIN_STALE_MS = 3_000;

export function qualityOf(
  readAt: string | null | undefined,
  now: number,
  pollMs: number,
  connected: boolean,
): Quality {
  if (readAt === null || readAt === undefined) return 'unknown';
  if (!connected) return 'stale';
  return now - Date.parse(readAt) > Math.max(MIN_STALE_MS, STALE_AFTER_POLLS * pollMs) ? 'stale' : 'good';
}
