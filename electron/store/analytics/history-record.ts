import { type Kysely, sql } from 'kysely';
import { AppError } from '../../../shared/errors.ts';
import type { EpochMs } from '../../domain/batch.ts';
import { timestampOf } from '../column-values.ts';
import { entryOf, type HistoryEntry } from '../history-repository.ts';
import type { Schema } from '../schema.ts';
import { storeCall } from '../store-call.ts';
import { ENDED_AT } from './ended-at.ts';

/** PostgreSQL's error code 22P02. */
const INVALID_TEXT_REPRESENTATION = '22P02';

/** A history row with what only its printed record shows. */
export interface HistoryRecord extends HistoryEntry {
  /** The READ slot's words when the batch ended; empty where they were not kept. */
  readonly words: readonly number[];
  /** When all words of its load were in the PLC and verified. */
  readonly armingAt: EpochMs | null;
}

/** Undefined when there is no such row. Throws STORE_UNAVAILABLE. */
export async function historyRecord(db: Kysely<Schema>, id: string): Promise<HistoryRecord | undefined> {
  try {
    return await storeCall(() => selectRecord(db, id));
  } catch (thrown) {
    // An id that the column's type cannot hold, such as a name where a uuid is expected, is no row's id.
    if (thrown instanceof AppError && thrown.details.sqlState === INVALID_TEXT_REPRESENTATION)
      return undefined;
    throw thrown;
  }
}

async function selectRecord(db: Kysely<Schema>, id: string): Promise<HistoryRecord | undefined> {
  const row = await db
    .selectFrom('mo_histories')
    .leftJoin('load', 'load.id', 'mo_histories.load_id')
    .selectAll('mo_histories')
    .select('load.arming_at')
    .where('mo_histories.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...entryOf(row), words: row.result_words ?? [], armingAt: row.arming_at };
}

/** The distinct products of batches that ended at or after `from`, by name. */
export function productsSince(db: Kysely<Schema>, from: EpochMs, limit: number): Promise<readonly string[]> {
  return storeCall(async () => {
    // From product to product along the index: a million rows of a few products cost a few look-ups.
    const next = (after: ReturnType<typeof sql>) => sql`
      (select finished_goods from mo_histories
       where finished_goods ${after} and ${ENDED_AT} >= ${timestampOf(from)}::timestamptz
       order by finished_goods limit 1)`;
    const { rows } = await sql<{ product: string }>`
      with recursive found (product, number) as (
        select ${next(sql`is not null`)}, 1
        union all
        select ${next(sql`> found.product`)}, number + 1
        from found where product is not null and number < ${limit}
      )
      select product from found where product is not null order by product
    `.execute(db);
    return rows.map(({ product }) => product);
  });
}
