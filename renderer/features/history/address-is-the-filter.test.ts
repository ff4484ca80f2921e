import { describe, expect, it } from 'vitest';
import {
  analyticsInput,
  chartDays,
  daysOf,
  filterParams,
  type HistoryFilter,
  readFilter,
  searchInput,
} from './history-filter.ts';
import { daysBetween } from './plant-day.ts';

const TODAY = '2026-03-10';
const read = (address: string): HistoryFilter => readFilter(new URLSearchParams(address));

describe('the filter in the address', () => {
  it('comes back from the address as it went in', () => {
    const filter: HistoryFilter = {
      preset: null,
      from: '2026-03-01',
      to: '2026-03-02',
      status: 'failed',
      product: 'JF PLUS & KUR=50;',
      mo: 'WH/MO/00014',
      equipment: 'silo_f',
      band: { from: -5, to: null },
    };
    expect(readFilter(new URLSearchParams(filterParams(filter).toString()))).toEqual(filter);
    for (const preset of ['today', '7d', 'all'] as const) {
      const other = { ...filter, preset, from: null, to: null };
      expect(readFilter(filterParams(other))).toEqual(other);
    }
  });

  it('takes no notice of what makes no sense', () => {
    const odd = read(
      'range=ever&from=2026-02-31&to=x&status=done&equipment=silo_z&band=1..x&mo=%20%20&product=',
    );
    expect(odd).toEqual(read(''));
    expect(odd.preset).toBe('7d');
    expect(read('equipment=silo_a&band=a..b').band).toBeNull();
    expect(read('equipment=silo_a&band=..').band).toBeNull();
    expect(read('band=1..Infinity').band).toBeNull();
    expect(read('equipment=silo_a&band=..-5').band).toEqual({ from: null, to: -5 });
  });

  it('limits the rows to a range of deviations, of one silo or of any', () => {
    expect(searchInput(read('range=all&equipment=silo_a&band=-5..-3'), TODAY, '+07:00')).toEqual({
      equipment: 'silo_a',
      deviation: { from: -5, to: -3 },
    });
    expect(searchInput(read('range=all&band=20..'), TODAY, '+07:00')).toEqual({
      deviation: { from: 20, to: null },
    });
  });

  it('includes the last day, in the plant’s time', () => {
    expect(searchInput(read('range=yesterday&mo=14&equipment=silo_a'), TODAY, '+07:00')).toEqual({
      from: '2026-03-08T17:00:00.000Z',
      to: '2026-03-09T17:00:00.000Z',
      mo: '14',
      equipment: 'silo_a',
    });
    expect(daysOf(read('range=7d'), TODAY)).toEqual({ from: '2026-03-04', to: TODAY });
    expect(searchInput(read('range=all'), TODAY, '+07:00')).toEqual({});
  });
});

describe('the range of the charts', () => {
  it('asks for the same days as the rows, with product only', () => {
    expect(analyticsInput(read('range=today&product=P&status=failed'), TODAY, '+07:00')).toEqual({
      from: '2026-03-09T17:00:00.000Z',
      to: '2026-03-10T17:00:00.000Z',
      product: 'P',
    });
  });

  it('is never wider than the station analyses, and says when it was cut', () => {
    expect(chartDays(read('range=all'), TODAY)).toEqual({ from: '2025-03-11', to: TODAY, cut: true });
    const wide = chartDays(read('from=2020-01-01&to=2026-03-10'), TODAY);
    expect(daysBetween(wide.from, wide.to) + 1).toBe(400);
    expect(wide.cut).toBe(true);
    expect(chartDays(read('range=365d'), TODAY).cut).toBe(false);
  });

  it('is one day while the end lies before the beginning', () => {
    expect(chartDays(read('from=2026-03-05&to=2026-03-01'), TODAY)).toEqual({
      from: '2026-03-05',
      to: '2026-03-05',
      cut: false,
    });
  });
});
