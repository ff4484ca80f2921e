import type { Finding, Row } from './bench.ts';

/** A finding as text: title, table, meaning. */
export function findingText({ title, head, rows, meaning }: Finding): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: Row): string =>
    `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column === 0)).join('  ')}`.trimEnd();
  const rule = `  ${widths.map((width) => '-'.repeat(width)).join('  ')}`;
  return [`\n${title}`, line(head), rule, ...rows.map(line), `  = ${meaning}`, ''].join('\n');
}

/** Names to the left, numbers to the right. */
function pad(cell: string, width: number, isName: boolean): string {
  return isName ? cell.padEnd(width) : cell.padStart(width);
}
