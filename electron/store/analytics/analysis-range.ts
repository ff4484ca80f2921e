import { type RawBuilder, sql } from 'kysely';
import type { EpochMs } from '../../domain/batch.ts';
import type { PlantDay } from '../../domain/plant-time.ts';
import { dayNumber, endedWithin } from './ended-at.ts';

/** What is analysed: batches that ended at or after `from` and before `to`, of one product or of all. */
export interface AnalysisRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly product?: string | undefined;
  /** The plant's days that have a moment in the range, in order. */
  readonly days: readonly PlantDay[];
}

/** The condition that a row of mo_histories is in the range. */
export function inRange({ from, to, product }: AnalysisRange): RawBuilder<boolean> {
  const ended = endedWithin({ from, to });
  return product === undefined ? ended : sql<boolean>`${ended} and finished_goods = ${product}`;
}

/** The number of a batch's day in the range, from 1 on. */
export function dayIn({ days }: AnalysisRange): RawBuilder<number> {
  return dayNumber(days.map(({ startsAt }) => startsAt));
}

/** The day of a number that {@link dayIn} gave. */
export function dayOf({ days }: AnalysisRange, number: number): string {
  return days[number - 1]?.day ?? '';
}
