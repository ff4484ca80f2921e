import { type Kysely, sql } from 'kysely';

/**
 * Loads are removed once their batches left the queue long ago: these find them without looking at every
 * load and every row of the history.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index load_ended_at on load (created_at) where state in ('accepted', 'abandoned')`.execute(
    db,
  );
  await sql`
    create index if not exists mo_histories_load on mo_histories (load_id) where load_id is not null
  `.execute(db);
}
