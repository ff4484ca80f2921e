import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { equipmentMark, equipmentName } from '../equipment-name.ts';
import { type ComponentTotal, componentTotals } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import {
  AXIS,
  CHART_HEIGHT,
  ChartHint,
  CURSOR,
  clickOf,
  hintOf,
  Legend,
  MARGIN,
  paint,
} from './chart-parts.tsx';
import { chartTexts } from './chart-texts.ts';
import { useRows } from './use-rows.ts';

/** What each silo was to dose, and what it did. */
export function TargetAndActual({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const { rows } = useRows();
  const totals = componentTotals(data);
  return (
    <ChartPanel
      title={text.totals.title}
      note={text.totals.note}
      className="wide"
      summary={text.totals.summary(format.count(totals.length))}
      columns={[
        text.totals.equipment,
        `${text.totals.target} kg`,
        `${text.totals.actual} kg`,
        `${text.totals.deviation} kg`,
        `${text.totals.deviation} %`,
      ]}
      rows={totals.map(({ key, target, actual, deviation }) => ({
        key,
        label: equipmentName(key),
        to: rows({ equipment: key, status: 'completed' }),
        cells: [
          format.kg(target),
          format.kg(actual),
          format.deviationKg(deviation?.kg),
          format.deviationPercent(deviation?.percent),
        ],
      }))}
      empty={text.totals.empty}
      legend={
        <Legend
          scope="totals"
          entries={[
            { label: text.totals.target, mark: 'open' },
            { label: text.totals.actual, mark: 'full' },
          ]}
        />
      }
    >
      <TotalBars totals={totals} />
    </ChartPanel>
  );
}

function TotalBars({ totals }: { readonly totals: readonly ComponentTotal[] }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const { rows, open } = useRows();
  return (
    <BarChart
      responsive
      className="chart-drawing"
      style={{ width: '100%', height: CHART_HEIGHT }}
      data={[...totals]}
      margin={MARGIN}
      barGap={1}
      accessibilityLayer={false}
      onClick={clickOf(totals, ({ key }) => open(rows({ equipment: key, status: 'completed' })))}
    >
      <CartesianGrid vertical={false} stroke="var(--line-soft)" />
      <XAxis {...AXIS} dataKey={({ key }: ComponentTotal) => equipmentMark(key)} interval={0} />
      <YAxis {...AXIS} width={62} axisLine={false} tickFormatter={(kg: number) => format.wholeKg(kg)} />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={hintOf(totals, ({ key, target, actual, deviation }) => (
          <ChartHint
            title={equipmentName(key)}
            figures={[
              [text.totals.target, `${format.kg(target)} kg`],
              [text.totals.actual, `${format.kg(actual)} kg`],
              [
                text.totals.deviation,
                `${format.deviationKg(deviation?.kg)} kg · ${format.deviationPercent(deviation?.percent)}`,
              ],
            ]}
          />
        ))}
      />
      <Bar dataKey="target" {...paint('open', 'totals')} maxBarSize={26} isAnimationActive={false} />
      <Bar dataKey="actual" {...paint('full', 'totals')} maxBarSize={26} isAnimationActive={false} />
    </BarChart>
  );
}
