import { RefreshCw } from 'lucide-react';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { Answer } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useSession } from '../../../lib/session.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { analyticsInput, chartDays } from '../history-filter.ts';
import { useHistoryAddress, useToday } from '../use-history-filter.ts';
import { BatchesPerDay } from './batches-per-day.tsx';
import './charts.css';
import { chartTexts } from './chart-texts.ts';
import { ConsumptionPerDay } from './consumption-per-day.tsx';
import { ConsumptionPerProduct } from './consumption-per-product.tsx';
import { CycleTimes } from './cycle-times.tsx';
import { useDayLabel } from './day-label.ts';
import { DeviationSpread } from './deviation-spread.tsx';
import { FailureRanking } from './failure-ranking.tsx';
import { KeyFigures } from './key-figures.tsx';
import { SiloField } from './silo-field.tsx';
import { TargetAndActual } from './target-and-actual.tsx';

/** No event tells that figures of a range have changed: they are computed again so often, in milliseconds. */
const RECOMPUTE_MS = 5 * 60_000;

/** The figures of a range of days. Every bar and point leads to its rows, and so does every row of its table. */
export default function ChartsTab() {
  const { time_zone } = useSession();
  const today = useToday();
  const { filter } = useHistoryAddress();
  const figures = useAnswer('analytics', analyticsInput(filter, today, time_zone), {
    keepPrevious: true,
    everyMs: RECOMPUTE_MS,
  });
  return (
    <Answer of={figures}>
      {(data) => (
        <div className="charts" aria-busy={figures.isPlaceholderData}>
          <AsOf
            at={figures.dataUpdatedAt}
            pending={figures.isFetching}
            onRefresh={() => void figures.refetch()}
          />
          <AllCharts data={data} />
        </div>
      )}
    </Answer>
  );
}

function AllCharts({ data }: { readonly data: AnalyticsView }) {
  return (
    <>
      <KeyFigures data={data} />
      <BatchesPerDay data={data} />
      <CycleTimes data={data} />
      <FailureRanking data={data} />
      <SiloField />
      <TargetAndActual data={data} />
      <DeviationSpread data={data} />
      <ConsumptionPerDay data={data} />
      <ConsumptionPerProduct data={data} />
    </>
  );
}

interface AsOfProps {
  readonly at: number;
  readonly pending: boolean;
  readonly onRefresh: () => void;
}

/** When these figures were computed, and which days they leave out. */
function AsOf({ at, pending, onRefresh }: AsOfProps) {
  const text = useText(chartTexts);
  const format = useFormat();
  const dayLabel = useDayLabel();
  const today = useToday();
  const { filter } = useHistoryAddress();
  const { from, cut } = chartDays(filter, today);
  return (
    <div className="charts-as-of">
      <span>{text.asOf(format.time(at))}</span>
      {cut && <span>{text.cut(dayLabel(from, 'long'))}</span>}
      <Button look="plain" pending={pending} onClick={onRefresh}>
        <RefreshCw aria-hidden="true" />
        {text.refresh}
      </Button>
    </div>
  );
}
