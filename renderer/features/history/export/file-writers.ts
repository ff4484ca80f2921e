import type { HistoryRowView } from '../../../../shared/contract/history.ts';
import type { Language } from '../../../../shared/text/text.ts';
import { BYTE_ORDER_MARK, csvLines } from '../../../lib/csv.ts';
import type { ExportColumn } from './export-columns.ts';
import type { XlsxOrder, XlsxReply } from './xlsx-sheet.ts';

export type FileKind = 'csv' | 'xlsx';

/** As many rows a file of that kind holds at most; a spreadsheet is built in memory as a whole. */
export const FILE_MAX_ROWS: Readonly<Record<FileKind, number>> = { csv: 1_000_000, xlsx: 50_000 };

/** Takes the rows as they come; `end` makes the file, `drop` forgets it. */
export interface FileWriter {
  add(rows: readonly HistoryRowView[]): void;
  end(): Promise<Blob>;
  drop(): void;
}

export function fileWriter(
  kind: FileKind,
  columns: readonly ExportColumn[],
  language: Language,
  sheet: string,
): FileWriter {
  return kind === 'csv' ? csvWriter(columns, language) : xlsxWriter(columns, sheet);
}

function cellsOf(rows: readonly HistoryRowView[], columns: readonly ExportColumn[]) {
  return rows.map((row) => columns.map(({ of }) => of(row)));
}

function csvWriter(columns: readonly ExportColumn[], language: Language): FileWriter {
  const parts = [BYTE_ORDER_MARK, csvLines([columns.map(({ title }) => title)], language)];
  return {
    add: (rows) => {
      parts.push(csvLines(cellsOf(rows, columns), language));
    },
    end: async () => new Blob(parts, { type: 'text/csv;charset=utf-8' }),
    drop: () => {
      parts.length = 0;
    },
  };
}

/** In a worker, and loaded only now: a spreadsheet of many rows takes seconds that no screen may stand still for. */
function xlsxWriter(columns: readonly ExportColumn[], sheet: string): FileWriter {
  const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), { type: 'module' });
  const tell = (order: XlsxOrder): void => worker.postMessage(order);
  tell({ kind: 'columns', sheet, columns: columns.map(({ title, width }) => ({ title, width })) });
  return {
    add: (rows) => tell({ kind: 'rows', rows: cellsOf(rows, columns) }),
    end: () =>
      new Promise<Blob>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<XlsxReply>) => {
          if (data.kind === 'file') resolve(data.file);
          else reject(new Error(data.message));
        };
        worker.onerror = ({ message }) => reject(new Error(message));
        tell({ kind: 'end' });
      }).finally(() => worker.terminate()),
    drop: () => worker.terminate(),
  };
}
