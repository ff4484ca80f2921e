import type { BatchView } from '../../../../shared/contract/views.ts';
import { phaseName } from '../../../../shared/text/text.ts';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { shownPhase } from '../../../lib/batch-phase.ts';
import { hasFailed, shapeOfBatch, urgencyOf } from '../../../lib/phase-shape.ts';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';

/** Where a batch stands: its shape and its words; with the mark of an alarm where somebody has to act. */
export function Phase({ batch }: { readonly batch: BatchView }) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const words = phaseName(language, shownPhase(batch).phase);
  const urgency = urgencyOf(batch);
  return (
    <span className="batch-phase">
      <StateMark shape={shapeOfBatch(batch)} />
      <span>{hasFailed(batch) ? `${text.failed} · ${words}` : words}</span>
      {urgency !== null && <PriorityMark priority={urgency} label={text.needsSomebody} />}
    </span>
  );
}
