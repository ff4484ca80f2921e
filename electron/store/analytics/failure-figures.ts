import { type Kysely, sql } from 'kysely';
import { type Equipment, recogniseEquipment } from '../../../shared/domain/equipment.ts';
import type { EpochMs } from '../../domain/batch.ts';
import { timestampOf } from '../column-values.ts';
import type { Schema } from '../schema.ts';
import { storeCall } from '../store-call.ts';

export interface FailureCount {
  /** Canonical code, or the table's own spelling where nobody knows it. */
  readonly equipmentCode: string;
  readonly name: string | null;
  readonly count: number;
}

export interface EquipmentFailureEntry {
  readonly at: EpochMs;
  readonly description: string;
  readonly resolved: boolean;
}

/** As many spellings of equipment are looked at; more than a few dozen would be an adopted table in disorder. */
const CODES_LIMIT = 1_000;
const EQUIPMENT_LIMIT = 100;

/** How often each equipment failed in the range, most frequent first; a `to` of infinity is no bound. */
export async function failureCounts(
  db: Kysely<Schema>,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): Promise<readonly FailureCount[]> {
  const { rows } = await sql<{ code: string; name: string | null; count: number }>`
    select equipment_code as code, max(equipment_name) as name, count(*) as count
    from equipment_failure
    where failure_date >= ${utc(from)} and ${to === Number.POSITIVE_INFINITY ? sql`true` : sql`failure_date < ${utc(to)}`}
    group by equipment_code order by count desc, code limit ${CODES_LIMIT}
  `.execute(db);
  // One equipment under several spellings is one bar of the chart.
  const counts = new Map<string, FailureCount>();
  for (const { code, name, count } of rows) {
    const known = recogniseEquipment(code);
    const equipmentCode = known?.odooCode ?? code;
    const before = counts.get(equipmentCode)?.count ?? 0;
    counts.set(equipmentCode, { equipmentCode, name: known?.name ?? name, count: before + count });
  }
  return [...counts.values()]
    .toSorted((a, b) => b.count - a.count || a.equipmentCode.localeCompare(b.equipmentCode))
    .slice(0, EQUIPMENT_LIMIT);
}

/** How often each equipment failed since a moment. Throws STORE_UNAVAILABLE. */
export function failureCountsSince(db: Kysely<Schema>, from: EpochMs): Promise<readonly FailureCount[]> {
  return storeCall(() => failureCounts(db, { from, to: Number.POSITIVE_INFINITY }));
}

/** An equipment's failures since `from`, newest first. Throws STORE_UNAVAILABLE. */
export function failuresOf(
  db: Kysely<Schema>,
  equipment: Equipment,
  { from, limit }: { readonly from: EpochMs; readonly limit: number },
): Promise<readonly EquipmentFailureEntry[]> {
  return storeCall(async () => {
    const codes = (await spellings(db)).filter((code) => recogniseEquipment(code)?.id === equipment.id);
    const { rows } = await sql<EquipmentFailureEntry>`
      select failure_date as at, description, is_resolved as resolved from equipment_failure
      where equipment_code = any(${codes}::text[]) and failure_date >= ${utc(from)}
      order by failure_date desc, id limit ${limit}
    `.execute(db);
    return rows;
  });
}

/** The last failure of each equipment, by canonical code. Throws STORE_UNAVAILABLE. */
export function lastFailures(db: Kysely<Schema>): Promise<ReadonlyMap<string, EquipmentFailureEntry>> {
  return storeCall(async () => {
    const { rows } = await sql<EquipmentFailureEntry & { code: string }>`
      select code, last.* from unnest(${await spellings(db)}::text[]) as code
      cross join lateral (
        select failure_date as at, description, is_resolved as resolved from equipment_failure
        where equipment_code = code order by failure_date desc limit 1
      ) as last
    `.execute(db);
    const last = new Map<string, EquipmentFailureEntry>();
    for (const { code, ...entry } of rows) {
      const canonical = recogniseEquipment(code)?.odooCode ?? code;
      if ((last.get(canonical)?.at ?? Number.NEGATIVE_INFINITY) < entry.at) last.set(canonical, entry);
    }
    return last;
  });
}

/** All codes in the table, from one to the next along its index. */
async function spellings(db: Kysely<Schema>): Promise<readonly string[]> {
  const { rows } = await sql<{ code: string }>`
    with recursive found (code, number) as (
      select (select min(equipment_code) from equipment_failure), 1
      union all
      select (select min(equipment_code) from equipment_failure where equipment_code > found.code), number + 1
      from found where code is not null and number < ${CODES_LIMIT}
    )
    select code from found where code is not null
  `.execute(db);
  return rows.map(({ code }) => code);
}

/** The column holds UTC without a zone. */
function utc(at: EpochMs) {
  return sql`(${timestampOf(at)}::timestamptz at time zone 'UTC')`;
}
