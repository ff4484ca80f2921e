import { memo } from 'react';
import type { OverviewView } from '../../../../shared/contract/overview.ts';
import { Panel } from '../../../components/page.tsx';
import { Sparkline } from '../../../components/sparkline.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { medianOf } from '../median.ts';
import { texts } from '../texts.ts';

type Trends = OverviewView['trends'];

/** Where the last batches are going: a line each, its latest figure and its median. */
export const TrendsPanel = memo(function TrendsPanel({ trends }: { readonly trends: Trends }) {
  const text = useText(texts);
  const format = useFormat();
  const seconds = (value: number | null): string => format.duration(value === null ? null : value * 1000);
  const lines = [
    {
      label: text.weight,
      values: trends.map(({ weight }) => weight),
      show: (kg: number | null) => `${format.kg(kg)} kg`,
    },
    { label: text.cycle, values: trends.map(({ cycle_seconds }) => cycle_seconds), show: seconds },
    {
      label: text.deviation,
      values: trends.map(({ deviation_percent }) => deviation_percent),
      show: (percent: number | null) => format.deviationPercent(percent),
      reference: 0,
    },
    {
      label: text.changeover,
      values: trends.map(({ changeover_seconds }) => changeover_seconds),
      show: seconds,
    },
  ];
  return (
    <Panel title={text.trends} note={trends.length === 0 ? text.noTrends : text.trendsNote(trends.length)}>
      <ul className="ov-trends">
        {lines.map(({ label, values, show, reference }) => {
          const last = values.findLast((value) => value !== null) ?? null;
          const middle = `${text.median} ${show(medianOf(values))}`;
          return (
            <li key={label}>
              <span>
                {label}
                <small className="dim">{middle}</small>
              </span>
              <Sparkline
                values={values}
                label={`${label}: ${show(last)}, ${middle}`}
                width={130}
                {...(reference !== undefined && { reference })}
              />
              <b>{show(last)}</b>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
});
