import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import { Age } from '../../../components/age.tsx';
import { Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { ValueBar } from '../../../components/value-bar.tsx';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { historyAddress } from '../history-filter.ts';
import { justAfter, loadFigures } from '../load-figures.ts';
import { loadTexts } from '../load-texts.ts';

type AlarmLoad = QueryOutput<'alarmLoad'>;
interface LoadProps {
  readonly load: AlarmLoad;
}

interface ListPanelProps {
  readonly title: string;
  readonly note: string;
  readonly empty: string;
  /** Headings; all but the first stand over numbers. */
  readonly columns: readonly string[];
  readonly rows: readonly ReactNode[];
}

function ListPanel({ title, note, empty, columns, rows }: ListPanelProps) {
  return (
    <Panel title={title} note={note}>
      {rows.length === 0 ? (
        <p className="dim">{empty}</p>
      ) : (
        <TableWrap label={title}>
          <table className="table">
            <thead>
              <tr>
                {columns.map((column, index) => (
                  <th key={column} scope="col" className={index === 0 ? undefined : 'number'}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{rows}</tbody>
          </table>
        </TableWrap>
      )}
    </Panel>
  );
}

/** An alarm's name, leading to its history within the range that is looked at. */
function AlarmHead({
  code,
  subject,
  range,
}: {
  readonly code: string;
  readonly subject: string;
  /** Null: everything that is kept. */
  readonly range: Pick<AlarmLoad, 'from' | 'to'> | null;
}) {
  const { what } = useErrorText()(code);
  const when =
    range === null ? ({ span: 'all' } as const) : ({ ...range, span: null, change: 'raised' } as const);
  return (
    <th scope="row">
      <Link className="al-headline" to={historyAddress({ ...when, code, subject })}>
        {what}
        <span className="al-subject">{subject}</span>
      </Link>
    </th>
  );
}

export function WorstPanel({ load }: LoadProps) {
  const text = useText(loadTexts);
  const format = useFormat();
  const { total } = loadFigures(load);
  return (
    <ListPanel
      title={text.worst}
      note={text.worstNote}
      empty={text.noWorst}
      columns={[text.alarm, text.count, text.share]}
      rows={load.worst.map(({ code, subject, count }) => {
        const percent = format.percent((count / Math.max(1, total)) * 100);
        return (
          <tr key={`${code} ${subject}`} data-alarm={code}>
            <AlarmHead code={code} subject={subject} range={load} />
            <td className="number">{format.count(count)}</td>
            <td className="number al-share">
              {percent}
              <ValueBar value={count} target={0} high={total / 1.2} label={percent} />
            </td>
          </tr>
        );
      })}
    />
  );
}

export function FloodPanel({ load }: LoadProps) {
  const text = useText(loadTexts);
  const format = useFormat();
  return (
    <ListPanel
      title={text.floods}
      note={text.floodsNote}
      empty={text.noFloods}
      columns={[text.period, text.lasted, text.count]}
      rows={load.floods.map(({ from, to, count }) => (
        <tr key={from}>
          <th scope="row">
            <Link to={historyAddress({ span: null, from, to: justAfter(to), change: 'raised' })}>
              {format.dateTime(from)}–{format.time(to)}
            </Link>
          </th>
          <td className="number">{format.duration(Date.parse(to) - Date.parse(from))}</td>
          <td className="number">{format.count(count)}</td>
        </tr>
      ))}
    />
  );
}

export function ChatteringPanel({ load }: LoadProps) {
  const text = useText(loadTexts);
  const format = useFormat();
  return (
    <ListPanel
      title={text.chattering}
      note={text.chatteringNote}
      empty={text.noChattering}
      columns={[text.alarm, text.perMinute]}
      rows={load.chattering.map(({ code, subject, count_per_minute_max }) => (
        <tr key={`${code} ${subject}`} data-alarm={code}>
          <AlarmHead code={code} subject={subject} range={load} />
          <td className="number">{format.count(count_per_minute_max)}</td>
        </tr>
      ))}
    />
  );
}

export function StalePanel({ load }: LoadProps) {
  const text = useText(loadTexts);
  return (
    <ListPanel
      title={text.stale}
      note={text.staleNote}
      empty={text.noStale}
      columns={[text.alarm, text.since]}
      rows={load.stale.map(({ id, code, subject, raised_at }) => (
        <tr key={id} data-alarm={code}>
          <AlarmHead code={code} subject={subject} range={null} />
          <td className="number">
            <Age at={raised_at} />
          </td>
        </tr>
      ))}
    />
  );
}
