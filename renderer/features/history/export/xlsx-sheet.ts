import type { SheetData } from 'write-excel-file/universal';
import type { Cell } from '../../../lib/csv.ts';

/** What the worker is told: the columns first, then rows as they come, then the end. */
export type XlsxOrder =
  | {
      readonly kind: 'columns';
      readonly sheet: string;
      readonly columns: readonly { readonly title: string; readonly width: number }[];
    }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'end' };

export type XlsxReply =
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'failed'; readonly message: string };

type SheetRow = SheetData[number];

/** Headings in bold. */
export function headingRow(titles: readonly string[]): SheetRow {
  return titles.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
}

/** Texts stay texts whatever they begin with: a cell of type string is never calculated. Numbers stay numbers. */
export function sheetRow(row: readonly Cell[]): SheetRow {
  return row.map((cell) => {
    if (cell === null) return null;
    if (typeof cell === 'string') return { value: cell, type: String };
    if (typeof cell === 'number') return { value: cell, type: Number };
    const format = cell.decimals === 0 ? '0' : `0.${'0'.repeat(cell.decimals)}`;
    return { value: cell.value, type: Number, format };
  });
}
