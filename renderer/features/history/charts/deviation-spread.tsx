import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { bandLabel } from '../band-label.ts';
import { equipmentName } from '../equipment-name.ts';
import { type DeviationBin, deviationBins } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import {
  AXIS,
  CHART_HEIGHT,
  ChartHint,
  CURSOR,
  clickOf,
  hintOf,
  MARGIN,
  paint,
  TICK,
} from './chart-parts.tsx';
import { chartTexts } from './chart-texts.ts';
import { useSilo } from './silo-field.tsx';
import { useRows } from './use-rows.ts';

/** The rows behind a bar: batches in which the silo, or without a choice any silo, deviated by so much. */
function useBinAddress(): (bin: DeviationBin) => string {
  const [silo] = useSilo();
  const { rows } = useRows();
  return ({ band }) => rows({ status: 'completed', equipment: silo, band });
}

/** How far single dosings were off their targets. */
export function DeviationSpread({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const addressOf = useBinAddress();
  const [silo] = useSilo();
  const bins = deviationBins(data, silo);
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  const chosen = data.per_component.find(({ key }) => key === silo)?.deviations;
  const note =
    chosen === undefined
      ? null
      : text.deviations.note(
          format.deviationPercent(chosen.median_percent),
          format.percent(chosen.p95_percent),
        );
  return (
    <ChartPanel
      title={`${text.deviations.title}: ${silo === null ? text.allSilos : equipmentName(silo)}`}
      note={note}
      className="narrow"
      summary={text.deviations.summary(format.count(count))}
      columns={[text.deviations.band, text.deviations.count]}
      rows={(count === 0 ? [] : bins).map((bin) => ({
        key: bandLabel(bin.band, format),
        label: bandLabel(bin.band, format),
        to: addressOf(bin),
        cells: [format.count(bin.count)],
      }))}
      empty={text.deviations.empty}
    >
      <SpreadBars bins={bins} />
    </ChartPanel>
  );
}

function SpreadBars({ bins }: { readonly bins: readonly DeviationBin[] }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const addressOf = useBinAddress();
  const { open } = useRows();
  return (
    <BarChart
      responsive
      className="chart-drawing tall"
      style={{ width: '100%', height: CHART_HEIGHT + 26 }}
      data={[...bins]}
      margin={MARGIN}
      barCategoryGap={1}
      accessibilityLayer={false}
      onClick={clickOf(bins, (bin) => open(addressOf(bin)))}
    >
      <CartesianGrid vertical={false} stroke="var(--line-soft)" />
      <XAxis {...AXIS} dataKey={lowerBound} interval={0} tick={BoundTick} />
      <YAxis
        {...AXIS}
        width={48}
        allowDecimals={false}
        axisLine={false}
        tickFormatter={(count: number) => format.count(count)}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={hintOf(bins, (bin) => (
          <ChartHint
            title={bandLabel(bin.band, format)}
            figures={[[text.deviations.count, format.count(bin.count)]]}
          />
        ))}
      />
      <Bar dataKey="count" {...paint('full', 'spread')} isAnimationActive={false} />
    </BarChart>
  );
}

function lowerBound({ band: { from } }: DeviationBin): number | string {
  return from ?? '';
}

interface BoundTickProps {
  readonly x: number | string;
  readonly y: number | string;
  readonly payload: { readonly value: unknown; readonly offset?: number };
}

/** A bound stands between the two bars that it parts, not under one of them. */
function BoundTick({ x, y, payload: { value, offset = 0 } }: BoundTickProps) {
  const format = useFormat();
  if (typeof value !== 'number') return null;
  return (
    <text x={Number(x) - offset} y={Number(y)} dy="0.71em" textAnchor="middle" {...TICK}>
      {format.number(value, Number.isInteger(value) ? 0 : 1)}
    </text>
  );
}
