import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { ChartPanel } from './chart-panel.tsx';
import { AXIS, CHART_HEIGHT, ChartHint, clickOf, hintOf, Legend, lineLook, MARGIN } from './chart-parts.tsx';
import { chartTexts } from './chart-texts.ts';
import { useDayLabel } from './day-label.ts';
import { onDay, useRows } from './use-rows.ts';

type CycleDay = AnalyticsView['cycle'][number];

const SERIES = [
  { name: 'median', seconds: 'median_seconds', mark: 'line' },
  { name: 'p90', seconds: 'p90_seconds', mark: 'dashed' },
  { name: 'changeover', seconds: 'changeover_median_seconds', mark: 'dotted' },
] as const;

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

/** How long a batch takes, and how long until the next one begins, day by day. */
export function CycleTimes({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const dayLabel = useDayLabel();
  const { rows } = useRows();
  return (
    <ChartPanel
      title={text.cycle.title}
      note={text.cycle.note}
      className="third"
      summary={text.cycle.summary(format.count(data.cycle.length))}
      columns={[text.day, ...SERIES.map(({ name }) => text.cycle[name])]}
      rows={data.cycle.map((day) => ({
        key: day.day,
        label: dayLabel(day.day, 'long'),
        to: rows({ ...onDay(day.day), status: 'completed' }),
        cells: SERIES.map(({ seconds }) => format.duration(inMs(day[seconds]))),
      }))}
      empty={text.cycle.empty}
      legend={
        <Legend scope="cycle" entries={SERIES.map(({ name, mark }) => ({ label: text.cycle[name], mark }))} />
      }
    >
      <CycleLines days={data.cycle} />
    </ChartPanel>
  );
}

function CycleLines({ days }: { readonly days: readonly CycleDay[] }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const dayLabel = useDayLabel();
  const { rows, open } = useRows();
  return (
    <LineChart
      responsive
      className="chart-drawing"
      style={{ width: '100%', height: CHART_HEIGHT }}
      data={[...days]}
      margin={MARGIN}
      accessibilityLayer={false}
      onClick={clickOf(days, ({ day }) => open(rows({ ...onDay(day), status: 'completed' })))}
    >
      <CartesianGrid vertical={false} stroke="var(--line-soft)" />
      <XAxis
        {...AXIS}
        dataKey="day"
        tickFormatter={(day: string) => dayLabel(day, 'short')}
        minTickGap={14}
      />
      <YAxis
        {...AXIS}
        width={38}
        axisLine={false}
        domain={[0, 'auto']}
        tickFormatter={(minutes: number) => format.number(minutes, Number.isInteger(minutes) ? 0 : 2)}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--line)' }}
        content={hintOf(days, (day) => (
          <ChartHint
            title={dayLabel(day.day, 'long')}
            figures={SERIES.map(({ name, seconds }) => [
              text.cycle[name],
              format.duration(inMs(day[seconds])),
            ])}
          />
        ))}
      />
      {SERIES.map(({ name, seconds, mark }) => (
        <Line
          key={name}
          dataKey={(day: CycleDay) => (day[seconds] === null ? null : day[seconds] / 60)}
          name={text.cycle[name]}
          {...lineLook(mark)}
          // A single day has no line: its points must be seen.
          dot={days.length < 3 ? { r: 3, fill: 'var(--text)', strokeDasharray: '' } : false}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
}
