import { type Kysely, sql } from 'kysely';
import type { EpochMs } from '../domain/batch.ts';
import { timestampOf } from './column-values.ts';
import type { Schema } from './schema.ts';

/** Loads that one statement removes, each with a row per slot. */
export const LOADS_PER_DELETE = 500;

/**
 * Removes up to {@link LOADS_PER_DELETE} loads that are of no use any more, oldest first, with their slots:
 * ended, begun before `leftBefore`, none of their batches in the queue or in the history since then. Returns
 * how many went.
 */
export async function deleteOldLoads(db: Kysely<Schema>, leftBefore: EpochMs): Promise<number> {
  const before = sql`${timestampOf(leftBefore)}::timestamptz`;
  const deleted = await sql`
    delete from load where id in (
      select id from load
      where state in ('accepted', 'abandoned')
        and created_at < ${before}
        and not exists (select 1 from mo_batch where mo_batch.load_id = load.id)
        and not exists (
          select 1 from mo_histories
          where mo_histories.load_id = load.id and mo_histories.archived_at >= ${before}
        )
      order by created_at
      limit ${sql.lit(LOADS_PER_DELETE)}
    )
  `.execute(db);
  return Number(deleted.numAffectedRows ?? 0n);
}
