import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { equipmentName } from '../equipment-name.ts';
import { consumptionDays, type DayAmount } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import { AXIS, CHART_HEIGHT, ChartHint, CURSOR, clickOf, hintOf, MARGIN, paint } from './chart-parts.tsx';
import { chartTexts } from './chart-texts.ts';
import { useDayLabel } from './day-label.ts';
import { useSilo } from './silo-field.tsx';
import { onDay, useRows } from './use-rows.ts';

/** What was dosed on each day, from one silo or all. */
export function ConsumptionPerDay({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const dayLabel = useDayLabel();
  const { rows } = useRows();
  const [silo] = useSilo();
  const days = consumptionDays(data, silo);
  const kg = days.reduce((sum, day) => sum + Math.round(day.kg * 100), 0) / 100;
  return (
    <ChartPanel
      title={`${text.consumption.title}: ${silo === null ? text.allSilos : equipmentName(silo)}`}
      note={text.consumption.note}
      className="wide"
      summary={text.consumption.summary(format.kg(kg))}
      columns={[text.day, text.consumption.kg]}
      rows={(kg === 0 ? [] : days).map((day) => ({
        key: day.day,
        label: dayLabel(day.day, 'long'),
        to: rows({ ...onDay(day.day), equipment: silo }),
        cells: [format.kg(day.kg)],
      }))}
      empty={text.consumption.empty}
    >
      <AmountBars days={days} />
    </ChartPanel>
  );
}

function AmountBars({ days }: { readonly days: readonly DayAmount[] }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const dayLabel = useDayLabel();
  const { rows, open } = useRows();
  const [silo] = useSilo();
  return (
    <BarChart
      responsive
      className="chart-drawing"
      style={{ width: '100%', height: CHART_HEIGHT }}
      data={[...days]}
      margin={MARGIN}
      accessibilityLayer={false}
      onClick={clickOf(days, ({ day }) => open(rows({ ...onDay(day), equipment: silo })))}
    >
      <CartesianGrid vertical={false} stroke="var(--line-soft)" />
      <XAxis
        {...AXIS}
        dataKey="day"
        tickFormatter={(day: string) => dayLabel(day, 'short')}
        minTickGap={14}
      />
      <YAxis {...AXIS} width={62} axisLine={false} tickFormatter={(kg: number) => format.wholeKg(kg)} />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={hintOf(days, ({ day, kg }) => (
          <ChartHint
            title={dayLabel(day, 'long')}
            figures={[[silo === null ? text.allSilos : equipmentName(silo), `${format.kg(kg)} kg`]]}
          />
        ))}
      />
      <Bar dataKey="kg" {...paint('full', 'consumption')} maxBarSize={46} isAnimationActive={false} />
    </BarChart>
  );
}
