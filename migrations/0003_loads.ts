import { type Kysely, sql } from 'kysely';

/**
 * What was meant to be in the PLC, committed before the first word is sent: after a crash the station
 * compares it with the PLC's memory and finishes or repeats the load. Each slot also keeps what the READ
 * area showed before, which tells a new result from one that was left over.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table load (
      id uuid primary key,
      sequence bigint generated always as identity unique,
      created_at timestamptz not null,
      state varchar(16) not null default 'intended'
        check (state in ('intended', 'arming', 'armed', 'accepted', 'abandoned')),
      profile text not null,
      epoch bigint,
      arming_at timestamptz,
      armed_at timestamptz,
      accepted_at timestamptz
    )
  `.execute(db);
  await sql`
    create table load_slot (
      load_id uuid not null references load (id) on delete cascade,
      slot integer not null check (slot >= 1),
      mo_id varchar(64),
      words integer[] not null,
      read_before_mo varchar(64),
      read_before_words integer[] not null default '{}',
      primary key (load_id, slot)
    )
  `.execute(db);
  // At most one load is open: two stations that begin one at the same moment cannot both commit.
  await sql`
    create unique index load_one_open on load ((true)) where state in ('intended', 'arming', 'armed')
  `.execute(db);
}
