import type { Batch } from '../../domain/batch.ts';
import type { LiveBatchList } from '../../tasks/live-batches.ts';
import { phaseNow } from '../batch-views.ts';
import type { QueryParts } from './query-parts.ts';

/**
 * The batches in the queue; while the database is away, those that it last told. An answer of the database
 * is noted as a sign of life. Throws AppError STORE_UNAVAILABLE only when it has never answered.
 */
export async function listQueue({
  liveBatches,
  right,
}: Pick<QueryParts, 'liveBatches' | 'right'>): Promise<LiveBatchList> {
  const list = await liveBatches.list();
  if (!list.remembered) right.noteAnswer();
  return list;
}

/**
 * The batch that is being dosed: running with something dosed, changed last. Batches that wait their turn in
 * the PLC show the same status, but nothing is dosed for them. Null when there is none.
 */
export function dosedBatch(
  batches: readonly Batch[],
  { outbox, board }: Pick<QueryParts, 'outbox' | 'board'>,
): Batch | null {
  const running = batches.filter(
    (batch) =>
      Object.values(batch.actuals).some((kg) => (kg ?? 0) > 0) &&
      phaseNow(batch, outbox.entry(batch.moId), board) === 'running',
  );
  return running.toSorted((a, b) => (b.life.lastChangedAt ?? 0) - (a.life.lastChangedAt ?? 0))[0] ?? null;
}
