import { expect, it } from 'vitest';
import { batchesAddress, dayLabel, readDayCount, totalOf } from './days.ts';

it('a day leads to the batches of that day, an item to all of its own', () => {
  expect(batchesAddress('silo_a', '2026-03-02')).toBe(
    '/history?from=2026-03-02&to=2026-03-02&equipment=silo_a',
  );
  expect(batchesAddress('lq_fml')).toBe('/history?equipment=lq_fml');
});

it('a day of the plant keeps its date', () => {
  expect(dayLabel('2026-03-02', 'en-GB', 'short')).toBe('2 Mar');
  expect(dayLabel('2026-03-02', 'id-ID', 'long')).toBe('Sen, 2 Mar 2026');
});

it('only ranges that are offered are asked for', () => {
  expect(readDayCount(new URLSearchParams('days=90'))).toBe(90);
  expect(readDayCount(new URLSearchParams('days=9999'))).toBe(30);
});

it('days are summed up', () => {
  const days = [
    { day: '2026-03-01', kg: 10.5, batches: 1 },
    { day: '2026-03-02', kg: 4, batches: 2 },
  ];
  expect(totalOf(days)).toEqual({ kg: 14.5, batches: 3 });
});
