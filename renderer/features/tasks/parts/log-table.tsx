import { memo } from 'react';
import { Link } from 'react-router';
import type { LogLineView } from '../../../../shared/contract/views.ts';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { LEVELS } from '../log-filter.ts';
import { taskOf } from '../log-text.ts';
import { texts } from '../texts.ts';

/** Lines of the log: what is worse is heavier, and says so in words. */
export function LogTable({ lines }: { readonly lines: readonly LogLineView[] }) {
  const text = useText(texts);
  const seen = new Map<string, number>();
  return (
    <TableWrap label={text.log.list}>
      <table className="table task-log">
        <thead>
          <tr>
            <th scope="col">{text.log.time}</th>
            <th scope="col">{text.log.level}</th>
            <th scope="col">{text.log.module}</th>
            <th scope="col">{text.log.mo}</th>
            <th scope="col">{text.log.message}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <LogRow key={keyOf(line, seen)} line={line} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

/** Lines have no id: two that say the same at the same moment are told apart by their order. */
function keyOf({ at, module, message }: LogLineView, seen: Map<string, number>): string {
  const said = `${at} ${module} ${message}`;
  const before = seen.get(said) ?? 0;
  seen.set(said, before + 1);
  return `${said} ${before}`;
}

const LogRow = memo(function LogRow({ line }: { readonly line: LogLineView }) {
  const text = useText(texts);
  const format = useFormat();
  const level = LEVELS.find((each) => each === line.level);
  const { task, rest } = taskOf(line.message);
  return (
    <tr data-level={line.level} {...(line.mo_id !== null && { 'data-mo': line.mo_id })}>
      <th scope="row" className="nowrap">
        {format.dateTime(line.at)}
      </th>
      <td className="nowrap">
        <span className="task-level">
          <span aria-hidden="true" className={`task-level-mark task-${level ?? 'info'}`} />
          {level === undefined ? line.level : text.log.levels[level]}
        </span>
      </td>
      <td className="nowrap">
        {task === null ? line.module : `TASK ${task}`}
        {task !== null && line.module !== 'station' && <span className="dim"> {line.module}</span>}
      </td>
      <td className="nowrap">
        {line.mo_id === null ? (
          <span className="dim">{UNKNOWN}</span>
        ) : (
          <Link to={`/batch/${encodeURIComponent(line.mo_id)}`}>{line.mo_id}</Link>
        )}
      </td>
      <td className="task-message" lang="en">
        {rest}
      </td>
    </tr>
  );
});
