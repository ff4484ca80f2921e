import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { type ComponentKey, EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { EpochMs, HistoryStatus } from '../../domain/batch.ts';
import { actualColumnOf } from '../batch-rows.ts';
import { timestampOf } from '../column-values.ts';
import { entryOf, type HistoryEntry } from '../history-repository.ts';
import type { MoHistoriesTable, Schema } from '../schema.ts';
import { storeCall } from '../store-call.ts';
import { componentPercentOff } from './component-rows.ts';
import { ENDED_AT } from './ended-at.ts';
import { decodeCursor, encodeCursor, type HistoryCursor } from './history-cursor.ts';

export interface HistoryFilter {
  /** The batch ended at or after. */
  readonly from?: EpochMs | undefined;
  /** The batch ended before. */
  readonly to?: EpochMs | undefined;
  readonly status?: HistoryStatus | undefined;
  readonly product?: string | undefined;
  /** Part of the order's name, in whatever case. */
  readonly moPart?: string | undefined;
  /** Something was dosed from it; with `deviation`: its target is the one that was missed. */
  readonly equipment?: ComponentKey | undefined;
  readonly deviation?: DeviationRange | undefined;
}

/** By how much a target was missed, in percent of it: `from` on, and less than `to`; null: no bound. */
export interface DeviationRange {
  readonly from: number | null;
  readonly to: number | null;
}

export interface HistorySearchPage {
  /** Latest end first; rows without any date last. */
  readonly rows: readonly HistoryEntry[];
  readonly nextCursor: string | null;
  /** Exact up to {@link COUNTED_ROWS}, above it the planner's estimate. */
  readonly total: number;
  readonly approximate: boolean;
}

/** A longer page is cut to this many rows. */
const PAGE_LIMIT_ROWS = 1000;
/** So many rows are counted one by one. */
export const COUNTED_ROWS = 10_000;

type FoundRow = Selectable<MoHistoriesTable> & { readonly cursor_at: string | null };

/**
 * One page of the history. The cursor names the last row of a page, so that a page costs the same wherever
 * it is, and no row is shown twice or left out while new ones come in.
 * Throws BAD_REQUEST on a cursor that is none of ours, STORE_UNAVAILABLE.
 */
export async function searchHistory(
  db: Kysely<Schema>,
  filter: HistoryFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<HistorySearchPage> {
  const cursor = page.cursor === undefined ? null : decodeCursor(page.cursor);
  const limit = Math.max(1, Math.min(page.limit, PAGE_LIMIT_ROWS));
  return await storeCall(async () => {
    // One row more than the page tells whether there is another page.
    const found = await findRows(db, filter, cursor, limit + 1);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const more = found.length > limit && last !== undefined;
    const counted = await countRows(db, filter);
    return {
      rows: shown.map(entryOf),
      nextCursor: more ? encodeCursor({ at: last.cursor_at, id: String(last.id) }) : null,
      ...counted,
    };
  });
}

/** Dated rows first, then those without a date: each part is a plain walk along the index. */
async function findRows(
  db: Kysely<Schema>,
  filter: HistoryFilter,
  cursor: HistoryCursor | null,
  limit: number,
): Promise<readonly FoundRow[]> {
  const dated = cursor === null || cursor.at !== null ? await datedRows(db, filter, cursor, limit) : [];
  if (dated.length >= limit || filter.from !== undefined || filter.to !== undefined) return dated;
  const after = cursor !== null && cursor.at === null ? sql`and id < ${cursor.id}` : sql``;
  const { rows } = await sql<FoundRow>`
    select *, null as cursor_at from mo_histories
    where ${ENDED_AT} is null and ${conditionOf(filter)} ${after}
    order by id desc limit ${limit - dated.length}
  `.execute(db);
  return [...dated, ...rows];
}

async function datedRows(
  db: Kysely<Schema>,
  filter: HistoryFilter,
  cursor: HistoryCursor | null,
  limit: number,
): Promise<readonly FoundRow[]> {
  const { rows } = await datedPage(filter, cursor, limit).execute(db);
  return rows;
}

/** The statement of a page of dated rows. Exported for the test that looks at its plan. */
export function datedPage(
  filter: HistoryFilter,
  cursor: HistoryCursor | null,
  limit: number,
): RawBuilder<FoundRow> {
  const after =
    cursor === null || cursor.at === null
      ? sql``
      : sql`and (${ENDED_AT}, id) < (${cursor.at}::timestamptz, ${cursor.id})`;
  // The time as text keeps the microseconds that a number of milliseconds would lose.
  return sql<FoundRow>`
    select *, to_char(${ENDED_AT} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor_at
    from mo_histories
    where ${ENDED_AT} is not null and ${conditionOf(filter)} ${after}
    order by ${ENDED_AT} desc nulls last, id desc
    limit ${limit}
  `;
}

async function countRows(
  db: Kysely<Schema>,
  filter: HistoryFilter,
): Promise<{ readonly total: number; readonly approximate: boolean }> {
  const condition = conditionOf(filter);
  const counted = await sql<{ rows: number }>`
    select count(*)::int as rows from
      (select 1 from mo_histories where ${condition} limit ${COUNTED_ROWS + 1}) as found
  `.execute(db);
  const rows = counted.rows[0]?.rows ?? 0;
  if (rows <= COUNTED_ROWS) return { total: rows, approximate: false };
  const plan = await sql<{ 'QUERY PLAN': unknown }>`
    explain (format json) select 1 from mo_histories where ${condition}
  `.execute(db);
  return { total: Math.max(rows, estimateIn(plan.rows[0]?.['QUERY PLAN'])), approximate: true };
}

function conditionOf(filter: HistoryFilter): RawBuilder<boolean> {
  const { from, to, status, product, moPart, equipment, deviation } = filter;
  const conditions = [
    from === undefined ? null : sql`${ENDED_AT} >= ${timestampOf(from)}::timestamptz`,
    to === undefined ? null : sql`${ENDED_AT} < ${timestampOf(to)}::timestamptz`,
    status === undefined ? null : sql`status = ${status}`,
    product === undefined ? null : sql`finished_goods = ${product}`,
    moPart === undefined ? null : sql`mo_id ilike ${`%${moPart.replace(/[\\%_]/g, '\\$&')}%`}`,
    equipment === undefined || deviation !== undefined
      ? null
      : sql`${sql.ref(actualColumnOf(equipment))} > 0`,
    deviation === undefined ? null : missedTarget(deviation, equipment),
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** Finds what the bins of the analysis count: the same weights, and the same deviation of them. */
function missedTarget(
  { from, to }: DeviationRange,
  equipment: ComponentKey | undefined,
): RawBuilder<boolean> {
  const components = equipment === undefined ? EQUIPMENT.map(({ key }) => key) : [equipment];
  const missed = components.map((key) => {
    const percent = componentPercentOff(key);
    const bounds = [
      from === null ? sql`${percent} is not null` : sql`${percent} >= ${from}::float8`,
      ...(to === null ? [] : [sql`${percent} < ${to}::float8`]),
    ];
    return sql`(${sql.join(bounds, sql` and `)})`;
  });
  return sql<boolean>`(${sql.join(missed, sql` or `)})`;
}

/** `[{"Plan": {"Plan Rows": n}}]`, as PostgreSQL gives a plan in JSON. */
function estimateIn(plan: unknown): number {
  const first: unknown = Array.isArray(plan) ? plan[0] : undefined;
  const top = typeof first === 'object' && first !== null && 'Plan' in first ? first.Plan : undefined;
  const rows = typeof top === 'object' && top !== null && 'Plan Rows' in top ? top['Plan Rows'] : undefined;
  if (typeof rows !== 'number') throw new AppError('INTERNAL', 'the database gave a plan without rows');
  return rows;
}
