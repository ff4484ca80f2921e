import { describe, expect, it } from 'vitest';
import type { HistoryRowView } from '../../../../shared/contract/history.ts';
import { exampleRow } from '../testing/example-row.ts';
import { collectRows, type FetchPage } from './collect-rows.ts';

const PAGE = 3;

/** A history of so many rows, in pages; the cursor is where the next page begins. */
function pagesOf(total: number): FetchPage {
  const all = Array.from({ length: total }, (_, index) => exampleRow({ id: String(index) }));
  return async (cursor) => {
    const from = Number(cursor ?? 0);
    const next = from + PAGE;
    return {
      histories: all.slice(from, next),
      next_cursor: next < total ? String(next) : null,
      total_estimate: total,
      approximate: false,
    };
  };
}

async function collect(fetchPage: FetchPage, maxRows: number, stopAfterPages = Number.POSITIVE_INFINITY) {
  const ids: string[] = [];
  const progress: string[] = [];
  const controller = new AbortController();
  const collected = await collectRows({
    fetchPage,
    maxRows,
    signal: controller.signal,
    onPage: (rows: readonly HistoryRowView[], got, about) => {
      ids.push(...rows.map(({ id }) => id));
      progress.push(`${got}/${about}`);
      if (progress.length === stopAfterPages) controller.abort();
    },
  });
  return { ...collected, ids: ids.join(','), progress: progress.join(' ') };
}

describe('an export', () => {
  it('has every row once, in order, and tells how far it is', async () => {
    expect(await collect(pagesOf(7), 100)).toEqual({
      outcome: 'done',
      rows: 7,
      ids: '0,1,2,3,4,5,6',
      progress: '3/7 6/7 7/7',
    });
    expect(await collect(pagesOf(0), 100)).toMatchObject({ outcome: 'done', rows: 0 });
  });

  it('ends at its limit, and says so only when rows are left out', async () => {
    expect(await collect(pagesOf(7), 5)).toMatchObject({ outcome: 'cut', rows: 5, ids: '0,1,2,3,4' });
    expect(await collect(pagesOf(7), 6)).toMatchObject({ outcome: 'cut', rows: 6 });
    expect(await collect(pagesOf(7), 7)).toMatchObject({ outcome: 'done', rows: 7 });
    expect(await collect(pagesOf(6), 6)).toMatchObject({ outcome: 'done', rows: 6 });
  });

  it('asks for no more once it was stopped', async () => {
    let asked = 0;
    const counted: FetchPage = (cursor) => {
      asked += 1;
      return pagesOf(9)(cursor);
    };
    expect(await collect(counted, 100, 1)).toMatchObject({ outcome: 'stopped', rows: 3 });
    expect(asked).toBe(1);
  });

  it('fails with the page that cannot be had', async () => {
    const broken: FetchPage = (cursor) =>
      cursor === null ? pagesOf(9)(cursor) : Promise.reject(new Error('gone'));
    await expect(collect(broken, 100)).rejects.toThrow('gone');
  });
});
