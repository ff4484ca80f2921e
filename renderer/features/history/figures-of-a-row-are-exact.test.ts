import { expect, it } from 'vitest';
import { batchDeviation, cycleMs, deviationOf, sumKnown } from './row-figures.ts';

it('says the deviation in hundredths, not in floating-point dust', () => {
  expect(deviationOf(0.3, 0.1)).toEqual({ kg: 0.2, percent: 200 });
  expect(deviationOf(998.75, 1000)).toEqual({ kg: -1.25, percent: -0.125 });
});

it('knows no percent of nothing, and no deviation of the unknown', () => {
  expect(deviationOf(2, 0)).toEqual({ kg: 2, percent: null });
  expect(deviationOf(null, 10)).toBeNull();
  expect(deviationOf(10, null)).toBeNull();
});

it('shows no deviation of a batch that was not completed', () => {
  expect(batchDeviation({ status: 'failed', actual_weight: 400, quantity: 1000 })).toBeNull();
  expect(batchDeviation({ status: 'completed', actual_weight: 1010, quantity: 1000 })).toEqual({
    kg: 10,
    percent: 1,
  });
});

it('takes the cycle from first dosing to finished only when both were seen', () => {
  const times = { started_at: '2026-03-01T00:00:00Z', finished_at: '2026-03-01T00:11:30Z' };
  expect(cycleMs(times)).toBe(690_000);
  expect(cycleMs({ ...times, started_at: null })).toBeNull();
});

it('sums what is known, and nothing to nothing', () => {
  expect(sumKnown([0.1, 0.2, null])).toBe(0.3);
  expect(sumKnown([null, null])).toBeNull();
});
