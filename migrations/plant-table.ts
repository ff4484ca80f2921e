import { type Kysely, sql } from 'kysely';

/** One column of a table that a migration declares. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull?: true;
  /** SQL of the default value. */
  readonly byDefault?: string;
  readonly primaryKey?: true;
}

/**
 * Creates a table, or adopts the one that is there: the columns that it lacks are added, those that it
 * has are left as they are, also where type or constraints differ. Loses nothing. Throws when an existing
 * table lacks a column that cannot be made up (mo_id, ...): then it is not the plant's table.
 * All names are constants of the migrations, none comes from data.
 */
export async function createOrAdopt(
  db: Kysely<unknown>,
  table: string,
  columns: readonly Column[],
  constraints: readonly string[] = [],
): Promise<void> {
  const present = await columnsOf(db, table);
  if (present.size === 0) {
    const body = [...columns.map(definitionOf), ...constraints].join(',\n  ');
    await sql.raw(`create table "${table}" (\n  ${body}\n)`).execute(db);
    return;
  }
  for (const column of columns) {
    const found = present.get(column.name);
    if (found === undefined) await addColumn(db, table, column);
    else await giveDefaultId(db, table, column, found);
  }
}

/** Adds columns to a table that is there, each only if it lacks it. */
export async function addColumns(
  db: Kysely<unknown>,
  table: string,
  columns: readonly Column[],
): Promise<void> {
  const present = await columnsOf(db, table);
  for (const column of columns) {
    if (!present.has(column.name)) await addColumn(db, table, column);
  }
}

/** Names, types and defaults of the columns that a table has; empty when there is no such table. */
export async function columnsOf(
  db: Kysely<unknown>,
  table: string,
): Promise<ReadonlyMap<string, { type: string; hasDefault: boolean }>> {
  const { rows } = await sql<{ name: string; type: string; hasDefault: boolean }>`
    select column_name as name, data_type as type, column_default is not null as "hasDefault"
    from information_schema.columns
    where table_schema = current_schema() and table_name = ${table}
  `.execute(db);
  return new Map(rows.map(({ name, type, hasDefault }) => [name, { type, hasDefault }]));
}

async function addColumn(db: Kysely<unknown>, table: string, column: Column): Promise<void> {
  if (column.notNull === true && column.byDefault === undefined) {
    throw new Error(`table ${table} has no column ${column.name}: it is not the plant's table`);
  }
  await sql.raw(`alter table "${table}" add column ${definitionOf(column)}`).execute(db);
}

/**
 * The predecessor's program made up the ids itself, so its table may have no default for them. Rows of
 * ours need one; a default changes no row that is there.
 */
async function giveDefaultId(
  db: Kysely<unknown>,
  table: string,
  column: Column,
  found: { type: string; hasDefault: boolean },
): Promise<void> {
  if (column.primaryKey !== true || found.hasDefault || found.type !== 'uuid') return;
  await sql
    .raw(`alter table "${table}" alter column "${column.name}" set default ${column.byDefault}`)
    .execute(db);
}

function definitionOf(column: Column): string {
  return [
    `"${column.name}" ${column.type}`,
    ...(column.primaryKey === true ? ['primary key'] : []),
    ...(column.notNull === true ? ['not null'] : []),
    ...(column.byDefault === undefined ? [] : [`default ${column.byDefault}`]),
  ].join(' ');
}
