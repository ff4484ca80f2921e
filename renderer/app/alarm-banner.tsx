import { useNavigate } from 'react-router';
import type { AlarmView } from '../../shared/contract/alarms.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { Button } from '../components/button.tsx';
import { PriorityMark } from '../components/priority-mark.tsx';
import { byUrgency, standing } from '../lib/alarm-order.ts';
import { useAnswer } from '../lib/queries.ts';
import { useErrorText, useText } from '../lib/text.ts';
import { useFormat } from '../lib/use-format.ts';
import { appTexts } from './app-texts.ts';

const SHOWN = 3;

/** The alarms that matter most, on top of every screen; nothing at all when there is none. */
export function AlarmBanner() {
  const text = useText(appTexts);
  const { data } = useAnswer('alarms', {});
  const alarms = byUrgency(standing(data?.alarms ?? []));
  if (alarms.length === 0) return null;
  return (
    <section className="alarm-banner" aria-label={text.banner}>
      <ul>
        {alarms.slice(0, SHOWN).map((alarm) => (
          <BannerLine key={alarm.id} alarm={alarm} />
        ))}
        {alarms.length > SHOWN && <li className="more">{text.more(alarms.length - SHOWN)}</li>}
      </ul>
    </section>
  );
}

function BannerLine({ alarm }: { readonly alarm: AlarmView }) {
  const text = useText(appTexts);
  const format = useFormat();
  const navigate = useNavigate();
  const { what, next } = useErrorText()(alarm.code);
  const seen = alarm.acknowledged_at !== null;
  return (
    <li className={`p${alarm.priority} ${seen ? '' : 'unacknowledged'}`} data-alarm={alarm.code}>
      <PriorityMark priority={alarm.priority} label={text.priority(alarm.priority)} blinking={!seen} />
      <time dateTime={alarm.raised_at} className="dim">
        {format.time(alarm.raised_at)}
      </time>
      <span className="alarm-words">
        <strong>{what}</strong> · {alarm.subject} <span className="dim">– {next}</span>
      </span>
      <Button onClick={() => void navigate(alarm.place)}>{text.open}</Button>
      {seen ? (
        <span className="dim">
          {text.acknowledgedBy} {alarm.acknowledged_by}
        </span>
      ) : (
        <CommandButton
          command="acknowledgeAlarm"
          input={{ ids: [alarm.id] }}
          label={text.acknowledge}
          subject={`${what} ${alarm.subject}`}
          when="at-once"
          look="primary"
        />
      )}
    </li>
  );
}
