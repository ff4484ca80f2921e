import { type Kysely, sql } from 'kysely';

/**
 * What was done by hand: one row a command, written before it is carried out and completed afterwards, so
 * that a command in the middle of which the station died is visible as `started`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table command_audit (
      id uuid primary key,
      at timestamptz not null,
      ended_at timestamptz,
      actor varchar(128) not null,
      station varchar(128) not null,
      command varchar(64) not null,
      mo_id varchar(64),
      input jsonb not null,
      before jsonb,
      after jsonb,
      reason text,
      outcome varchar(16) not null,
      code varchar(64),
      message text
    )
  `.execute(db);
  await sql`create index command_audit_at on command_audit (at desc, id)`.execute(db);
  await sql`create index command_audit_mo on command_audit (mo_id, at desc)`.execute(db);
}
