import type { AlarmView } from '../../../../shared/contract/alarms.ts';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';
import { AlarmRow } from './alarm-row.tsx';

interface AlarmTableProps {
  readonly alarms: readonly AlarmView[];
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
}

/** An alarm a row; the details of one open below its row. */
export function AlarmTable({ alarms, open, onOpen }: AlarmTableProps) {
  const text = useText(texts);
  return (
    <TableWrap label={text.activeList}>
      <table className="table al-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden-visually">{text.byPriority}</span>
            </th>
            <th scope="col">{text.time}</th>
            <th scope="col">{text.alarm}</th>
            <th scope="col">{text.state}</th>
            <th scope="col" className="number">
              {text.actions}
            </th>
          </tr>
        </thead>
        <tbody>
          {alarms.map((alarm) => (
            <AlarmRow
              key={alarm.id}
              alarm={alarm}
              isOpen={open === alarm.id}
              onOpen={() => onOpen(alarm.id)}
            />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}
