import type { Kysely, Transaction } from 'kysely';
import { perComponent } from '../../shared/domain/equipment.ts';
import { AppError } from '../../shared/errors.ts';
import { ZERO_KG } from '../../shared/units.ts';
import type { BatchResult, EpochMs } from '../domain/batch.ts';
import { actualColumns } from './batch-rows.ts';
import { timestampOf } from './column-values.ts';
import type { Schema } from './schema.ts';

/**
 * - applied: the row now holds the result
 * - already: this very result was applied before, or its batch is history
 * - other-result: the batch had ended already, with another result or in an adopted database; unchanged
 * - not-found: no such batch, or the order was loaded again since
 */
export type ApplyOutcome = 'applied' | 'already' | 'other-result' | 'not-found';

/** The body of `BatchRepository.applyResult`, inside its transaction. */
export async function storeResult(
  trx: Transaction<Schema>,
  result: BatchResult,
  at: EpochMs,
): Promise<ApplyOutcome> {
  const row = await trx
    .selectFrom('mo_batch')
    .select(['id', 'load_id', 'result_id', 'status_manufacturing', 'finished_at'])
    .where('mo_id', '=', result.moId)
    .forUpdate()
    .executeTakeFirst();
  if (row?.result_id === result.resultId) return 'already';
  const archived = await trx
    .selectFrom('mo_histories')
    .select('id')
    .where('result_id', '=', result.resultId)
    .executeTakeFirst();
  if (archived !== undefined) return 'already';
  // A result of an earlier load says nothing about the order's present one.
  if (row === undefined || row.load_id !== result.loadId) return 'not-found';
  if (row.result_id !== null || row.finished_at !== null || row.status_manufacturing) return 'other-result';
  await trx
    .updateTable('mo_batch')
    .set({
      ...actualColumns(result.actuals),
      actual_weight_quantity_finished_goods: result.weight,
      status_manufacturing: result.kind === 'completed',
      status_operation: result.kind === 'failed' || result.failureNoted,
      failure_noted: result.failureNoted,
      result_id: result.resultId,
      result_words: [...result.words],
      last_read_from_plc: timestampOf(result.readAt),
      last_changed_at: timestampOf(result.readAt),
      finished_at: timestampOf(result.readAt),
      result_applied_at: timestampOf(at),
    })
    .where('id', '=', row.id)
    .execute();
  return 'applied';
}

/** The body of `BatchRepository.forgetResult`. */
export async function clearResult(
  db: Kysely<Schema>,
  moId: string,
  options: { clearActuals: boolean },
): Promise<void> {
  const changed = await db
    .updateTable('mo_batch')
    .set({
      ...(options.clearActuals && {
        ...actualColumns(perComponent(() => ZERO_KG)),
        actual_weight_quantity_finished_goods: null,
      }),
      status_manufacturing: false,
      status_operation: false,
      failure_noted: null,
      result_id: null,
      result_words: null,
      finished_at: null,
      result_applied_at: null,
      acknowledged_at: null,
    })
    .where('mo_id', '=', moId)
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n) throw new AppError('STORE_CONFLICT', `${moId} is not in the queue`);
}

/** The body of `BatchRepository.markAcknowledged`, inside its transaction. */
export async function storeAcknowledgement(
  trx: Transaction<Schema>,
  moId: string,
  at: EpochMs,
): Promise<boolean> {
  const time = { acknowledged_at: timestampOf(at) };
  const row = await trx.selectFrom('mo_batch').select('id').where('mo_id', '=', moId).executeTakeFirst();
  if (row !== undefined) {
    const marked = await trx
      .updateTable('mo_batch')
      .set(time)
      .where('id', '=', row.id)
      .where('acknowledged_at', 'is', null)
      .executeTakeFirst();
    return marked.numUpdatedRows > 0n;
  }
  const marked = await trx
    .updateTable('mo_histories')
    .set(time)
    .where('acknowledged_at', 'is', null)
    .where('id', '=', (select) =>
      select
        .selectFrom('mo_histories as newest')
        .select('newest.id')
        .where('newest.mo_id', '=', moId)
        .orderBy('newest.archived_at', (order) => order.desc().nullsLast())
        .limit(1),
    )
    .executeTakeFirst();
  return marked.numUpdatedRows > 0n;
}
