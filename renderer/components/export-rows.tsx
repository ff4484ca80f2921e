import { Download } from 'lucide-react';
import { defineTexts, useErrorText, useText } from '../lib/text.ts';
import { useFormat } from '../lib/use-format.ts';
import type { PagedExport } from '../lib/use-paged-export.ts';
import { Button } from './button.tsx';

const texts = defineTexts({
  id: {
    stop: 'Hentikan ekspor',
    begun: 'Mengambil baris…',
    got: (got: string, total: string) => `${got} dari ${total} baris`,
    saved: (rows: string) => `Tersimpan: ${rows} baris.`,
    cut: (rows: string) => `Tersimpan: ${rows} baris terbaru; sisanya tidak ikut. Persempit saringan.`,
    nothing: 'Daftar kosong.',
  },
  en: {
    stop: 'Stop export',
    begun: 'Getting rows…',
    got: (got: string, total: string) => `${got} of ${total} rows`,
    saved: (rows: string) => `Saved: ${rows} rows.`,
    cut: (rows: string) => `Saved: the newest ${rows} rows; the others are left out. Narrow the filter.`,
    nothing: 'The list is empty.',
  },
});

/** Begins an export of all rows that fit, shows how far it is, and stops it. */
export function ExportRows({
  label,
  empty,
  export: { state, start, stop },
}: {
  readonly label: string;
  /** Nothing would be in the file. */
  readonly empty: boolean;
  readonly export: PagedExport;
}) {
  const text = useText(texts);
  const busy = state.at === 'fetching';
  return (
    <div className="export-rows">
      <ExportNote state={state} />
      {busy ? (
        <Button onClick={stop}>{text.stop}</Button>
      ) : (
        <Button unavailable={empty ? text.nothing : null} onClick={start}>
          <Download aria-hidden="true" />
          {label}
        </Button>
      )}
    </div>
  );
}

function ExportNote({ state }: Pick<PagedExport, 'state'>) {
  const text = useText(texts);
  const errorText = useErrorText();
  const format = useFormat();
  switch (state.at) {
    case 'idle':
      return null;
    case 'fetching':
      return (
        <span role="status" className="dim">
          {state.total === null ? text.begun : text.got(format.count(state.got), format.count(state.total))}
        </span>
      );
    case 'saved':
      return (
        <span role="status" className="dim">
          {(state.cut ? text.cut : text.saved)(format.count(state.rows))}
        </span>
      );
    case 'failed': {
      const { what, next } = errorText(state.code);
      return (
        <span role="alert">
          <strong>{what}</strong> {next}
        </span>
      );
    }
  }
}
