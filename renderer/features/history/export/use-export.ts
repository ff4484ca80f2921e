import { useEffect, useRef, useState } from 'react';
import type { QueryGiven } from '../../../../shared/contract/contract.ts';
import { codeOf, messageOf } from '../../../../shared/errors.ts';
import { clockNow } from '../../../lib/clock.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useSession } from '../../../lib/session.ts';
import { askStation, CallError } from '../../../lib/station-client.ts';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { plantStamp } from '../plant-day.ts';
import { historyTexts } from '../texts.ts';
import { collectRows, EXPORT_PAGE_ROWS } from './collect-rows.ts';
import { exportColumns } from './export-columns.ts';
import { FILE_MAX_ROWS, type FileKind, fileWriter } from './file-writers.ts';

/** How far an export is, or what became of the last one. */
export type ExportState =
  | { readonly at: 'idle' }
  | { readonly at: 'fetching'; readonly kind: FileKind; readonly got: number; readonly about: number | null }
  | { readonly at: 'writing'; readonly kind: FileKind; readonly got: number }
  | { readonly at: 'saved'; readonly name: string; readonly rows: number; readonly cut: boolean }
  | { readonly at: 'failed'; readonly code: string; readonly message: string };

type Filter = Omit<QueryGiven<'historySearch'>, 'cursor' | 'limit'>;

interface Export {
  readonly state: ExportState;
  readonly start: (kind: FileKind, filter: Filter) => void;
  /** Ends it without a file, and also takes away what is said about the last one. */
  readonly stop: () => void;
}

/** One export at a time; it ends with the screen that began it. */
export function useExport(): Export {
  const [state, setState] = useState<ExportState>({ at: 'idle' });
  const running = useRef<AbortController | null>(null);
  const text = useText(historyTexts);
  const language = useView((view) => view.language);
  const { time_zone } = useSession();
  const stop = (): void => {
    running.current?.abort();
    running.current = null;
    setState({ at: 'idle' });
  };
  useEffect(() => () => running.current?.abort(), []);
  const run = async (kind: FileKind, filter: Filter, signal: AbortSignal): Promise<void> => {
    const columns = exportColumns(text.file, time_zone);
    const writer = fileWriter(kind, columns, language, text.file.sheet);
    const say = (next: ExportState): void => {
      if (!signal.aborted) setState(next);
    };
    signal.addEventListener('abort', () => writer.drop(), { once: true });
    try {
      const { outcome, rows } = await collectRows({
        fetchPage: (cursor) =>
          askStation('historySearch', {
            ...filter,
            limit: EXPORT_PAGE_ROWS,
            ...(cursor !== null && { cursor }),
          }),
        onPage: (page, got, about) => {
          writer.add(page);
          say({ at: 'fetching', kind, got, about });
        },
        signal,
        maxRows: FILE_MAX_ROWS[kind],
      });
      if (outcome === 'stopped') return;
      say({ at: 'writing', kind, got: rows });
      const file = await writer.end();
      if (signal.aborted) return;
      const name = fileName(kind, time_zone);
      saveFile(file, name);
      say({ at: 'saved', name, rows, cut: outcome === 'cut' });
    } catch (thrown) {
      writer.drop();
      const code = thrown instanceof CallError ? thrown.code : codeOf(thrown);
      say({ at: 'failed', code, message: messageOf(thrown) });
    }
  };
  const start = (kind: FileKind, filter: Filter): void => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ at: 'fetching', kind, got: 0, about: null });
    void run(kind, filter, controller.signal);
  };
  return { state, start, stop };
}

/** `batchline-history-2026-03-01-140509.csv`, by the plant's clock. */
function fileName(kind: FileKind, timeZone: string): string {
  const stamp = plantStamp(new Date(clockNow()).toISOString(), timeZone) ?? '';
  return `batchline-history-${stamp.replace(' ', '-').replaceAll(':', '')}.${kind}`;
}
