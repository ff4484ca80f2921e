import type { AlarmPriority } from '../../shared/contract/alarms.ts';
import type { BatchView } from '../../shared/contract/views.ts';
import { shownPhase } from './batch-phase.ts';
import type { StateShape } from './state-shape.ts';

type Standing = Pick<BatchView, 'phase' | 'status_manufacturing' | 'status_operation'>;

/** The PLC gave the batch up: its failure flag stands and its finished flag does not. */
export function hasFailed({ status_manufacturing, status_operation }: Standing): boolean {
  return status_operation && !status_manufacturing;
}

/** The shape that stands for where a batch is: circle before, triangle during, square after, cross when it failed. */
export function shapeOfBatch(batch: Standing & Parameters<typeof shownPhase>[0]): StateShape {
  if (hasFailed(batch)) return 'failed';
  switch (shownPhase(batch).phase) {
    case 'loading':
    case 'written':
    case 'queued':
      return 'waiting';
    case 'running':
      return 'running';
    case 'unproven':
    case 'question':
    case 'reporting':
    case 'refused':
    case 'confirmed':
      return 'done';
  }
}

/**
 * How urgently somebody has to do something about it, as the alarms have it; null when it goes on by itself.
 * A result that somebody holds by hand is known to that person.
 */
export function urgencyOf(batch: Standing & Pick<BatchView, 'question'>): AlarmPriority | null {
  if (hasFailed(batch) || batch.phase === 'refused') return 1;
  if (batch.phase === 'question') return batch.question === null ? 2 : 1;
  return batch.phase === 'unproven' ? 2 : null;
}
