import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import type { ComponentKey } from '../../../../shared/domain/equipment.ts';
import type { DeviationBand } from '../history-filter.ts';
import { type Deviation, deviationOf } from '../row-figures.ts';

/** Bars of a ranking; what comes after them is summed in one more. */
export const RANKED_MAX_BARS = 12;

/** A silo or tank, or all of them. */
export type SiloChoice = ComponentKey | null;

export interface ComponentTotal {
  readonly key: ComponentKey;
  readonly target: number;
  readonly actual: number;
  readonly deviation: Deviation | null;
}

/** Target against actual of every component that was used. */
export function componentTotals({
  per_component,
}: Pick<AnalyticsView, 'per_component'>): readonly ComponentTotal[] {
  return per_component
    .filter(({ target_kg, actual_kg }) => target_kg > 0 || actual_kg > 0)
    .map(({ key, target_kg, actual_kg }) => ({
      key,
      target: target_kg,
      actual: actual_kg,
      deviation: deviationOf(actual_kg, target_kg),
    }));
}

export interface DeviationBin {
  readonly band: DeviationBand;
  readonly count: number;
}

/** How many dosings of the chosen component, or of all, deviated by how much. */
export function deviationBins(
  { per_component }: Pick<AnalyticsView, 'per_component'>,
  silo: SiloChoice,
): readonly DeviationBin[] {
  const bins = new Map<string, DeviationBin>();
  for (const { key, deviations } of per_component) {
    if (silo !== null && key !== silo) continue;
    for (const { from_percent: from, to_percent: to, count } of deviations.bins) {
      const name = `${from}..${to}`;
      bins.set(name, { band: { from, to }, count: (bins.get(name)?.count ?? 0) + count });
    }
  }
  const lowest = ({ band }: DeviationBin): number => band.from ?? Number.NEGATIVE_INFINITY;
  return [...bins.values()].toSorted((a, b) => (lowest(a) < lowest(b) ? -1 : 1));
}

export interface DayAmount {
  readonly day: string;
  readonly kg: number;
}

/** What was dosed on each day of the range; 0 on a day without any. */
export function consumptionDays(
  { per_day, consumption_per_day }: Pick<AnalyticsView, 'per_day' | 'consumption_per_day'>,
  silo: SiloChoice,
): readonly DayAmount[] {
  const hundredths = new Map<string, number>();
  for (const { day, key, kg } of consumption_per_day) {
    if (silo === null || key === silo) hundredths.set(day, (hundredths.get(day) ?? 0) + Math.round(kg * 100));
  }
  return per_day.map(({ day }) => ({ day, kg: (hundredths.get(day) ?? 0) / 100 }));
}

export interface ProductAmount {
  /** Null: the product is not known, or these are the rest. */
  readonly product: string | null;
  readonly kg: number;
  readonly rest: boolean;
}

/** What was dosed for each product, most first; those after the twelfth in one sum. */
export function consumptionProducts(
  { consumption_per_product }: Pick<AnalyticsView, 'consumption_per_product'>,
  silo: SiloChoice,
): readonly ProductAmount[] {
  const hundredths = new Map<string | null, number>();
  for (const { product, key, kg } of consumption_per_product) {
    if (silo !== null && key !== silo) continue;
    hundredths.set(product, (hundredths.get(product) ?? 0) + Math.round(kg * 100));
  }
  const all = [...hundredths]
    .map(([product, amount]) => ({ product, kg: amount / 100, rest: false }))
    .filter(({ kg }) => kg > 0)
    .toSorted((a, b) => b.kg - a.kg);
  if (all.length <= RANKED_MAX_BARS) return all;
  const others = all.slice(RANKED_MAX_BARS).reduce((sum, { kg }) => sum + Math.round(kg * 100), 0);
  return [...all.slice(0, RANKED_MAX_BARS), { product: null, kg: others / 100, rest: true }];
}

export interface FailureCount {
  readonly code: string;
  readonly name: string | null;
  readonly count: number;
  /** Share of all failures that this one and those before it make, in percent. */
  readonly cumulativePercent: number;
}

/** Equipment by failures, most first, with how much of all the first ones account for (Pareto). */
export function failureRanking({
  failures_by_equipment,
}: Pick<AnalyticsView, 'failures_by_equipment'>): readonly FailureCount[] {
  const total = failures_by_equipment.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  return failures_by_equipment
    .toSorted((a, b) => b.count - a.count)
    .map(({ equipment_code: code, name, count }) => {
      sum += count;
      return { code, name, count, cumulativePercent: (sum / total) * 100 };
    })
    .slice(0, RANKED_MAX_BARS);
}

/** Batches that ended, whichever way, and what was dosed in all. */
export function totals({
  per_day,
  consumption_per_day,
}: Pick<AnalyticsView, 'per_day' | 'consumption_per_day'>) {
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return {
    completed: sum(per_day.map(({ completed }) => completed)),
    failed: sum(per_day.map(({ failed }) => failed)),
    cancelled: sum(per_day.map(({ cancelled }) => cancelled)),
    kg: sum(consumption_per_day.map(({ kg }) => Math.round(kg * 100))) / 100,
  };
}
