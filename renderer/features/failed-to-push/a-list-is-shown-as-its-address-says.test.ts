import { describe, expect, it } from 'vitest';
import { readView, shownPushes, sortedBy, writeView } from './push-view.ts';
import { pushWith } from './testing/pushes.ts';

const view = (address: string) => readView(new URLSearchParams(address));
const mos = (address: string) => shownPushes(PUSHES, view(address)).map(({ mo_id }) => mo_id);

const PUSHES = [
  pushWith({
    mo_id: 'WH/MO/00003',
    state: 'waiting',
    since: '2026-03-02T07:03:00.000Z',
    next_attempt_at: null,
  }),
  pushWith({ mo_id: 'WH/MO/00001', state: 'parked', since: '2026-03-02T07:01:00.000Z', attempts: 3 }),
  pushWith({
    mo_id: 'WH/MO/00002',
    state: 'waiting',
    finished_goods: 'JF SAPOT 1B',
    since: '2026-03-02T07:02:00.000Z',
    next_attempt_at: '2026-03-02T07:30:00.000Z',
    kind: 'failed',
  }),
];

describe('order', () => {
  it('is the oldest first unless said otherwise', () => {
    expect(mos('')).toEqual(['WH/MO/00001', 'WH/MO/00002', 'WH/MO/00003']);
    expect(mos('order=desc')).toEqual(['WH/MO/00003', 'WH/MO/00002', 'WH/MO/00001']);
  });
  it('by state: what needs a person first', () => {
    expect(mos('by=state')[0]).toBe('WH/MO/00001');
  });
  it('by next try: at once, then by time, then what is never tried by itself', () => {
    expect(mos('by=next')).toEqual(['WH/MO/00003', 'WH/MO/00002', 'WH/MO/00001']);
  });
  it('turns round when its column is chosen again, and begins upwards with another one', () => {
    const byMo = sortedBy(view(''), 'mo');
    expect(byMo).toMatchObject({ by: 'mo', descending: false });
    expect(sortedBy(byMo, 'mo')).toMatchObject({ by: 'mo', descending: true });
    expect(sortedBy(sortedBy(byMo, 'mo'), 'kind')).toMatchObject({ by: 'kind', descending: false });
  });
});

describe('filter', () => {
  it('finds part of an MO or of a product, in whatever case', () => {
    expect(mos('q=00003')).toEqual(['WH/MO/00003']);
    expect(mos('q=sapot')).toEqual(['WH/MO/00002']);
  });
  it('by state and kind', () => {
    expect(mos('state=parked')).toEqual(['WH/MO/00001']);
    expect(mos('kind=failed')).toEqual(['WH/MO/00002']);
    expect(mos('state=parked&kind=failed')).toEqual([]);
  });
});

it('an address goes there and back, and what makes no sense is as if it were not there', () => {
  const given = { q: 'x', state: 'held', kind: 'failed', by: 'mo', order: 'desc', open: 'WH/MO/00001' };
  expect(writeView(readView(new URLSearchParams(given)))).toEqual(given);
  expect(writeView(view('state=nonsense&by=;drop&order=up'))).toEqual({});
});
