import { Link } from 'react-router';
import type { AlarmChangeView } from '../../../../shared/contract/alarms.ts';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useCauseText } from '../../../lib/cause-text.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { historyAddress } from '../history-filter.ts';
import { texts } from '../texts.ts';

/** What is over is shown without colour: that is kept for what is wrong now. */
export function ChangeTable({ changes }: { readonly changes: readonly AlarmChangeView[] }) {
  const text = useText(texts);
  return (
    <TableWrap label={text.historyList}>
      <table className="table al-table">
        <thead>
          <tr>
            <th scope="col">{text.time}</th>
            <th scope="col">{text.what}</th>
            <th scope="col">{text.byPriority}</th>
            <th scope="col">{text.alarm}</th>
            <th scope="col">{text.who}</th>
            <th scope="col">{text.note}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function ChangeRow({ change }: { readonly change: AlarmChangeView }) {
  const text = useText(texts);
  const format = useFormat();
  const { code, subject, mo_id } = change;
  const { what } = useErrorText()(code);
  const causeOf = useCauseText();
  return (
    <tr data-alarm={code} data-change={change.change}>
      <td className="nowrap">{format.dateTime(change.at)}</td>
      <td className={change.change === 'raised' ? 'al-raised' : undefined}>{text.changes[change.change]}</td>
      <td>{change.priority}</td>
      <th scope="row" className="al-what">
        <Link className="al-headline" to={historyAddress({ span: 'all', code, subject })}>
          {what}
          <span className="al-subject">{subject}</span>
        </Link>
        <small className="al-under dim">{causeOf(change)}</small>
      </th>
      <td>{change.actor ?? <span className="dim">{text.bySelf}</span>}</td>
      <td>
        {change.note}
        {change.until !== null && (
          <span className="al-under dim">
            {text.until.toLowerCase()} {format.dateTime(change.until)}
          </span>
        )}
        {mo_id !== null && mo_id !== subject && (
          <Link className="al-under" to={`/batch/${encodeURIComponent(mo_id)}`}>
            {mo_id}
          </Link>
        )}
      </td>
    </tr>
  );
}
