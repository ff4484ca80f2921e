import { Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { recogniseEquipment } from '../../../../shared/domain/equipment.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { equipmentMark } from '../equipment-name.ts';
import { type FailureCount, failureRanking } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import {
  AXIS,
  CHART_HEIGHT,
  ChartHint,
  CURSOR,
  clickOf,
  hintOf,
  Legend,
  lineLook,
  MARGIN,
  paint,
} from './chart-parts.tsx';
import { chartTexts } from './chart-texts.ts';
import { useRows } from './use-rows.ts';

/** Where the failures of an equipment are listed; of one that is not known, the batches that failed. */
function useFailureAddress(): (failure: FailureCount) => string {
  const { rows } = useRows();
  return ({ code }) => {
    const equipment = recogniseEquipment(code);
    return equipment === undefined ? rows({ status: 'failed' }) : `/equipment/${equipment.key}`;
  };
}

function nameOf({ code, name }: FailureCount): string {
  return recogniseEquipment(code)?.name ?? name ?? code;
}

/** Which equipment failed most, and how much of all failures the first ones account for. */
export function FailureRanking({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const addressOf = useFailureAddress();
  const ranking = failureRanking(data);
  const [first] = ranking;
  return (
    <ChartPanel
      title={text.failures.title}
      note={text.failures.note}
      className="quarter"
      summary={
        first === undefined
          ? text.failures.empty
          : text.failures.summary(nameOf(first), format.count(first.count))
      }
      columns={[text.failures.equipment, text.failures.count, text.failures.cumulative]}
      rows={ranking.map((failure) => ({
        key: failure.code,
        label: nameOf(failure),
        to: addressOf(failure),
        cells: [format.count(failure.count), format.percent(failure.cumulativePercent)],
      }))}
      empty={text.failures.empty}
      legend={
        <Legend
          scope="failures"
          entries={[
            { label: text.failures.count, mark: 'full' },
            { label: `${text.failures.cumulative} %`, mark: 'line' },
          ]}
        />
      }
    >
      <ParetoBars ranking={ranking} />
    </ChartPanel>
  );
}

function markOf(failure: FailureCount): string {
  const equipment = recogniseEquipment(failure.code);
  return equipment === undefined ? failure.code : equipmentMark(equipment.key);
}

function ParetoBars({ ranking }: { readonly ranking: readonly FailureCount[] }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const addressOf = useFailureAddress();
  const { open } = useRows();
  return (
    <ComposedChart
      responsive
      className="chart-drawing"
      style={{ width: '100%', height: CHART_HEIGHT }}
      data={[...ranking]}
      margin={MARGIN}
      accessibilityLayer={false}
      onClick={clickOf(ranking, (failure) => open(addressOf(failure)))}
    >
      <CartesianGrid vertical={false} stroke="var(--line-soft)" />
      <XAxis {...AXIS} dataKey={markOf} interval="preserveStartEnd" />
      <YAxis {...AXIS} yAxisId="count" width={30} allowDecimals={false} axisLine={false} />
      <YAxis
        {...AXIS}
        yAxisId="share"
        orientation="right"
        width={38}
        domain={[0, 100]}
        ticks={[0, 50, 100]}
        unit="%"
        axisLine={false}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        content={hintOf(ranking, (failure) => (
          <ChartHint
            title={nameOf(failure)}
            figures={[
              [text.failures.count, format.count(failure.count)],
              [text.failures.cumulative, format.percent(failure.cumulativePercent)],
            ]}
          />
        ))}
      />
      <Bar
        yAxisId="count"
        dataKey="count"
        {...paint('full', 'failures')}
        maxBarSize={40}
        isAnimationActive={false}
      />
      <Line
        yAxisId="share"
        dataKey="cumulativePercent"
        {...lineLook('line')}
        dot={{ r: 2.5, fill: 'var(--text)' }}
        isAnimationActive={false}
      />
    </ComposedChart>
  );
}
