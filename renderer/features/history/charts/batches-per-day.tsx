import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import type { Status } from '../history-filter.ts';
import { historyTexts } from '../texts.ts';
import { totals } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import {
  AXIS,
  CHART_HEIGHT,
  ChartHint,
  CURSOR,
  type Fill,
  Hatch,
  hintOf,
  Legend,
  MARGIN,
  paint,
} from './chart-parts.tsx';
import { chartTexts } from './chart-texts.ts';
import { useDayLabel } from './day-label.ts';
import { onDay, useRows } from './use-rows.ts';

const SERIES = [
  { status: 'completed', fill: 'full' },
  { status: 'failed', fill: 'hatched' },
  { status: 'cancelled', fill: 'open' },
] as const satisfies readonly { readonly status: Status; readonly fill: Fill }[];

/** How many batches ended on each day, and how. */
export function BatchesPerDay({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const { statuses } = useText(historyTexts);
  const format = useFormat();
  const dayLabel = useDayLabel();
  const { rows } = useRows();
  const { completed, failed, cancelled } = totals(data);
  const days = completed + failed + cancelled === 0 ? [] : data.per_day;
  return (
    <ChartPanel
      title={text.perDay.title}
      note={text.perDay.note}
      className="half"
      summary={text.perDay.summary(
        format.count(days.length),
        format.count(completed),
        format.count(failed),
        format.count(cancelled),
      )}
      columns={[text.day, ...SERIES.map(({ status }) => statuses[status])]}
      rows={days.map((day) => ({
        key: day.day,
        label: dayLabel(day.day, 'long'),
        to: rows(onDay(day.day)),
        cells: SERIES.map(({ status }) => format.count(day[status])),
      }))}
      empty={text.perDay.empty}
      legend={
        <Legend
          scope="days"
          entries={SERIES.map(({ status, fill }) => ({ label: statuses[status], mark: fill }))}
        />
      }
    >
      <DayBars days={days} />
    </ChartPanel>
  );
}

function DayBars({ days }: { readonly days: AnalyticsView['per_day'] }) {
  const { statuses } = useText(historyTexts);
  const format = useFormat();
  const dayLabel = useDayLabel();
  const { rows, open } = useRows();
  return (
    <BarChart
      responsive
      className="chart-drawing"
      style={{ width: '100%', height: CHART_HEIGHT }}
      data={[...days]}
      margin={MARGIN}
      accessibilityLayer={false}
    >
      <Hatch scope="days" />
      <CartesianGrid vertical={false} stroke="var(--line-soft)" />
      <XAxis
        {...AXIS}
        dataKey="day"
        tickFormatter={(day: string) => dayLabel(day, 'short')}
        minTickGap={14}
      />
      <YAxis {...AXIS} width={34} allowDecimals={false} axisLine={false} />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={hintOf(days, (day) => (
          <ChartHint
            title={dayLabel(day.day, 'long')}
            figures={SERIES.map(({ status }) => [statuses[status], format.count(day[status])])}
          />
        ))}
      />
      {SERIES.map(({ status, fill }) => (
        <Bar
          key={status}
          dataKey={status}
          stackId="day"
          {...paint(fill, 'days')}
          maxBarSize={46}
          isAnimationActive={false}
          onClick={(_bar, index) => {
            const day = days[index];
            if (day !== undefined) open(rows({ ...onDay(day.day), status }));
          }}
        />
      ))}
    </BarChart>
  );
}
