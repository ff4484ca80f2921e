import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { PerComponent } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
import type { EpochMs } from '../domain/batch.ts';
import { actualColumns } from './batch-rows.ts';
import { timestampOf } from './column-values.ts';
import type { Schema } from './schema.ts';

/** What one reading of a running batch's slot showed. */
export interface BatchProgress {
  readonly actuals: PerComponent<Kg>;
  readonly weight: Kg;
  /** Only `BatchRepository.applyResult` finishes a batch. */
  readonly statusManufacturing: false;
  readonly statusOperation: boolean;
  readonly lastReadAt: EpochMs;
  /** Given when the values differ from those read before. */
  readonly lastChangedAt?: EpochMs;
  /** The first of these ever given stays; later ones change nothing. */
  readonly runningSeenAt?: EpochMs;
  readonly firstDosingAt?: EpochMs;
  /** Given when the order's quantity itself is to be corrected. */
  readonly quantity?: Kg;
}

/** The body of `BatchRepository.updateProgress`. */
export async function storeProgress(
  db: Kysely<Schema>,
  moId: string,
  progress: BatchProgress,
): Promise<boolean> {
  const { lastChangedAt, runningSeenAt, firstDosingAt, quantity } = progress;
  const changed = await db
    .updateTable('mo_batch')
    .set({
      ...actualColumns(progress.actuals),
      actual_weight_quantity_finished_goods: progress.weight,
      status_operation: progress.statusOperation,
      last_read_from_plc: timestampOf(progress.lastReadAt),
      ...(lastChangedAt !== undefined && { last_changed_at: timestampOf(lastChangedAt) }),
      ...(runningSeenAt !== undefined && {
        running_seen_at: firstTime('running_seen_at', runningSeenAt),
      }),
      ...(firstDosingAt !== undefined && {
        first_dosing_at: firstTime('first_dosing_at', firstDosingAt),
      }),
      ...(quantity !== undefined && { consumption: quantity }),
    })
    .where('mo_id', '=', moId)
    .where('status_manufacturing', 'is not', true)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** The time that the column has, or else this one. */
function firstTime(column: 'running_seen_at' | 'first_dosing_at', at: EpochMs): RawBuilder<string> {
  return sql<string>`coalesce(${sql.ref(column)}, ${timestampOf(at)}::timestamptz)`;
}
