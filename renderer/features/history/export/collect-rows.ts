import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import type { HistoryRowView } from '../../../../shared/contract/history.ts';

/** As many rows are asked for at once: what the contract allows. */
export const EXPORT_PAGE_ROWS = 1000;

export type FetchPage = (cursor: string | null) => Promise<QueryOutput<'historySearch'>>;

export interface Collecting {
  readonly fetchPage: FetchPage;
  /** Given each page as it comes, with how many rows there are by now and about how many there will be. */
  readonly onPage: (rows: readonly HistoryRowView[], got: number, about: number) => void;
  readonly signal: AbortSignal;
  /** More rows than so many are left out. */
  readonly maxRows: number;
}

/**
 * - done: every row that fits the filter
 * - cut: the newest `maxRows` rows; there are more
 * - stopped: somebody stopped it
 */
export type Collected = { readonly outcome: 'done' | 'cut' | 'stopped'; readonly rows: number };

/** Fetches all rows that fit, page after page. A page that cannot be had rejects with its CallError. */
export async function collectRows({ fetchPage, onPage, signal, maxRows }: Collecting): Promise<Collected> {
  let cursor: string | null = null;
  let rows = 0;
  do {
    if (signal.aborted) return { outcome: 'stopped', rows };
    const page: QueryOutput<'historySearch'> = await fetchPage(cursor);
    if (signal.aborted) return { outcome: 'stopped', rows };
    const fitting = page.histories.slice(0, maxRows - rows);
    rows += fitting.length;
    onPage(fitting, rows, Math.max(rows, page.total_estimate));
    cursor = page.next_cursor;
    const more = cursor !== null || fitting.length < page.histories.length;
    if (rows >= maxRows && more) return { outcome: 'cut', rows };
  } while (cursor !== null);
  return { outcome: 'done', rows };
}
