import { sql, type Transaction } from 'kysely';
import { timestampOf } from '../column-values.ts';
import type { Schema } from '../schema.ts';
import { type AnalysisRange, dayIn, dayOf } from './analysis-range.ts';
import { ENDED_AT, endedWithin } from './ended-at.ts';

/** Times of a day's completed batches, in seconds; null where no batch of the day has them. */
export interface CycleFigures {
  readonly day: string;
  /** First dosing to finished. */
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  /** End of the batch before, of the same load, to the first dosing. */
  readonly changeoverMedianSeconds: number | null;
}

/** A load's first batches may have ended before the range: they are looked at this far back, in ms. */
const LOOK_BACK_MS = 86_400_000;

/** The days with a completed batch whose times are known, in order. */
export async function cycleFigures(
  trx: Transaction<Schema>,
  range: AnalysisRange,
): Promise<readonly CycleFigures[]> {
  const { from, to, product } = range;
  const ofProduct = product === undefined ? sql`true` : sql`finished_goods = ${product}`;
  // The batch before may be of another product, and may have failed: all are in line before any is left out.
  const { rows } = await sql<{
    number: number;
    median: number | null;
    p90: number | null;
    changeover: number | null;
  }>`
    with line as (
      select ${dayIn(range)} as number, ${ENDED_AT} as ended_at, status, finished_goods,
        first_dosing_at, finished_at,
        case when load_id is not null
          then lag(finished_at) over (partition by load_id order by finished_at) end as before_at
      from mo_histories
      where ${endedWithin({ from: from - LOOK_BACK_MS, to })} and finished_at is not null
    )
    select number,
      percentile_cont(0.5) within group (order by extract(epoch from finished_at - first_dosing_at)) as median,
      percentile_cont(0.9) within group (order by extract(epoch from finished_at - first_dosing_at)) as p90,
      percentile_cont(0.5) within group (order by extract(epoch from first_dosing_at - before_at))
        filter (where before_at <= first_dosing_at) as changeover
    from line
    where status = 'completed' and first_dosing_at <= finished_at and ${ofProduct}
      and ended_at >= ${timestampOf(from)}::timestamptz
    group by number order by number
  `.execute(trx);
  return rows.map(({ number, median, p90, changeover }) => ({
    day: dayOf(range, number),
    medianSeconds: median,
    p90Seconds: p90,
    changeoverMedianSeconds: changeover,
  }));
}
