import { useEffect, useRef, useState } from 'react';
import { codeOf, messageOf } from '../../shared/errors.ts';
import { collectPages, type PageOf } from './collect-pages.ts';
import { CallError } from './station-client.ts';

/** How far an export is, or what became of the last one. */
export type ExportState =
  | { readonly at: 'idle' }
  | { readonly at: 'fetching'; readonly got: number; readonly total: number | null }
  | { readonly at: 'saved'; readonly rows: number; readonly cut: boolean }
  | { readonly at: 'failed'; readonly code: string; readonly message: string };

export interface PagedExport {
  readonly state: ExportState;
  readonly start: () => void;
  /** Ends it without a file, and also takes away what is said about the last one. */
  readonly stop: () => void;
}

/** A file has at most so many rows: what a browser can hold, and a person can look through. */
const MAX_ROWS = 50_000;

/** One export at a time; it ends with the screen that began it. */
export function usePagedExport<T>({
  fetchPage,
  save,
}: {
  readonly fetchPage: (offset: number) => Promise<PageOf<T>>;
  readonly save: (rows: readonly T[]) => void;
}): PagedExport {
  const [state, setState] = useState<ExportState>({ at: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (signal: AbortSignal): Promise<void> => {
    const say = (next: ExportState): void => {
      if (!signal.aborted) setState(next);
    };
    try {
      const onPage = (got: number, total: number) => say({ at: 'fetching', got, total });
      const { outcome, rows } = await collectPages({ fetchPage, onPage, signal, maxRows: MAX_ROWS });
      if (outcome === 'stopped') return;
      save(rows);
      say({ at: 'saved', rows: rows.length, cut: outcome === 'cut' });
    } catch (thrown) {
      const code = thrown instanceof CallError ? thrown.code : codeOf(thrown);
      say({ at: 'failed', code, message: messageOf(thrown) });
    }
  };
  const stop = (): void => {
    running.current?.abort();
    running.current = null;
    setState({ at: 'idle' });
  };
  const start = (): void => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ at: 'fetching', got: 0, total: null });
    void run(controller.signal);
  };
  return { state, start, stop };
}
