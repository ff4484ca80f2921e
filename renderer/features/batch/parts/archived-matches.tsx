import { Link } from 'react-router';
import type { HistoryRowView } from '../../../../shared/contract/history.ts';
import { Answer } from '../../../components/answer.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useAnswer } from '../../../lib/queries.ts';
import type { StateShape } from '../../../lib/state-shape.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { recordPath } from '../paths.ts';
import { texts } from '../texts.ts';

/** Fewer letters match too much to be of use. */
export const MIN_SEARCH_LETTERS = 3;
const MAX_MATCHES = 20;

const SHAPES = { completed: 'done', failed: 'failed', cancelled: 'off' } as const satisfies Record<
  NonNullable<HistoryRowView['status']>,
  StateShape
>;

/** What the history has of an order, or of orders whose names contain this. */
export function ArchivedMatches({ mo }: { readonly mo: string }) {
  const text = useText(texts);
  const found = useAnswer('historySearch', { mo, limit: MAX_MATCHES }, { keepPrevious: true });
  return (
    <Panel title={text.archived} note={text.archivedNote(MAX_MATCHES)}>
      <Answer of={found}>
        {({ histories }) =>
          histories.length === 0 ? (
            <Empty title={text.noneArchived}>{text.noneArchivedDo}</Empty>
          ) : (
            <ArchivedTable rows={histories} />
          )
        }
      </Answer>
    </Panel>
  );
}

function ArchivedTable({ rows }: { readonly rows: readonly HistoryRowView[] }) {
  const text = useText(texts);
  const format = useFormat();
  return (
    <TableWrap label={text.archived}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.mo}</th>
            <th scope="col">{text.product}</th>
            <th scope="col">{text.status}</th>
            <th scope="col" className="number">
              {text.weight}
            </th>
            <th scope="col">{text.ended}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-mo={row.mo_id}>
              <th scope="row">
                <Link to={recordPath(row.id)}>{row.mo_id}</Link>
              </th>
              <td>{row.finished_goods ?? UNKNOWN}</td>
              <td>
                {row.status === null ? (
                  UNKNOWN
                ) : (
                  <span className="batch-phase">
                    <StateMark shape={SHAPES[row.status]} />
                    {text.statuses[row.status]}
                  </span>
                )}
              </td>
              <td className="number">{format.kg(row.actual_weight)} kg</td>
              <td className="nowrap">{format.dateTime(row.ended_at ?? row.archived_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}
