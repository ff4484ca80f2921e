import { sql, type Transaction } from 'kysely';
import { type ComponentKey, EQUIPMENT } from '../../../shared/domain/equipment.ts';
import type { Schema } from '../schema.ts';
import { type AnalysisRange, inRange } from './analysis-range.ts';
import { componentRows, percentOff } from './component-rows.ts';

/** Bounds of the bins of deviations, in percent of the target; the first and last bin are open outwards. */
export const DEVIATION_BOUNDS_PERCENT = [-20, -10, -5, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 10, 20] as const;

export interface DeviationBin {
  readonly fromPercent: number | null;
  readonly toPercent: number | null;
  readonly count: number;
}

/** What completed batches were to get of one component, and got; in kg. */
export interface ComponentFigures {
  readonly key: ComponentKey;
  readonly targetKg: number;
  readonly actualKg: number;
  readonly bins: readonly DeviationBin[];
  /** Signed; null without a batch that had a target. */
  readonly medianPercent: number | null;
  /** Of the unsigned deviations. */
  readonly p95Percent: number | null;
}

interface Row {
  readonly key: string;
  readonly target_kg: number;
  readonly actual_kg: number;
  readonly median: number | null;
  readonly p95: number | null;
  /** Counts by bin number, 0 for the open lower one. */
  readonly bins: Readonly<Record<string, number>> | null;
}

/** All 15 components, in the PLC's order, also those that nothing was dosed of. */
export async function componentFigures(
  trx: Transaction<Schema>,
  range: AnalysisRange,
): Promise<readonly ComponentFigures[]> {
  const { rows } = await sql<Row>`
    with dosed as (
      select key, target, actual, ${percentOff(sql`target`, sql`actual`)} as percent
      from mo_histories cross join lateral ${componentRows('mo_histories')}
      where status = 'completed' and target is not null and actual is not null and ${inRange(range)}
    ), bins as (
      select key, jsonb_object_agg(number, count) as bins from (
        select key, width_bucket(percent, ${[...DEVIATION_BOUNDS_PERCENT]}::float8[]) as number, count(*) as count
        from dosed where percent is not null group by 1, 2
      ) as counted group by key
    )
    select key, sum(target::numeric)::float8 as target_kg, sum(actual::numeric)::float8 as actual_kg,
      percentile_cont(0.5) within group (order by percent) as median,
      percentile_cont(0.95) within group (order by abs(percent)) as p95,
      (select bins from bins where bins.key = dosed.key) as bins
    from dosed group by key
  `.execute(trx);
  const found = new Map(rows.map((row) => [row.key, row]));
  return EQUIPMENT.map(({ key }) => figuresOf(key, found.get(key)));
}

function figuresOf(key: ComponentKey, row: Row | undefined): ComponentFigures {
  const bounds: readonly number[] = DEVIATION_BOUNDS_PERCENT;
  return {
    key,
    targetKg: row?.target_kg ?? 0,
    actualKg: row?.actual_kg ?? 0,
    bins: Array.from({ length: bounds.length + 1 }, (_, number) => ({
      fromPercent: bounds[number - 1] ?? null,
      toPercent: bounds[number] ?? null,
      count: row?.bins?.[String(number)] ?? 0,
    })),
    medianPercent: row?.median ?? null,
    p95Percent: row?.p95 ?? null,
  };
}
