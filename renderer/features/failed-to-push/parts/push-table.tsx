import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { COLUMNS, type Column, type PushView, sortedBy } from '../push-view.ts';
import { texts } from '../texts.ts';
import { PushRow } from './push-row.tsx';

interface PushTableProps {
  readonly pushes: readonly FailedPushView[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly view: PushView;
  readonly onChange: (changed: Partial<PushView>) => void;
}

/** A result a row; the details of one open below its row. */
export function PushTable({ pushes, selected, onSelect, view, onChange }: PushTableProps) {
  const text = useText(texts);
  const toggle = (moId: string): void => {
    const next = new Set(selected);
    if (!next.delete(moId)) next.add(moId);
    onSelect(next);
  };
  return (
    <TableWrap label={text.list}>
      <table className="table push-table">
        <Head pushes={pushes} selected={selected} onSelect={onSelect} view={view} onChange={onChange} />
        <tbody>
          {pushes.map((push) => (
            <PushRow
              key={push.mo_id}
              push={push}
              isSelected={selected.has(push.mo_id)}
              isOpen={view.open === push.mo_id}
              onSelect={() => toggle(push.mo_id)}
              onOpen={() => onChange({ open: view.open === push.mo_id ? null : push.mo_id })}
            />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function Head({ pushes, selected, onSelect, view, onChange }: PushTableProps) {
  const text = useText(texts);
  const allSelected = pushes.every(({ mo_id }) => selected.has(mo_id));
  return (
    <thead>
      <tr>
        <th scope="col">
          <input
            type="checkbox"
            aria-label={text.selectAll}
            checked={allSelected}
            onChange={() => onSelect(new Set(allSelected ? [] : pushes.map(({ mo_id }) => mo_id)))}
          />
        </th>
        {COLUMNS.map((column) => (
          <SortHead key={column} column={column} view={view} onChange={onChange} />
        ))}
        <th scope="col">{text.cause}</th>
        <th scope="col">{text.actions}</th>
      </tr>
    </thead>
  );
}

function SortHead({
  column,
  view,
  onChange,
}: Pick<PushTableProps, 'view' | 'onChange'> & { readonly column: Column }) {
  const text = useText(texts);
  const isSorted = view.by === column;
  const order = view.descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      aria-sort={isSorted ? order : undefined}
      className={column === 'attempts' ? 'number' : undefined}
    >
      <button
        type="button"
        className="push-sort"
        title={text.sortedBy(text[column])}
        onClick={() => onChange(sortedBy(view, column))}
      >
        {text[column]}
        <span aria-hidden="true">{isSorted ? (view.descending ? '▾' : '▴') : ''}</span>
      </button>
    </th>
  );
}
