import { type Kysely, sql } from 'kysely';
import type { EpochMs } from '../domain/batch.ts';
import { timestampOf } from './column-values.ts';
import type { Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

/** More than this many alarms within the flood window are a flood (EEMUA 191). */
const FLOOD_ALARMS = 10;
const FLOOD_WINDOW = '10 minutes';
/** An alarm raised this often within the chatter window is chattering. */
const CHATTER_RAISES = 3;
const CHATTER_WINDOW = '60 seconds';
const WORST_ALARMS = 10;
/** Longest lists that are told. */
const MAX_FLOODS = 100;
const MAX_CHATTERING_ALARMS = 100;

export interface AlarmLoad {
  /** Every hour (UTC) that the range touches, also without alarms. */
  readonly perHour: readonly { readonly hour: EpochMs; readonly count: number }[];
  /** From the first alarm of a flood to its last; newest first. */
  readonly floods: readonly { readonly from: EpochMs; readonly to: EpochMs; readonly count: number }[];
  readonly worst: readonly { readonly code: string; readonly subject: string; readonly count: number }[];
  readonly chattering: readonly {
    readonly code: string;
    readonly subject: string;
    readonly countPerMinuteMax: number;
  }[];
}

/**
 * How many alarms were raised from `from` up to, not including, `to`. What only came back while it was on
 * the shelf was shown to nobody, and does not count. Throws STORE_UNAVAILABLE when the database cannot be used.
 */
export function readAlarmLoad(db: Kysely<Schema>, from: EpochMs, to: EpochMs): Promise<AlarmLoad> {
  const raised = sql`
    select at, code, subject from alarm_event
    where change = 'raised'
      and at >= ${timestampOf(from)}::timestamptz and at < ${timestampOf(to)}::timestamptz
  `;
  return storeCall(async () => {
    const perHour = await sql<{ hour: EpochMs; count: number }>`
      with raised as (${raised})
      select hours.hour, count(raised.at)::int as count
      from generate_series(
        date_trunc('hour', ${timestampOf(from)}::timestamptz),
        ${timestampOf(to)}::timestamptz - interval '1 microsecond',
        interval '1 hour'
      ) as hours(hour)
      left join raised on raised.at >= hours.hour and raised.at < hours.hour + interval '1 hour'
      group by hours.hour order by hours.hour
    `.execute(db);
    const floods = await sql<{ from: EpochMs; to: EpochMs; count: number }>`
      with raised as (${raised}),
      counted as (
        select at, count(*) over lately as together, min(at) over lately as since
        from raised
        window lately as (
          order by at range between interval '${sql.raw(FLOOD_WINDOW)}' preceding and current row
        )
      ),
      flooded as (
        select at, since, since > max(at) over (
          order by at, since rows between unbounded preceding and 1 preceding
        ) as apart
        from counted where together > ${sql.lit(FLOOD_ALARMS)}
      ),
      numbered as (
        select at, since, count(*) filter (where apart) over (order by at, since) as flood from flooded
      ),
      periods as (select min(since) as "from", max(at) as "to" from numbered group by flood)
      select periods."from", periods."to",
        (select count(*)::int from raised where at between periods."from" and periods."to") as count
      from periods order by periods."from" desc limit ${sql.lit(MAX_FLOODS)}
    `.execute(db);
    const worst = await sql<{ code: string; subject: string; count: number }>`
      with raised as (${raised})
      select code, subject, count(*)::int as count from raised
      group by code, subject order by count(*) desc, code, subject limit ${sql.lit(WORST_ALARMS)}
    `.execute(db);
    const chattering = await sql<{ code: string; subject: string; countPerMinuteMax: number }>`
      with raised as (${raised}),
      counted as (
        select code, subject, count(*) over (
          partition by code, subject order by at
          range between interval '${sql.raw(CHATTER_WINDOW)}' preceding and current row
        )::int as together
        from raised
      )
      select code, subject, max(together) as "countPerMinuteMax" from counted
      group by code, subject having max(together) >= ${sql.lit(CHATTER_RAISES)}
      order by max(together) desc, code, subject limit ${sql.lit(MAX_CHATTERING_ALARMS)}
    `.execute(db);
    return {
      perHour: perHour.rows,
      floods: floods.rows,
      worst: worst.rows,
      chattering: chattering.rows,
    };
  });
}
