import type { BatchView } from '../../../shared/contract/views.ts';
import { useAnswer } from '../../lib/queries.ts';

/** The batches in the queue, in the order of their slots. */
export function useQueue() {
  const answer = useAnswer('batchStatus', {});
  return { answer, batches: inSlotOrder(answer.data?.batches ?? []) };
}

function inSlotOrder(batches: readonly BatchView[]): readonly BatchView[] {
  return batches.toSorted((a, b) => a.batch_no - b.batch_no || a.mo_id.localeCompare(b.mo_id));
}
