import type { QueryOutput } from '../../../shared/contract/contract.ts';

type AlarmLoad = QueryOutput<'alarmLoad'>;

const HOUR_MS = 3_600_000;
/** What one operator can deal with, alarms in an hour: one in ten minutes (EEMUA 191). */
export const ACCEPTABLE_PER_HOUR = 6;

export interface LoadFigures {
  readonly total: number;
  readonly perHour: number;
  readonly peak: { readonly hour: string; readonly count: number } | null;
  /** Part of the range in which there was a flood, in percent. */
  readonly floodPercent: number;
}

export function loadFigures({ per_hour, floods, from, to }: AlarmLoad): LoadFigures {
  const rangeMs = Date.parse(to) - Date.parse(from);
  const total = per_hour.reduce((sum, { count }) => sum + count, 0);
  const peak = per_hour.reduce<LoadFigures['peak']>(
    (found, hour) => (hour.count > (found?.count ?? 0) ? hour : found),
    null,
  );
  const floodMs = floods.reduce((sum, flood) => sum + Date.parse(flood.to) - Date.parse(flood.from), 0);
  return { total, perHour: (total * HOUR_MS) / rangeMs, peak, floodPercent: (floodMs / rangeMs) * 100 };
}

/** The moment after an hour, ISO 8601 in UTC. */
export function endOfHour(hour: string): string {
  return new Date(Date.parse(hour) + HOUR_MS).toISOString();
}

/** The first moment after a flood's last alarm: the end of a filter is not part of it. */
export function justAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}
