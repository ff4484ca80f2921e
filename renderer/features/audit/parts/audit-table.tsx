import { memo } from 'react';
import { Link } from 'react-router';
import type { AuditView } from '../../../../shared/contract/views.ts';
import { StateMark } from '../../../components/state-mark.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import type { StateShape } from '../../../lib/state-shape.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { commandName, texts } from '../texts.ts';
import { givenValues } from '../value-changes.ts';
import { Changes } from './changes.tsx';

const SHAPES: Readonly<Record<AuditView['outcome'], StateShape>> = {
  started: 'waiting',
  done: 'done',
  refused: 'off',
  failed: 'failed',
};

/** A command a row, the newest first. */
export function AuditTable({ entries }: { readonly entries: readonly AuditView[] }) {
  const text = useText(texts);
  return (
    <TableWrap label={text.list}>
      <table className="table audit-table">
        <thead>
          <tr>
            <th scope="col">{text.at}</th>
            <th scope="col">{text.who}</th>
            <th scope="col">{text.command}</th>
            <th scope="col">{text.mo}</th>
            <th scope="col">{text.change}</th>
            <th scope="col">{text.reason}</th>
            <th scope="col">{text.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

const AuditRow = memo(function AuditRow({ entry }: { readonly entry: AuditView }) {
  const text = useText(texts);
  const format = useFormat();
  return (
    <tr data-command={entry.command} {...(entry.mo_id !== null && { 'data-mo': entry.mo_id })}>
      <th scope="row" className="nowrap">
        {format.dateTime(entry.at)}
      </th>
      <td>
        {entry.actor}
        <small className="audit-under">{entry.station}</small>
      </td>
      <td>
        <strong>{commandName(text, entry.command)}</strong>
        <Given entry={entry} />
      </td>
      <td className="nowrap">
        {entry.mo_id === null ? (
          <span className="dim">{UNKNOWN}</span>
        ) : (
          <Link to={`/batch/${encodeURIComponent(entry.mo_id)}`}>{entry.mo_id}</Link>
        )}
      </td>
      <td>
        <Changes before={entry.before} after={entry.after} />
      </td>
      <td className="audit-reason">{entry.reason ?? <span className="dim">{UNKNOWN}</span>}</td>
      <td className="audit-outcome">
        <Outcome entry={entry} />
      </td>
    </tr>
  );
});

/** What the command was given, the order apart: it has a column of its own. */
function Given({ entry: { input, mo_id } }: { readonly entry: AuditView }) {
  const given = givenValues(input).filter(({ value }) => value !== mo_id);
  if (given.length === 0) return null;
  return (
    <small className="audit-under">{given.map(({ name, value }) => `${name} ${value}`).join(' · ')}</small>
  );
}

/** Why it was refused or failed, in words; the station's own saying below. */
function Outcome({ entry: { outcome, code, message } }: { readonly entry: AuditView }) {
  const text = useText(texts);
  const errorText = useErrorText();
  return (
    <>
      <span className="audit-mark">
        <StateMark shape={SHAPES[outcome]} />
        {outcome === 'done' ? text.outcomes.done : <strong>{text.outcomes[outcome]}</strong>}
      </span>
      {code !== null && <span className="audit-why">{errorText(code).what}</span>}
      {message !== null && (
        <small className="audit-under" lang="en">
          {message}
        </small>
      )}
    </>
  );
}
