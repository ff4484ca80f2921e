import type { EpochMs } from '../../domain/batch.ts';

/**
 * How far a zone is from UTC at a moment, as Intl takes it for a time zone itself: `+07:00`.
 * `timeZone` is an IANA name; an unknown one throws RangeError.
 */
export function offsetOf(timeZone: string, at: EpochMs): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const shown = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // UTC itself is shown as GMT alone.
  return shown.replace('GMT', '') || '+00:00';
}
