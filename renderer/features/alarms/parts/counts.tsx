import { ALARM_PRIORITIES, type AlarmView } from '../../../../shared/contract/alarms.ts';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';

/** How many alarms of each priority, and how many of them nobody has seen. */
export function Counts({ alarms }: { readonly alarms: readonly AlarmView[] }) {
  const text = useText(texts);
  if (alarms.length === 0) return null;
  const unseen = alarms.filter(({ acknowledged_at }) => acknowledged_at === null).length;
  return (
    <p className="al-counts">
      {ALARM_PRIORITIES.map((priority) => {
        const count = alarms.filter((alarm) => alarm.priority === priority).length;
        return count === 0 ? null : (
          <span key={priority}>
            <PriorityMark priority={priority} label={text.priority(priority)} /> {count}
          </span>
        );
      })}
      <span className="dim">{text.unseen(unseen)}</span>
    </p>
  );
}
