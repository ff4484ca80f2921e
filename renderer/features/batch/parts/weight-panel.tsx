import type { BatchView } from '../../../../shared/contract/views.ts';
import { Panel } from '../../../components/page.tsx';
import { ValueBar } from '../../../components/value-bar.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { componentRows, differenceKg, hasEnded, percentOf, totalOf } from '../component-rows.ts';
import { texts } from '../texts.ts';
import { Measured, readingOf } from './live.tsx';

/** The finished weight against what was ordered; until the batch ends, what has been dosed so far. */
export function WeightPanel({ batch }: { readonly batch: BatchView }) {
  const text = useText(texts);
  const format = useFormat();
  const ended = hasEnded(batch);
  const { actual: dosed, target: toDose } = totalOf(componentRows(batch));
  // What no silo holds is not dosed: only the finished weight is held against the whole order.
  const whole = ended ? batch.consumption : (toDose ?? batch.consumption);
  const shown = ended ? batch.actual_finished_goods : dosed;
  const deviation = differenceKg(shown, whole);
  const title = ended ? text.finished : text.dosedSoFar;
  return (
    <Panel title={title}>
      <Measured reading={readingOf(batch)}>
        <p className="batch-weight">
          <strong>{format.kg(shown)}</strong> kg{' '}
          <span className="dim">{text.ofQuantity(format.wholeKg(whole))}</span>
        </p>
        <ValueBar
          value={shown}
          target={whole}
          label={text.barLabel(title, format.kg(shown), format.wholeKg(whole))}
        />
      </Measured>
      {ended ? (
        <dl className="batch-facts">
          <dt>{text.deviation}</dt>
          <dd>
            {format.deviationKg(deviation)} kg · {format.deviationPercent(percentOf(deviation, whole))}
          </dd>
          <dt>{text.sum}</dt>
          <dd>{format.kg(dosed)} kg</dd>
        </dl>
      ) : (
        <p className="dim batch-small batch-later">{text.notYet}</p>
      )}
    </Panel>
  );
}
