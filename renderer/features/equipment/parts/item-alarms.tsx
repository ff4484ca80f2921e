import type { AlarmView } from '../../../../shared/contract/alarms.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Panel } from '../../../components/page.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { byUrgency, standing } from '../../../lib/alarm-order.ts';
import { useCauseText } from '../../../lib/cause-text.ts';
import { useAnswer } from '../../../lib/queries.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';

/** The alarms that lead here; nothing at all when there is none. */
export function ItemAlarms({ itemKey }: { readonly itemKey: string }) {
  const text = useText(texts);
  const { data } = useAnswer('alarms', {});
  const alarms = byUrgency(standing(data?.alarms ?? [])).filter(
    ({ place }) => place === `/equipment/${itemKey}`,
  );
  if (alarms.length === 0) return null;
  return (
    <Panel title={text.alarms}>
      <ul className="eq-alarms">
        {alarms.map((alarm) => (
          <AlarmLine key={alarm.id} alarm={alarm} />
        ))}
      </ul>
    </Panel>
  );
}

function AlarmLine({ alarm }: { readonly alarm: AlarmView }) {
  const text = useText(texts);
  const format = useFormat();
  const { what, means, next } = useErrorText()(alarm.code);
  const causeOf = useCauseText();
  const seen = alarm.acknowledged_at !== null;
  return (
    <li data-alarm={alarm.code} className={`p${alarm.priority} ${seen ? '' : 'eq-unseen'}`}>
      <PriorityMark priority={alarm.priority} label={text.priority(alarm.priority)} blinking={!seen} />
      <time className="dim nowrap" dateTime={alarm.raised_at}>
        {format.dateTime(alarm.raised_at)}
      </time>
      <div>
        <p>
          <strong>{what}</strong> · {causeOf(alarm)}
        </p>
        <p className="dim">
          {means} {next}
        </p>
      </div>
      {!seen && (
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
