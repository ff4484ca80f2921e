import { type RawBuilder, sql } from 'kysely';
import type { EpochMs } from '../../domain/batch.ts';
import { timestampOf } from '../column-values.ts';

/**
 * When a batch of mo_histories ended: finished in the PLC, or else archived; null for an adopted row without
 * either. Spelt as in the indexes of the migrations: another spelling would not use them.
 */
export const ENDED_AT: RawBuilder<EpochMs | null> = sql`coalesce(finished_at, archived_at)`;

/** The batches of mo_histories that ended at or after `from` and before `to`. */
export function endedWithin({ from, to }: { from: EpochMs; to: EpochMs }): RawBuilder<boolean> {
  return sql<boolean>`(${ENDED_AT} >= ${timestampOf(from)}::timestamptz and ${ENDED_AT} < ${timestampOf(to)}::timestamptz)`;
}

/**
 * The place in `starts` (the first moments of days, ascending) of the day in which a batch ended, from 1 on.
 * Days come from the caller, as PostgreSQL would have to know the plant's zone by the same name and rules.
 */
export function dayNumber(starts: readonly EpochMs[]): RawBuilder<number> {
  return sql<number>`width_bucket(${ENDED_AT}, ${starts.map(timestampOf)}::timestamptz[])`;
}
