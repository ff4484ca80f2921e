import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import { storeCall } from '../store-call.ts';
import { type AnalysisRange, dayIn, inRange } from './analysis-range.ts';
import { type ComponentFigures, componentFigures } from './component-figures.ts';
import {
  type ConsumptionPerDay,
  type ConsumptionPerProduct,
  consumptionPerDay,
  consumptionPerProduct,
} from './consumption-figures.ts';
import { type CycleFigures, cycleFigures } from './cycle-figures.ts';
import { type FailureCount, failureCounts } from './failure-figures.ts';

export interface DayOutcomes {
  readonly day: string;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
}

export interface PlantFigures {
  /** Every day of the range, also those without a batch. */
  readonly perDay: readonly DayOutcomes[];
  readonly perComponent: readonly ComponentFigures[];
  readonly cycle: readonly CycleFigures[];
  readonly consumptionPerDay: readonly ConsumptionPerDay[];
  readonly consumptionPerProduct: readonly ConsumptionPerProduct[];
  readonly failures: readonly FailureCount[];
}

/**
 * All figures of a range, added up by PostgreSQL in one snapshot, so that its charts agree with each other.
 * Throws STORE_UNAVAILABLE.
 */
export function plantFigures(db: Kysely<Schema>, range: AnalysisRange): Promise<PlantFigures> {
  return storeCall(() =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => ({
        perDay: await outcomesPerDay(trx, range),
        perComponent: await componentFigures(trx, range),
        cycle: await cycleFigures(trx, range),
        consumptionPerDay: await consumptionPerDay(trx, range),
        consumptionPerProduct: await consumptionPerProduct(trx, range),
        failures: await failureCounts(trx, range),
      })),
  );
}

async function outcomesPerDay(
  trx: Transaction<Schema>,
  range: AnalysisRange,
): Promise<readonly DayOutcomes[]> {
  const { rows } = await sql<{ number: number; completed: number; failed: number; cancelled: number }>`
    select ${dayIn(range)} as number,
      count(*) filter (where status = 'completed') as completed,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'cancelled') as cancelled
    from mo_histories where ${inRange(range)}
    group by 1
  `.execute(trx);
  const found = new Map(rows.map(({ number, ...counts }) => [number, counts]));
  const none = { completed: 0, failed: 0, cancelled: 0 };
  return range.days.map(({ day }, index) => ({ day, ...(found.get(index + 1) ?? none) }));
}
