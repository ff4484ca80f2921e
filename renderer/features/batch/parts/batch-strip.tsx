import { Link } from 'react-router';
import type { BatchView } from '../../../../shared/contract/views.ts';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { shapeOfBatch, urgencyOf } from '../../../lib/phase-shape.ts';
import { useText } from '../../../lib/text.ts';
import { batchPath } from '../paths.ts';
import { texts } from '../texts.ts';
import { moveAmongLinks } from './step-keys.ts';

/** From one batch of the queue to another, in the order of the slots. */
export function BatchStrip({
  batches,
  current,
}: {
  readonly batches: readonly BatchView[];
  readonly current: string;
}) {
  const text = useText(texts);
  if (batches.length === 0) return null;
  return (
    <nav className="batch-strip" aria-label={text.queue} onKeyDown={moveAmongLinks}>
      {batches.map((batch) => (
        <StripLink key={batch.mo_id} batch={batch} isCurrent={batch.mo_id === current} />
      ))}
    </nav>
  );
}

function StripLink({ batch, isCurrent }: { readonly batch: BatchView; readonly isCurrent: boolean }) {
  const text = useText(texts);
  const urgency = urgencyOf(batch);
  return (
    <Link
      to={batchPath(batch.mo_id)}
      data-step
      data-mo={batch.mo_id}
      data-slot={batch.batch_no}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <span className="batch-strip-slot">
        {batch.batch_no}
        <StateMark shape={shapeOfBatch(batch)} />
        {urgency !== null && <PriorityMark priority={urgency} label={text.needsSomebody} />}
      </span>
      <span>{batch.mo_id}</span>
    </Link>
  );
}
