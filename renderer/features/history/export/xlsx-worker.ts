import writeSheet, { type SheetData } from 'write-excel-file/universal';
import { messageOf } from '../../../../shared/errors.ts';
import { headingRow, sheetRow, type XlsxOrder, type XlsxReply } from './xlsx-sheet.ts';

/** Writes a spreadsheet beside the screen, which goes on showing what happens meanwhile. */

const rows: SheetData = [];
let widths: { width: number }[] = [];
let sheet = '';

function reply(message: XlsxReply): void {
  self.postMessage(message);
}

async function finish(): Promise<void> {
  const file = await writeSheet(rows, { sheet, columns: widths, stickyRowsCount: 1 }).toBlob();
  reply({ kind: 'file', file });
}

self.onmessage = ({ data }: MessageEvent<XlsxOrder>) => {
  if (data.kind === 'columns') {
    sheet = data.sheet;
    widths = data.columns.map(({ width }) => ({ width }));
    rows.push(headingRow(data.columns.map(({ title }) => title)));
  } else if (data.kind === 'rows') {
    for (const row of data.rows) rows.push(sheetRow(row));
  } else {
    finish().catch((thrown: unknown) => reply({ kind: 'failed', message: messageOf(thrown) }));
  }
};
