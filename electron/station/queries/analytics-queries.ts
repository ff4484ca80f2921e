import { plantDays } from '../../domain/plant-time.ts';
import { plantFigures } from '../../store/analytics/plant-figures.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';

/** Figures of a range of days; added up by the database. */
export function analyticsQueries({ db, config }: QueryParts): HandlersOf<'analytics'> {
  return {
    async analytics({ from: fromText, to: toText, product }) {
      const [from, to] = [Date.parse(fromText), Date.parse(toText)];
      const days = plantDays(from, to, config.timezone);
      const figures = await plantFigures(db, { from, to, product, days });
      const sum = (of: 'completed' | 'failed') => figures.perDay.reduce((total, day) => total + day[of], 0);
      const [completed, failed] = [sum('completed'), sum('failed')];
      return {
        per_day: [...figures.perDay],
        per_component: figures.perComponent.map(({ key, targetKg, actualKg, ...deviations }) => ({
          key,
          target_kg: targetKg,
          actual_kg: actualKg,
          deviations: {
            bins: deviations.bins.map(({ fromPercent, toPercent, count }) => ({
              from_percent: fromPercent,
              to_percent: toPercent,
              count,
            })),
            median_percent: deviations.medianPercent,
            p95_percent: deviations.p95Percent,
          },
        })),
        cycle: figures.cycle.map((cycle) => ({
          day: cycle.day,
          median_seconds: cycle.medianSeconds,
          p90_seconds: cycle.p90Seconds,
          changeover_median_seconds: cycle.changeoverMedianSeconds,
        })),
        consumption_per_day: [...figures.consumptionPerDay],
        consumption_per_product: [...figures.consumptionPerProduct],
        failures_by_equipment: figures.failures.map(({ equipmentCode, name, count }) => ({
          equipment_code: equipmentCode,
          name,
          count,
        })),
        success_rate: {
          completed,
          failed,
          percent: completed + failed === 0 ? null : (completed * 100) / (completed + failed),
        },
      };
    },
  };
}
