import type { HistoryRowView } from '../../../shared/contract/history.ts';
import type { ComponentKey } from '../../../shared/domain/equipment.ts';

export interface Deviation {
  readonly kg: number;
  /** Null where nothing was to be dosed. */
  readonly percent: number | null;
}

/** Whole hundredths, so that 0.3 - 0.1 is 0.2 kg as the scale had it. */
function hundredths(kg: number): number {
  return Math.round(kg * 100);
}

/** How far off the target, in kg and percent of it; null where either is not known. */
export function deviationOf(actual: number | null, target: number | null): Deviation | null {
  if (actual === null || target === null) return null;
  const off = hundredths(actual) - hundredths(target);
  return { kg: off / 100, percent: target > 0 ? off / target : null };
}

/** Finished weight against the order's quantity. Only of completed batches: the others ended early by intent. */
export function batchDeviation({
  status,
  actual_weight,
  quantity,
}: Pick<HistoryRowView, 'status' | 'actual_weight' | 'quantity'>): Deviation | null {
  return status === 'completed' ? deviationOf(actual_weight, quantity) : null;
}

/** One component of a row against its target. */
export function componentDeviation(
  row: Pick<HistoryRowView, 'actual_consumptions' | 'target_consumptions'>,
  key: ComponentKey,
): Deviation | null {
  return deviationOf(row.actual_consumptions[key], row.target_consumptions[key]);
}

/** First dosing to finished, in milliseconds; null where one of them was not seen. */
export function cycleMs({
  started_at,
  finished_at,
}: Pick<HistoryRowView, 'started_at' | 'finished_at'>): number | null {
  if (started_at === null || finished_at === null) return null;
  return Date.parse(finished_at) - Date.parse(started_at);
}

/** Sum of what is known; null when nothing is. */
export function sumKnown(values: Iterable<number | null>): number | null {
  let sum: number | null = null;
  for (const value of values) if (value !== null) sum = (sum ?? 0) + hundredths(value);
  return sum === null ? null : sum / 100;
}
