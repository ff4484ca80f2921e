import { type Kysely, sql } from 'kysely';

/**
 * What screens search and add up over a long history. A row is found by when its batch ended: finished in
 * the PLC, or else (cancelled, or adopted without that time) archived. Adopted rows may have neither.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const ended = 'coalesce(finished_at, archived_at)';
  const statements = [
    `create index mo_histories_ended on mo_histories ((${ended}) desc nulls last, id desc)`,
    `create index mo_histories_status_ended on mo_histories (status, (${ended}) desc nulls last, id desc)`,
    `create index mo_histories_product_ended
       on mo_histories (finished_goods, (${ended}) desc nulls last, id desc)`,
    'create index mo_histories_load on mo_histories (load_id, finished_at)',
    'create index equipment_failure_newest on equipment_failure (failure_date desc, id)',
    'create index equipment_failure_code on equipment_failure (equipment_code, failure_date desc)',
    'create index system_log_module on system_log (module, "timestamp" desc)',
    'alter table station_epoch add column station_name varchar(128)',
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
  await indexPartsOfNames(db);
}

/**
 * Orders are searched by a part of their name, which needs the trigrams of PostgreSQL's own extension
 * pg_trgm. A server of the mill may lack it or forbid it: then such a search reads the table, and works.
 */
async function indexPartsOfNames(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    do $$ begin
      create extension if not exists pg_trgm;
      create index mo_histories_mo_parts on mo_histories using gin (mo_id gin_trgm_ops);
    exception
      when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
        raise notice 'no pg_trgm: searches by a part of an order name read the whole history';
    end $$
  `)
    .execute(db);
}
