import type { Language } from '../../shared/text/text.ts';

/** A cell: a text, a number as it is or with its decimals, or nothing. */
export type Cell = string | number | { readonly value: number; readonly decimals: number } | null;

/** How a language's spreadsheets read a file: Indonesian ones take the comma for the decimal mark. */
interface Dialect {
  readonly separator: ';' | ',';
  readonly decimalMark: ',' | '.';
}

const DIALECTS: Readonly<Record<Language, Dialect>> = {
  id: { separator: ';', decimalMark: ',' },
  en: { separator: ',', decimalMark: '.' },
};

/** A spreadsheet takes a file without this mark for the code page of its country. */
export const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/** What makes a spreadsheet take a text for a formula, also in its wide forms and behind blanks. */
const FORMULA_START = /^(?:\s*[=+\-@＝＋－＠]|[\t\r])/u;
const NEEDS_QUOTES = /[";,\r\n]/;

/** Lines of a CSV file (RFC 4180), each with its line end; without the byte order mark. */
export function csvLines(rows: Iterable<readonly Cell[]>, language: Language): string {
  const dialect = DIALECTS[language];
  let text = '';
  for (const row of rows)
    text += row.map((cell) => csvCell(cell, dialect)).join(dialect.separator) + LINE_END;
  return text;
}

/** A whole CSV file as a language's spreadsheets open it with a double click. */
export function toCsv(
  language: Language,
  header: readonly string[],
  rows: Iterable<readonly Cell[]>,
): string {
  return BYTE_ORDER_MARK + csvLines([header], language) + csvLines(rows, language);
}

function csvCell(cell: Cell, { decimalMark }: Dialect): string {
  if (cell === null) return '';
  // Numbers are ours and may begin with a minus; no dialect separates by its own decimal mark.
  if (typeof cell === 'number') return String(cell).replace('.', decimalMark);
  if (typeof cell !== 'string') return cell.value.toFixed(cell.decimals).replace('.', decimalMark);
  const safe = harmless(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A text that no spreadsheet runs as a formula: an apostrophe in front of those that begin like one (OWASP, "CSV
 * injection"). Names of products and notes come from Odoo and from the PLC, and whoever writes them there shall
 * not command the office's computers.
 */
export function harmless(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}
