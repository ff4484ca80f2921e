import { useNavigate } from 'react-router';
import type { AlarmView } from '../../../../shared/contract/alarms.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Age } from '../../../components/age.tsx';
import { Button } from '../../../components/button.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';
import { AlarmDetail } from './alarm-detail.tsx';

interface AlarmRowProps {
  readonly alarm: AlarmView;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

const COLUMN_COUNT = 5;

export function AlarmRow({ alarm, isOpen, onOpen }: AlarmRowProps) {
  const text = useText(texts);
  const format = useFormat();
  const seen = alarm.acknowledged_at !== null;
  const look = [`p${alarm.priority}`, seen ? '' : 'al-unseen', isOpen ? 'al-opened' : ''].join(' ');
  return (
    <>
      <tr data-alarm={alarm.code} data-alarm-state={alarm.state} className={look}>
        <td className="al-mark">
          <PriorityMark
            priority={alarm.priority}
            label={text.priority(alarm.priority)}
            blinking={!seen && alarm.holds}
          />
        </td>
        <td className="nowrap">
          <time dateTime={alarm.raised_at}>{format.dateTime(alarm.raised_at)}</time>
          <small className="al-under dim">
            <Age at={alarm.raised_at} /> {text.ago}
          </small>
        </td>
        <What alarm={alarm} />
        <State alarm={alarm} />
        <td>
          <Actions alarm={alarm} isOpen={isOpen} onOpen={onOpen} />
        </td>
      </tr>
      {isOpen && (
        <tr className="al-detail-row">
          <td colSpan={COLUMN_COUNT}>
            <AlarmDetail alarm={alarm} />
          </td>
        </tr>
      )}
    </>
  );
}

function What({ alarm: { code, subject, first_out, count, comment } }: { readonly alarm: AlarmView }) {
  const text = useText(texts);
  const { what, next } = useErrorText()(code);
  return (
    <th scope="row" className="al-what">
      <span className="al-headline">
        <strong>{what}</strong>
        <span className="al-subject">{subject}</span>
        {first_out && (
          <span className="al-tag" title={text.firstOutHint}>
            {text.firstOut}
          </span>
        )}
        {count > 1 && <span className="al-tag">{text.times(count)}</span>}
      </span>
      <small className="al-under dim">{next}</small>
      {comment !== null && <small className="al-under">“{comment}”</small>}
    </th>
  );
}

/** Where it stands, in words: never by colour alone. */
function State({ alarm }: { readonly alarm: AlarmView }) {
  const text = useText(texts);
  const format = useFormat();
  const { state, acknowledged_by, acknowledged_at, cleared_at } = alarm;
  return (
    <td className="al-state">
      {text.states[state]}
      {acknowledged_at !== null && (
        <small className="al-under dim">
          {text.by} {acknowledged_by} · {format.time(acknowledged_at)}
        </small>
      )}
      {cleared_at !== null && <small className="al-under dim">{format.time(cleared_at)}</small>}
    </td>
  );
}

function Actions({ alarm, isOpen, onOpen }: AlarmRowProps) {
  const text = useText(texts);
  const navigate = useNavigate();
  const { what } = useErrorText()(alarm.code);
  const name = `${what} ${alarm.subject}`;
  return (
    <span className="al-actions">
      {alarm.acknowledged_at === null && (
        <CommandButton
          command="acknowledgeAlarm"
          input={{ ids: [alarm.id] }}
          label={text.acknowledge}
          subject={name}
          when="at-once"
          look="primary"
        />
      )}
      <Button aria-label={text.openOf(alarm.subject)} onClick={() => void navigate(alarm.place)}>
        {text.open}
      </Button>
      <Button aria-expanded={isOpen} aria-label={text.detailsOf(name)} onClick={onOpen}>
        {text.details}
        <span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
      </Button>
    </span>
  );
}
