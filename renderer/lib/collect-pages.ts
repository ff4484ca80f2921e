/** As many rows are asked for at once: what the contract allows. */
export const PAGE_ROWS = 1000;

export interface PageOf<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

export interface Collecting<T> {
  /** A page of at most {@link PAGE_ROWS} rows from the given one on. */
  readonly fetchPage: (offset: number) => Promise<PageOf<T>>;
  /** Told after each page how many rows there are by now, and how many there will be. */
  readonly onPage: (got: number, total: number) => void;
  readonly signal: AbortSignal;
  /** More rows than so many are left out. */
  readonly maxRows: number;
}

/**
 * - done: every row
 * - cut: the first `maxRows` rows; there are more
 * - stopped: somebody stopped it
 */
export interface Collected<T> {
  readonly outcome: 'done' | 'cut' | 'stopped';
  readonly rows: readonly T[];
}

/** Fetches all rows of a list that is paged by offset. A page that cannot be had rejects with its CallError. */
export async function collectPages<T>(how: Collecting<T>): Promise<Collected<T>> {
  const { fetchPage, onPage, signal, maxRows } = how;
  const rows: T[] = [];
  for (;;) {
    if (signal.aborted) return { outcome: 'stopped', rows };
    const page = await fetchPage(rows.length);
    if (signal.aborted) return { outcome: 'stopped', rows };
    rows.push(...page.rows.slice(0, maxRows - rows.length));
    onPage(rows.length, Math.min(page.total, maxRows));
    // A page without rows ends it too: rows may have been removed since the first one.
    if (rows.length >= page.total || page.rows.length === 0) return { outcome: 'done', rows };
    if (rows.length >= maxRows) return { outcome: 'cut', rows };
  }
}
