import { type Kysely, sql } from 'kysely';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import type { EpochMs } from '../../domain/batch.ts';
import { kgOrNull } from '../batch-rows.ts';
import type { Schema } from '../schema.ts';
import { storeCall } from '../store-call.ts';
import { componentRows } from './component-rows.ts';
import { ENDED_AT } from './ended-at.ts';

/** One completed batch of the history as a point of the trends. */
export interface TrendPoint {
  readonly id: string;
  readonly moId: string;
  readonly archivedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** Finished weight in kg. */
  readonly weight: number | null;
  /** The order's quantity in kg. */
  readonly quantity: number | null;
  /** All dosed against all targets; null where one of them is missing. */
  readonly deviationPercent: number | null;
  /** First dosing to finished. */
  readonly cycleSeconds: number | null;
  /** End of the batch before, of the same load, to the first dosing of this one. */
  readonly changeoverSeconds: number | null;
}

interface Row {
  readonly id: unknown;
  readonly mo_id: string;
  readonly archived_at: EpochMs | null;
  readonly ended_at: EpochMs | null;
  readonly weight: number | null;
  readonly quantity: number | null;
  readonly percent: number | null;
  readonly cycle: number | null;
  readonly changeover: number | null;
}

/** The last completed batches of the history, oldest first. Throws STORE_UNAVAILABLE. */
export function lastCompleted(db: Kysely<Schema>, limit: number): Promise<readonly TrendPoint[]> {
  return storeCall(async () => {
    // The batch before may still be in the queue, as Odoo does not have it yet.
    const { rows } = await sql<Row>`
      select newest.id, mo_id, archived_at, ${ENDED_AT} as ended_at, consumption as quantity,
        actual_weight_quantity_finished_goods as weight, dosed.percent,
        case when first_dosing_at <= finished_at
          then extract(epoch from finished_at - first_dosing_at)::float8 end as cycle,
        extract(epoch from first_dosing_at - before.at)::float8 as changeover
      from (
        select * from mo_histories where status = 'completed' and ${ENDED_AT} is not null
        order by ${ENDED_AT} desc nulls last, id desc limit ${limit}
      ) as newest
      cross join lateral (
        select case when count(target) = ${EQUIPMENT.length} and count(actual) = ${EQUIPMENT.length}
            and sum(target) > 0
          then ((sum(actual::numeric) - sum(target::numeric)) * 100 / sum(target::numeric))::float8
          end as percent
        from ${componentRows('newest')}
      ) as dosed
      left join lateral (
        select max(finished_at) as at from (
          select finished_at from mo_histories as other
          where other.load_id = newest.load_id and other.finished_at < newest.finished_at
          union all
          select finished_at from mo_batch as other
          where other.load_id = newest.load_id and other.finished_at < newest.finished_at
        ) as earlier
      ) as before on before.at <= newest.first_dosing_at
      order by ended_at, newest.id
    `.execute(db);
    return rows.map((row) => ({
      id: String(row.id),
      moId: row.mo_id,
      archivedAt: row.archived_at,
      endedAt: row.ended_at,
      weight: kgOrNull(row.weight),
      quantity: kgOrNull(row.quantity),
      deviationPercent: row.percent,
      cycleSeconds: row.cycle,
      changeoverSeconds: row.changeover,
    }));
  });
}
