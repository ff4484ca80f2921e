import type { Language } from '../../shared/text/text.ts';

export type CsvCell = string | number | null | undefined;

/** A spreadsheet takes a text that begins like this for a formula, also in wide forms and behind blanks. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r]/u;
/** Without it, spreadsheets take UTF-8 for something older. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Rows as a spreadsheet of that language opens them with a double click: Indonesian ones expect semicolons and
 * decimal commas. Texts that a spreadsheet would calculate get an apostrophe in front.
 */
export function toCsv(
  language: Language,
  header: readonly string[],
  rows: readonly (readonly CsvCell[])[],
): string {
  const separator = language === 'id' ? ';' : ',';
  const cell = (value: CsvCell): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number')
      return quoted(language === 'id' ? String(value).replace('.', ',') : String(value));
    return quoted(FORMULA.test(value) ? `'${value}` : value);
  };
  const quoted = (text: string): string =>
    text.includes(separator) || /["\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [header, ...rows].map((row) => row.map(cell).join(separator));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

/** Gives a text to the browser to be kept as a file. */
export function saveText(fileName: string, text: string, mediaType = 'text/csv'): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
