import { type Kysely, sql } from 'kysely';
import type { ComponentKey } from '../../../shared/domain/equipment.ts';
import type { EpochMs } from '../../domain/batch.ts';
import type { PlantDay } from '../../domain/plant-time.ts';
import { actualColumnOf } from '../batch-rows.ts';
import { timestampOf } from '../column-values.ts';
import type { Schema } from '../schema.ts';
import { storeCall } from '../store-call.ts';
import { componentRows } from './component-rows.ts';
import { dayNumber, ENDED_AT } from './ended-at.ts';

export interface OutcomeCounts {
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

/**
 * How the batches ended that ended since a moment, whether they are history yet or still wait for Odoo in
 * the queue. Throws STORE_UNAVAILABLE.
 */
export function outcomesSince(db: Kysely<Schema>, from: EpochMs): Promise<OutcomeCounts> {
  return storeCall(async () => {
    const since = timestampOf(from);
    const { rows } = await sql<OutcomeCounts>`
      select count(*) filter (where status = 'completed') as completed,
        count(*) filter (where status = 'failed') as failed,
        count(*) filter (where status = 'cancelled') as cancelled
      from (
        select status from mo_histories where ${ENDED_AT} >= ${since}::timestamptz
        union all
        select case when status_manufacturing then 'completed' else 'failed' end
        from mo_batch where finished_at >= ${since}::timestamptz
      ) as ended
    `.execute(db);
    return rows[0] ?? { completed: 0, failed: 0, cancelled: 0 };
  });
}

/** Completed batches since a moment, in the history or still in the queue, and their weight. */
export function outputSince(
  db: Kysely<Schema>,
  from: EpochMs,
): Promise<{ readonly batches: number; readonly kg: number }> {
  return storeCall(async () => {
    const since = timestampOf(from);
    const weight = sql.ref('actual_weight_quantity_finished_goods');
    const { rows } = await sql<{ batches: number; kg: number }>`
      select count(*) as batches, coalesce(sum(kg) filter (where kg >= 0 and kg < 'infinity'), 0) as kg from (
        select ${weight} as kg from mo_histories
        where status = 'completed' and ${ENDED_AT} >= ${since}::timestamptz
        union all
        select ${weight} from mo_batch where status_manufacturing and finished_at >= ${since}::timestamptz
      ) as ended
    `.execute(db);
    return rows[0] ?? { batches: 0, kg: 0 };
  });
}

/** What one equipment gave to batches that ended since a moment. */
export interface EquipmentTotal {
  readonly key: ComponentKey;
  readonly kg: number;
  /** Batches that got something of it. */
  readonly batches: number;
  /** Of completed batches, all they got against all they were to get; null without a target. */
  readonly deviationPercent: number | null;
}

/** Equipment that gave nothing is left out. Throws STORE_UNAVAILABLE. */
export function equipmentTotalsSince(db: Kysely<Schema>, from: EpochMs): Promise<readonly EquipmentTotal[]> {
  return storeCall(async () => {
    const since = timestampOf(from);
    const { rows } = await sql<{ key: ComponentKey; kg: number; batches: number; percent: number | null }>`
      with ended as (
        select key, target, actual, status = 'completed' as completed
        from mo_histories cross join lateral ${componentRows('mo_histories')}
        where ${ENDED_AT} >= ${since}::timestamptz
        union all
        select key, target, actual, status_manufacturing
        from mo_batch cross join lateral ${componentRows('mo_batch')}
        where finished_at >= ${since}::timestamptz
      ), judged as (
        select *, completed and target > 0 and actual is not null as counts from ended
      )
      select key, coalesce(sum(actual::numeric), 0)::float8 as kg,
        count(*) filter (where actual > 0) as batches,
        ((sum(actual::numeric) filter (where counts) - sum(target::numeric) filter (where counts)) * 100
          / sum(target::numeric) filter (where counts))::float8 as percent
      from judged group by key having sum(actual) > 0 or bool_or(counts)
    `.execute(db);
    return rows.map(({ percent, ...total }) => ({ ...total, deviationPercent: percent }));
  });
}

export interface EquipmentDay {
  readonly day: string;
  readonly kg: number;
  readonly batches: number;
}

/** One equipment, day by day, also days without a batch. Throws STORE_UNAVAILABLE. */
export function equipmentDays(
  db: Kysely<Schema>,
  key: ComponentKey,
  days: readonly PlantDay[],
): Promise<readonly EquipmentDay[]> {
  return storeCall(async () => {
    const actual = sql.ref(actualColumnOf(key));
    const starts = days.map(({ startsAt }) => startsAt);
    const { rows } = await sql<{ number: number; kg: number; batches: number }>`
      select ${dayNumber(starts)} as number, sum(${actual}::numeric)::float8 as kg, count(*) as batches
      from mo_histories
      where ${ENDED_AT} >= ${timestampOf(starts[0] ?? 0)}::timestamptz and ${actual} > 0 and ${actual} < 'infinity'
      group by 1
    `.execute(db);
    const found = new Map(rows.map(({ number, ...day }) => [number, day]));
    return days.map(({ day }, index) => ({ day, ...(found.get(index + 1) ?? { kg: 0, batches: 0 }) }));
  });
}
