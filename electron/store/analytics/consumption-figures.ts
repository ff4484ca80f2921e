import { sql, type Transaction } from 'kysely';
import type { ComponentKey } from '../../../shared/domain/equipment.ts';
import type { Schema } from '../schema.ts';
import { type AnalysisRange, dayIn, dayOf, inRange } from './analysis-range.ts';
import { componentRows } from './component-rows.ts';

export interface ConsumptionPerDay {
  readonly day: string;
  readonly key: ComponentKey;
  readonly kg: number;
}

export interface ConsumptionPerProduct {
  readonly product: string | null;
  readonly key: ComponentKey;
  readonly kg: number;
}

/** More lines than this of (product, component) are not told; those with the most kg are. */
const PRODUCT_LINES_LIMIT = 7_500;

/** What was dosed, whatever became of the batch, by day and component; nothing dosed is left out. */
export async function consumptionPerDay(
  trx: Transaction<Schema>,
  range: AnalysisRange,
): Promise<readonly ConsumptionPerDay[]> {
  const { rows } = await sql<{ number: number; key: ComponentKey; kg: number }>`
    select ${dayIn(range)} as number, key, sum(actual::numeric)::float8 as kg
    from mo_histories cross join lateral ${componentRows('mo_histories')}
    where actual > 0 and ${inRange(range)}
    group by 1, 2 order by 1, 2
  `.execute(trx);
  return rows.map(({ number, key, kg }) => ({ day: dayOf(range, number), key, kg }));
}

/** The same by product and component. */
export async function consumptionPerProduct(
  trx: Transaction<Schema>,
  range: AnalysisRange,
): Promise<readonly ConsumptionPerProduct[]> {
  const { rows } = await sql<ConsumptionPerProduct>`
    select finished_goods as product, key, sum(actual::numeric)::float8 as kg
    from mo_histories cross join lateral ${componentRows('mo_histories')}
    where actual > 0 and ${inRange(range)}
    group by 1, 2 order by kg desc, 1, 2
    limit ${PRODUCT_LINES_LIMIT}
  `.execute(trx);
  return rows;
}
