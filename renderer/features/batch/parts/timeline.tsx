import type { TimelineView } from '../../../../shared/contract/overview.ts';
import { Panel } from '../../../components/page.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import type { StateShape } from '../../../lib/state-shape.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';
import { type StepStanding, type TimelineStep, timelineSteps } from '../timeline-steps.ts';

const SHAPES: Readonly<Record<StepStanding, StateShape>> = {
  seen: 'done',
  missed: 'off',
  next: 'running',
  open: 'waiting',
};

/** The nine steps from Odoo to the history, with their times and what passed between them. */
export function Timeline({ timeline }: { readonly timeline: TimelineView }) {
  const text = useText(texts);
  return (
    <Panel title={text.timeline}>
      <ol className="batch-timeline">
        {timelineSteps(timeline).map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ol>
    </Panel>
  );
}

function Step({ step: { step, at, afterMs, standing } }: { readonly step: TimelineStep }) {
  const text = useText(texts);
  const format = useFormat();
  return (
    <li data-step-name={step} data-standing={standing}>
      <span className="batch-step-mark">
        <StateMark shape={SHAPES[standing]} />
      </span>
      <span className="batch-step-name">{text.steps[step]}</span>
      <span className="batch-step-time">
        {at === null ? (
          <span className="dim">
            {standing === 'missed' ? `${UNKNOWN} ${text.standings.missed}` : text.standings[standing]}
          </span>
        ) : (
          <time dateTime={at} title={format.dateTime(at)}>
            {format.time(at)}
          </time>
        )}
      </span>
      <span className="batch-step-after dim">{afterMs === null ? '' : `+ ${format.duration(afterMs)}`}</span>
    </li>
  );
}
