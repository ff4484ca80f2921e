import { z } from 'zod';
import { query } from './declare.ts';
import { componentKey, dayText, time } from './values.ts';

/** The widest range of one analysis, in days. */
export const ANALYTICS_MAX_DAYS = 400;
const DAY_MS = 86_400_000;

const range = z
  .object({
    /** Batches that ended at or after. */
    from: time,
    /** Batches that ended before. */
    to: time,
    product: z.string().min(1).max(128).optional(),
  })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), {
    path: ['to'],
    message: 'must be after from',
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= ANALYTICS_MAX_DAYS * DAY_MS, {
    path: ['to'],
    message: `at most ${ANALYTICS_MAX_DAYS} days after from`,
  });

const count = z.number().int();

export const analyticsView = z.object({
  /** Every day of the range by the plant's clock, also days without a batch. */
  per_day: z.array(z.object({ day: dayText, completed: count, failed: count, cancelled: count })),
  /** Completed batches only: what was to be dosed against what was. */
  per_component: z.array(
    z.object({
      key: componentKey,
      target_kg: z.number(),
      actual_kg: z.number(),
      /** Deviation of a batch from its target, for batches that had one. */
      deviations: z.object({
        /** `null`: no bound on that side. A bin holds its lower bound and not its upper one. */
        bins: z.array(
          z.object({ from_percent: z.number().nullable(), to_percent: z.number().nullable(), count }),
        ),
        /** Signed: half of the batches deviate by less. */
        median_percent: z.number().nullable(),
        /** Unsigned: 95 of 100 batches deviate by no more, whichever way. */
        p95_percent: z.number().nullable(),
      }),
    }),
  ),
  /** Days with a completed batch whose times are known. */
  cycle: z.array(
    z.object({
      day: dayText,
      /** First dosing to finished. */
      median_seconds: z.number().nullable(),
      p90_seconds: z.number().nullable(),
      /** End of a batch to the first dosing of the next one of the same load. */
      changeover_median_seconds: z.number().nullable(),
    }),
  ),
  /** Whatever was dosed, also for batches that failed or were cancelled. */
  consumption_per_day: z.array(z.object({ day: dayText, key: componentKey, kg: z.number() })),
  /** The same by product; null: the product is not known. */
  consumption_per_product: z.array(
    z.object({ product: z.string().nullable(), key: componentKey, kg: z.number() }),
  ),
  /** Most frequent first; at most 100. Not narrowed by product: a failure names none. */
  failures_by_equipment: z.array(
    z.object({ equipment_code: z.string(), name: z.string().nullable(), count }),
  ),
  success_rate: z.object({ completed: count, failed: count, percent: z.number().nullable() }),
});

export const analyticsQueries = {
  analytics: query(
    'Figures of a range of days, by the plant clock: batches, deviations, times, consumption, failures.',
    range,
    analyticsView,
  ),
} as const;

export type AnalyticsView = z.output<typeof analyticsView>;
