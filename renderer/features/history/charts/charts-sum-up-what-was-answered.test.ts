import { describe, expect, it } from 'vitest';
import {
  componentTotals,
  consumptionDays,
  consumptionProducts,
  deviationBins,
  failureRanking,
  RANKED_MAX_BARS,
  totals,
} from './chart-data.ts';

const none = { median_percent: null, p95_percent: null };
const bin = (from_percent: number | null, to_percent: number | null, count: number) => ({
  from_percent,
  to_percent,
  count,
});

describe('components', () => {
  it('leaves out what was not used, and says how far off the others were', () => {
    const deviations = { bins: [], ...none };
    const per_component = [
      { key: 'silo_a' as const, target_kg: 1000, actual_kg: 1010, deviations },
      { key: 'silo_b' as const, target_kg: 0, actual_kg: 0, deviations },
      { key: 'silo_c' as const, target_kg: 0, actual_kg: 2.5, deviations },
    ];
    expect(componentTotals({ per_component })).toEqual([
      { key: 'silo_a', target: 1000, actual: 1010, deviation: { kg: 10, percent: 1 } },
      { key: 'silo_c', target: 0, actual: 2.5, deviation: { kg: 2.5, percent: null } },
    ]);
  });

  it('counts one component’s deviations, or those of all, from low to high', () => {
    const of = (key: 'silo_a' | 'silo_b', counts: readonly number[]) => ({
      key,
      target_kg: 1,
      actual_kg: 1,
      deviations: {
        bins: [bin(0, 1, counts[1] ?? 0), bin(1, null, counts[2] ?? 0), bin(null, 0, counts[0] ?? 0)],
        ...none,
      },
    });
    const per_component = [of('silo_a', [1, 2, 3]), of('silo_b', [10, 20, 30])];
    const counts = (silo: 'silo_a' | null) =>
      deviationBins({ per_component }, silo).map(({ count }) => count);
    expect(counts('silo_a')).toEqual([1, 2, 3]);
    expect(counts(null)).toEqual([11, 22, 33]);
    expect(deviationBins({ per_component }, null).map(({ band }) => band.from)).toEqual([null, 0, 1]);
  });
});

describe('consumption', () => {
  const day = (name: string) => ({ day: name, completed: 1, failed: 2, cancelled: 3 });
  const per_day = [day('2026-03-01'), day('2026-03-02')];
  const consumption_per_day = [
    { day: '2026-03-02', key: 'silo_a' as const, kg: 0.1 },
    { day: '2026-03-02', key: 'silo_b' as const, kg: 0.2 },
  ];

  it('shows days without any as 0, and sums in hundredths', () => {
    expect(consumptionDays({ per_day, consumption_per_day }, null)).toEqual([
      { day: '2026-03-01', kg: 0 },
      { day: '2026-03-02', kg: 0.3 },
    ]);
    expect(consumptionDays({ per_day, consumption_per_day }, 'silo_b').at(-1)?.kg).toBe(0.2);
    expect(totals({ per_day, consumption_per_day })).toEqual({
      completed: 2,
      failed: 4,
      cancelled: 6,
      kg: 0.3,
    });
  });

  it('ranks products, and sums those beyond the last bar, so that nothing is missing', () => {
    const rows = Array.from({ length: 15 }, (_, index) => ({
      product: index === 3 ? null : `P${index}`,
      key: 'silo_a' as const,
      kg: index + 1,
    }));
    const ranked = consumptionProducts({ consumption_per_product: rows }, null);
    expect(ranked).toHaveLength(RANKED_MAX_BARS + 1);
    expect(ranked[0]).toEqual({ product: 'P14', kg: 15, rest: false });
    expect(ranked.at(-1)).toEqual({ product: null, kg: 6, rest: true });
    expect(ranked.reduce((sum, { kg }) => sum + kg, 0)).toBe(120);
    expect(consumptionProducts({ consumption_per_product: rows }, 'silo_b')).toEqual([]);
  });
});

it('says how much of all failures the first ones account for', () => {
  const failures_by_equipment = [
    { equipment_code: 'silo101', name: null, count: 1 },
    { equipment_code: 'silo106', name: 'SILO F', count: 3 },
  ];
  expect(failureRanking({ failures_by_equipment })).toEqual([
    { code: 'silo106', name: 'SILO F', count: 3, cumulativePercent: 75 },
    { code: 'silo101', name: null, count: 1, cumulativePercent: 100 },
  ]);
});
