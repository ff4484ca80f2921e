import { memo } from 'react';
import { Link } from 'react-router';
import type { BatchView } from '../../../../shared/contract/views.ts';
import { phaseName } from '../../../../shared/text/text.ts';
import { Age } from '../../../components/age.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { ValueBar } from '../../../components/value-bar.tsx';
import { shownPhase } from '../../../lib/batch-phase.ts';
import { hasFailed, shapeOfBatch } from '../../../lib/phase-shape.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useView } from '../../../stores/view-store.ts';
import { lookOf, sumOf } from '../slots.ts';
import { texts } from '../texts.ts';

interface SlotCardProps {
  readonly slot: number;
  readonly batch: BatchView | null;
  readonly stale: boolean;
}

/** One slot of the PLC's queue. Renders again only when its own batch changed. */
export const SlotCard = memo(function SlotCard({ slot, batch, stale }: SlotCardProps) {
  const text = useText(texts);
  if (batch === null) {
    return (
      <li className="ov-slot ov-slot-empty" data-slot={slot}>
        <span className="ov-slot-number">{slot}</span>
        <span className="ov-slot-phase">
          <StateMark shape="off" />
          {text.emptySlot}
        </span>
      </li>
    );
  }
  return <FilledSlot slot={slot} batch={batch} stale={stale} />;
});

function FilledSlot({ slot, batch, stale }: { slot: number; batch: BatchView; stale: boolean }) {
  const text = useText(texts);
  const format = useFormat();
  const language = useView((view) => view.language);
  const look = lookOf(batch);
  const shown = shownPhase(batch);
  const target = sumOf(batch.target_consumptions) ?? batch.consumption;
  const actual = sumOf(batch.actual_consumptions);
  const phase = hasFailed(batch) ? text.failedInPlc : phaseName(language, shown.phase);
  const reached = text.actualOf(format.kg(actual), format.wholeKg(target));
  return (
    <li className={`ov-slot ov-slot-${look} ${stale ? 'stale' : ''}`} data-slot={slot} data-mo={batch.mo_id}>
      <Link to={`/batch/${encodeURIComponent(batch.mo_id)}`} className="ov-slot-link">
        <span className="ov-slot-number">
          <span className="hidden-visually">{text.slot(slot)}</span>
          <span aria-hidden="true">{slot}</span>
          {look === 'urgent' && <PriorityMark priority={1} label={phase} />}
          {look === 'attention' && <PriorityMark priority={2} label={phase} />}
        </span>
        <span className="ov-slot-mo">{batch.mo_id}</span>
        <span className="ov-slot-product">{batch.finished_goods ?? '–'}</span>
        <span className="ov-slot-kg">
          {format.kg(actual)} <small>/ {format.wholeKg(target)} kg</small>
        </span>
        <ValueBar value={actual} target={target} label={reached} />
        <span className="ov-slot-phase">
          <StateMark shape={shapeOfBatch(batch)} />
          <span>
            {phase}{' '}
            <span className="ov-slot-time">
              <Age at={shown.since} />
            </span>
          </span>
        </span>
      </Link>
    </li>
  );
}
