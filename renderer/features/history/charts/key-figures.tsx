import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AnalyticsView } from '../../../../shared/contract/analytics.ts';
import { StateMark } from '../../../components/state-mark.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { totals } from './chart-data.ts';
import { chartTexts } from './chart-texts.ts';
import { useRows } from './use-rows.ts';

/** The range in five figures; the counts lead to their batches. */
export function KeyFigures({ data }: { readonly data: AnalyticsView }) {
  const text = useText(chartTexts);
  const format = useFormat();
  const { rows } = useRows();
  const { completed, failed, cancelled, kg } = totals(data);
  return (
    <section className="panel chart-figures" aria-label={text.figures.title}>
      <Figure name={text.figures.successRate} note={text.figures.successHint}>
        {format.percent(data.success_rate.percent)}
      </Figure>
      <Figure name={text.figures.completed} shape="done" to={rows({ status: 'completed' })}>
        {format.count(completed)}
      </Figure>
      <Figure name={text.figures.failed} shape="failed" to={rows({ status: 'failed' })}>
        {format.count(failed)}
      </Figure>
      <Figure name={text.figures.cancelled} shape="off" to={rows({ status: 'cancelled' })}>
        {format.count(cancelled)}
      </Figure>
      <Figure name={text.figures.dosed}>
        {format.wholeKg(kg)} <small>kg</small>
      </Figure>
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly note?: string;
  readonly shape?: 'done' | 'failed' | 'off';
  readonly to?: string;
  readonly children: ReactNode;
}

function Figure({ name, note, shape, to, children }: FigureProps) {
  return (
    <div className="chart-figure">
      <span className="name">
        {shape !== undefined && <StateMark shape={shape} />}
        {to === undefined ? name : <Link to={to}>{name}</Link>}
      </span>
      <strong>{children}</strong>
      {note !== undefined && <small className="dim">{note}</small>}
    </div>
  );
}
