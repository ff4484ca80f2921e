import { Link } from 'react-router';
import type { OverviewView } from '../../../../shared/contract/overview.ts';
import { Panel } from '../../../components/page.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';

/** What came of the day so far; what is not as it should be stands out. */
export function DayCounters({ overview }: { readonly overview: OverviewView }) {
  const text = useText(texts);
  const format = useFormat();
  const { today, last_hour, history_missing } = overview;
  const day = `from=${encodeURIComponent(today.since)}`;
  const counters = [
    {
      name: 'completed',
      value: today.completed,
      label: text.completed,
      to: `/history?status=completed&${day}`,
      bad: false,
    },
    {
      name: 'failed',
      value: today.failed,
      label: text.failed,
      to: `/history?status=failed&${day}`,
      // What is over is not abnormal any more: while somebody has to see it, its alarm says so.
      bad: false,
    },
    {
      name: 'waiting',
      value: today.waiting_for_odoo,
      label: text.waiting,
      to: '/failed-to-push',
      bad: false,
    },
    {
      name: 'refused',
      value: today.refused,
      label: text.refused,
      to: '/failed-to-push',
      bad: (today.refused ?? 0) > 0,
    },
    {
      name: 'questions',
      value: today.questions,
      label: text.questions,
      to: '/failed-to-push',
      bad: (today.questions ?? 0) > 0,
    },
  ];
  return (
    <Panel title={text.today} note={format.date(today.since)}>
      <ul className="ov-counters">
        {counters.map(({ name, value, label, to, bad }) => (
          <li key={name} className={bad ? 'ov-counter-bad' : ''} data-counter={name} data-value={value}>
            <Link to={to}>
              <b>
                {format.count(value)}
                {bad && <PriorityMark priority={1} label={label} />}
              </b>
              <span>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
      {last_hour !== null && (
        <p className="dim ov-rate">
          {text.lastHour(format.count(last_hour.batches), format.wholeKg(last_hour.kg))}
        </p>
      )}
      {history_missing && <p className="ov-warning">{text.historyMissing}</p>}
    </Panel>
  );
}
