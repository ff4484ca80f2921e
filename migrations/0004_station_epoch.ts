import { type Kysely, sql } from 'kysely';

/**
 * Which station's turn it is to command a PLC. Numbers come from a sequence: they only grow, also when a
 * transaction is rolled back, and also from one PLC address to the next.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence station_epoch_numbers`.execute(db);
  await sql`
    create table station_epoch (
      lock_key text primary key,
      epoch bigint not null,
      taken_at timestamptz not null
    )
  `.execute(db);
}
