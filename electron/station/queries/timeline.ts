import type { TimelineView } from '../../../shared/contract/overview.ts';
import type { BatchLife, EpochMs } from '../../domain/batch.ts';
import { iso } from '../views.ts';

/** What is known of a batch's way from Odoo to the history; null where nobody saw it. */
export function viewTimeline(
  life: BatchLife,
  known: { readonly writtenAt: EpochMs | null; readonly archivedAt: EpochMs | null },
): TimelineView {
  return [
    { step: 'fetched', at: iso(life.fetchedAt) },
    { step: 'written', at: iso(known.writtenAt) },
    { step: 'armed', at: iso(life.writtenAt) },
    { step: 'accepted', at: iso(life.acceptedAt) },
    { step: 'first-dosing', at: iso(life.firstDosingAt) },
    { step: 'finished', at: iso(life.finishedAt) },
    { step: 'acknowledged', at: iso(life.acknowledgedAt) },
    { step: 'in-odoo', at: iso(life.confirmedByOdooAt) },
    { step: 'archived', at: iso(known.archivedAt) },
  ];
}
