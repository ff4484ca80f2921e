import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

const PAGE_LIMIT_ROWS = 1000;

/** The plant's tables as they are, for dashboards. Throws STORE_UNAVAILABLE when the database cannot be used. */
export class TableRepository {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** One page of rows under the table's own column names, in the order of the queue or newest first. */
  page(
    table: 'mo_batch' | 'mo_histories',
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ readonly total: number; readonly rows: readonly Record<string, unknown>[] }> {
    return storeCall(async () => {
      const order = table === 'mo_batch' ? sql`batch_no, mo_id` : sql`archived_at desc nulls last, id`;
      const counted = await sql<{
        rows: number;
      }>`select count(*)::int as rows from ${sql.table(table)}`.execute(this.#db);
      const page = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} order by ${order}
        limit ${Math.min(limit, PAGE_LIMIT_ROWS)} offset ${offset}
      `.execute(this.#db);
      return { total: counted.rows[0]?.rows ?? 0, rows: page.rows };
    });
  }
}
