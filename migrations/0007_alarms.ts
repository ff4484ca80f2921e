import { type Kysely, sql } from 'kysely';

/**
 * What happened to alarms: one row a change, for the history and for the figures of the alarm load. What is
 * open now is not here: a station keeps that on its own disk, so that alarms work while this is away.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table alarm_event (
      id uuid primary key,
      sequence bigint generated always as identity unique,
      alarm_id uuid not null,
      at timestamptz not null,
      change varchar(16) not null,
      code varchar(64) not null,
      subject text not null,
      message text not null,
      priority smallint not null check (priority between 1 and 3),
      mo_id varchar(64),
      slot integer,
      actor varchar(128),
      note text,
      until timestamptz
    )
  `.execute(db);
  await sql`create index alarm_event_newest on alarm_event (at desc, sequence desc)`.execute(db);
  await sql`create index alarm_event_of_alarm on alarm_event (code, subject, at desc, sequence desc)`.execute(
    db,
  );
  await sql`create index alarm_event_raised on alarm_event (at) where change = 'raised'`.execute(db);
}
