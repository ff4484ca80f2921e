import { type Kysely, sql } from 'kysely';
import { addColumns, type Column, columnsOf } from './plant-table.ts';

/** The life of a batch, the same in mo_batch and in mo_histories. */
const LIFE_COLUMNS: readonly Column[] = [
  { name: 'slot', type: 'integer' },
  { name: 'load_id', type: 'uuid' },
  { name: 'result_id', type: 'uuid' },
  { name: 'fetched_at', type: 'timestamptz' },
  { name: 'written_at', type: 'timestamptz' },
  { name: 'accepted_at', type: 'timestamptz' },
  { name: 'running_seen_at', type: 'timestamptz' },
  { name: 'first_dosing_at', type: 'timestamptz' },
  { name: 'last_changed_at', type: 'timestamptz' },
  { name: 'finished_at', type: 'timestamptz' },
  { name: 'result_applied_at', type: 'timestamptz' },
  { name: 'acknowledged_at', type: 'timestamptz' },
  { name: 'confirmed_by_odoo_at', type: 'timestamptz' },
  { name: 'failure_noted', type: 'boolean' },
  { name: 'bom_code', type: 'varchar(64)' },
  { name: 'bom_quantity', type: 'numeric(18,3)' },
  { name: 'unrouted', type: 'jsonb' },
  { name: 'result_words', type: 'integer[]' },
];

/** The most slots that any memory layout of this PLC has room for. */
const MOST_SLOTS = 30;

/**
 * A batch's life, and what keeps two batches apart: one row per manufacturing order and per slot. An
 * adopted table knew neither rule, so its duplicates are set aside before the indexes are made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addColumns(db, 'mo_batch', LIFE_COLUMNS);
  await addColumns(db, 'mo_histories', [...LIFE_COLUMNS, { name: 'archived_at', type: 'timestamptz' }]);
  await setDuplicatesAside(db);
  await fillSlots(db);
  await sql`create unique index if not exists mo_batch_one_row_per_mo on mo_batch (mo_id)`.execute(db);
  await sql`create unique index if not exists mo_batch_one_row_per_slot on mo_batch (slot)`.execute(db);
  await dateHistory(db);
  const historyIndexes = [
    'create unique index if not exists mo_histories_one_row_per_result on mo_histories (result_id)',
    'create index if not exists mo_histories_newest on mo_histories (archived_at desc nulls last, id)',
    'create index if not exists mo_histories_status on mo_histories (status, archived_at desc nulls last)',
    'create index if not exists mo_histories_mo on mo_histories (mo_id)',
    'create index if not exists system_log_oldest on system_log ("timestamp")',
  ];
  for (const statement of historyIndexes) await sql.raw(statement).execute(db);
}

/**
 * Of several rows of one MO the first of the queue stays: lowest batch number, then the earliest reading,
 * then the older row. The others become history, cancelled, with a note that says why.
 */
async function setDuplicatesAside(db: Kysely<unknown>): Promise<void> {
  const history = await columnsOf(db, 'mo_histories');
  const shared = [...(await columnsOf(db, 'mo_batch')).keys()].filter(
    (name) => name !== 'id' && history.has(name),
  );
  const own = new Set(['status', 'notes']);
  const columns = shared
    .filter((name) => !own.has(name))
    .map((name) => `"${name}"`)
    .join(', ');
  await sql
    .raw(`
    with ranked as (
      select ctid as place, row_number() over (
        partition by mo_id order by batch_no nulls last, last_read_from_plc nulls last, ctid
      ) as rank
      from mo_batch where mo_id is not null
    ), aside as (
      delete from mo_batch using ranked where mo_batch.ctid = ranked.place and ranked.rank > 1
      returning mo_batch.*
    )
    insert into mo_histories (${columns}, archived_at, status, notes)
    select ${columns}, now(), 'cancelled',
      'Set aside when the database was taken over: mo_batch had more than one row of this MO; this was batch_no '
        || coalesce(batch_no::text, 'unknown') || ', id ' || id
    from aside
  `)
    .execute(db);
}

/** batch_no is the slot where it can be one and no other row claims it; otherwise nobody knows the slot. */
async function fillSlots(db: Kysely<unknown>): Promise<void> {
  await sql`
    update mo_batch set slot = batch_no
    where slot is null and batch_no between 1 and ${sql.lit(MOST_SLOTS)}
      and (select count(*) from mo_batch as other where other.batch_no = mo_batch.batch_no) = 1
      and not exists (select 1 from mo_batch as other where other.slot = mo_batch.batch_no)
  `.execute(db);
}

/** Older rows are dated by their last reading; one that has none keeps no date rather than today's. */
async function dateHistory(db: Kysely<unknown>): Promise<void> {
  await sql`update mo_histories set archived_at = last_read_from_plc where archived_at is null`.execute(db);
  await sql`alter table mo_histories alter column archived_at set default now()`.execute(db);
}
