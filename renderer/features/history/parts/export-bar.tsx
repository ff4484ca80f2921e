import { Download } from 'lucide-react';
import type { QueryGiven } from '../../../../shared/contract/contract.ts';
import { Problem } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Menu } from '../../../components/menu.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { FILE_MAX_ROWS, type FileKind } from '../export/file-writers.ts';
import { type ExportState, useExport } from '../export/use-export.ts';
import { historyTexts } from '../texts.ts';

const KINDS: readonly FileKind[] = ['csv', 'xlsx'];

/** Everything that matches, as a file: begun from a menu, with its progress, and a button that stops it. */
export function ExportBar({
  search,
  total,
}: {
  readonly search: Omit<QueryGiven<'historySearch'>, 'cursor' | 'limit'>;
  readonly total: number;
}) {
  const text = useText(historyTexts);
  const format = useFormat();
  const { state, start, stop } = useExport();
  const busy = state.at === 'fetching' || state.at === 'writing';
  const label = (
    <>
      <Download aria-hidden="true" />
      {text.export.label}
    </>
  );
  const unavailable = (kind: FileKind): string | null =>
    total > FILE_MAX_ROWS[kind] ? text.export.tooMany(format.count(FILE_MAX_ROWS[kind])) : null;
  return (
    <div className="hist-export">
      {state.at !== 'idle' && <ExportProgress state={state} onStop={stop} />}
      {total === 0 ? (
        <Button unavailable={text.export.nothing}>{label}</Button>
      ) : (
        <Menu
          trigger={
            <button type="button" className="button" disabled={busy}>
              {label}
            </button>
          }
          items={KINDS.map((kind) => ({
            key: kind,
            label: text.export[kind],
            unavailable: kind === 'xlsx' ? unavailable(kind) : null,
            onSelect: () => start(kind, search),
          }))}
        />
      )}
    </div>
  );
}

function ExportProgress({
  state,
  onStop,
}: {
  readonly state: Exclude<ExportState, { at: 'idle' }>;
  readonly onStop: () => void;
}) {
  const text = useText(historyTexts);
  const running = state.at === 'fetching' || state.at === 'writing';
  return (
    <>
      {state.at === 'failed' ? (
        <Problem error={state} />
      ) : (
        <span className="hist-progress" role="status">
          <ProgressBar state={state} />
          <Sentence state={state} />
        </span>
      )}
      <Button onClick={onStop}>{running ? text.export.stop : text.export.close}</Button>
    </>
  );
}

function ProgressBar({ state }: { readonly state: ExportState }) {
  const text = useText(historyTexts);
  if (state.at === 'writing') return <progress aria-label={text.export.label} />;
  if (state.at !== 'fetching') return null;
  const { got, about } = state;
  return (
    <progress
      aria-label={text.export.label}
      {...(about !== null && { value: got, max: Math.max(about, 1) })}
    />
  );
}

function Sentence({ state }: { readonly state: ExportState }) {
  const text = useText(historyTexts);
  const format = useFormat();
  switch (state.at) {
    case 'fetching':
      return state.about === null
        ? text.export.beginning
        : text.export.fetching(format.count(state.got), format.count(state.about));
    case 'writing':
      return text.export.writing(format.count(state.got));
    case 'saved':
      return state.cut
        ? text.export.cut(format.count(state.rows))
        : text.export.saved(state.name, format.count(state.rows));
    default:
      return null;
  }
}
