import type { AlarmView } from '../../../../shared/contract/alarms.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useNow } from '../../../lib/now.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';

/** What was put aside: until when, by whom and why. The one that comes back next is first. */
export function ShelvedTab({ alarms }: { readonly alarms: readonly AlarmView[] }) {
  const text = useText(texts);
  const inOrder = alarms.toSorted((a, b) => (a.shelved_until ?? '').localeCompare(b.shelved_until ?? ''));
  return (
    <Panel>
      {inOrder.length === 0 ? (
        <Empty title={text.noneShelved}>{text.noneShelvedDo}</Empty>
      ) : (
        <TableWrap label={text.shelvedList}>
          <table className="table al-table">
            <thead>
              <tr>
                <th scope="col">
                  <span className="hidden-visually">{text.byPriority}</span>
                </th>
                <th scope="col">{text.alarm}</th>
                <th scope="col">{text.until}</th>
                <th scope="col">{text.shelvedBy}</th>
                <th scope="col">{text.reason}</th>
                <th scope="col" className="number">
                  {text.actions}
                </th>
              </tr>
            </thead>
            <tbody>
              {inOrder.map((alarm) => (
                <ShelvedRow key={alarm.id} alarm={alarm} />
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
    </Panel>
  );
}

function ShelvedRow({ alarm }: { readonly alarm: AlarmView }) {
  const text = useText(texts);
  const format = useFormat();
  const { what } = useErrorText()(alarm.code);
  return (
    <tr data-alarm={alarm.code} data-alarm-state={alarm.state}>
      <td className="al-mark">
        <PriorityMark priority={alarm.priority} label={text.priority(alarm.priority)} />
      </td>
      <th scope="row" className="al-what">
        <span className="al-headline">
          <strong>{what}</strong>
          <span className="al-subject">{alarm.subject}</span>
        </span>
        <small className="al-under dim">{alarm.holds ? text.stillThere : text.causeGone}</small>
      </th>
      <td className="nowrap">
        {format.dateTime(alarm.shelved_until)}
        <small className="al-under dim">
          <Left until={alarm.shelved_until} /> {text.left}
        </small>
      </td>
      <td>{alarm.shelved_by ?? UNKNOWN}</td>
      <td>{alarm.shelved_reason ?? UNKNOWN}</td>
      <td className="al-right">
        <CommandButton
          command="unshelveAlarm"
          input={{ id: alarm.id }}
          label={text.takeBack}
          subject={`${what} ${alarm.subject}`}
          when="at-once"
        />
      </td>
    </tr>
  );
}

function Left({ until }: { readonly until: string | null }) {
  const format = useFormat();
  const now = useNow();
  return <>{until === null ? UNKNOWN : format.duration(Date.parse(until) - now)}</>;
}
