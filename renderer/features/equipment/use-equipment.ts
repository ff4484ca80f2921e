import { useNow } from '../../lib/now.ts';
import { type Quality, qualityOf } from '../../lib/quality.ts';
import { useAnswer } from '../../lib/queries.ts';
import { usePollMs } from '../../lib/use-poll-ms.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { type DosedBatch, dosedBatch } from './reading.ts';

/** All fifteen items, and the batch that they are dosing. */
export function useEquipment() {
  const asked = useAnswer('equipment', {});
  const { data: status } = useAnswer('batchStatus', {});
  const batch = dosedBatch(asked.data?.equipment ?? [], status?.batches ?? []);
  return { asked, batch };
}

/** How far the running batch's weights may be trusted. Renewed each second: for the smallest components only. */
export function useWeightQuality(batch: DosedBatch): Quality {
  const now = useNow();
  const pollMs = usePollMs();
  const connected = useConnection(({ state }) => state === 'up');
  return batch.ended ? 'good' : qualityOf(batch.readAt, now, pollMs, connected);
}
