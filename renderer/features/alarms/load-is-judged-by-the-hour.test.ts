import { expect, it } from 'vitest';
import { endOfHour, justAfter, loadFigures } from './load-figures.ts';

const LISTS = { worst: [], chattering: [], stale: [] };

it('the average is over the whole range, the peak is the fullest hour', () => {
  const per_hour = [
    { hour: '2026-03-02T00:00:00.000Z', count: 3 },
    { hour: '2026-03-02T01:00:00.000Z', count: 20 },
    { hour: '2026-03-02T02:00:00.000Z', count: 1 },
  ];
  const floods = [{ from: '2026-03-02T01:00:00.000Z', to: '2026-03-02T01:18:00.000Z', count: 20 }];
  const range = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-02T03:00:00.000Z' };
  expect(loadFigures({ ...range, ...LISTS, per_hour, floods })).toEqual({
    total: 24,
    perHour: 8,
    peak: per_hour[1],
    floodPercent: 10,
  });
});

it('without alarms there is no fullest hour', () => {
  const range = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-02T01:00:00.000Z' };
  const per_hour = [{ hour: range.from, count: 0 }];
  expect(loadFigures({ ...range, ...LISTS, per_hour, floods: [] })).toMatchObject({ total: 0, peak: null });
});

it('an hour ends where the next one begins, and a flood with its last alarm', () => {
  expect(endOfHour('2026-03-02T23:00:00.000Z')).toBe('2026-03-03T00:00:00.000Z');
  expect(justAfter('2026-03-02T23:00:00.000Z')).toBe('2026-03-02T23:00:00.001Z');
});
