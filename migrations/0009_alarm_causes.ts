import { type Kysely, sql } from 'kysely';

/** Why an alarm was raised, for texts in any language; null for rows of earlier versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table alarm_event add column cause jsonb`.execute(db);
}
