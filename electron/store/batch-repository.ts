import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { type PerComponent, perComponent } from '../../shared/domain/equipment.ts';
import { AppError } from '../../shared/errors.ts';
import { type Kg, ZERO_KG } from '../../shared/units.ts';
import type { Batch, BatchResult, EpochMs } from '../domain/batch.ts';
import { actualColumns, actualsOf, kgOrNull, lifeOf, planOf, slotOrNull } from './batch-rows.ts';
import { timestampOf } from './column-values.ts';
import {
  endLoad,
  insertLoad,
  insertReload,
  type LoadIntent,
  moveLoad,
  type OpenLoad,
  type ReloadIntent,
  selectOpenLoad,
} from './load-rows.ts';
import type { MoBatchTable, Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

/** What one reading of a running batch's slot showed. */
export interface BatchProgress {
  readonly actuals: PerComponent<Kg>;
  readonly weight: Kg;
  /** Only {@link BatchRepository.applyResult} finishes a batch. */
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

/**
 * - applied: the row now holds the result
 * - already: this very result was applied before, or its batch is history
 * - other-result: the batch had ended already, with another result or in an adopted database; unchanged
 * - not-found: no such batch, or the order was loaded again since
 */
export type ApplyOutcome = 'applied' | 'already' | 'other-result' | 'not-found';

/**
 * The queue: mo_batch with the load intents. Every call throws STORE_UNAVAILABLE when the database cannot
 * be used. Times are milliseconds since 1970, weights kg.
 */
export class BatchRepository {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** All rows of mo_batch, in queue order (slot, then batch number). */
  activeBatches(): Promise<readonly Batch[]> {
    return storeCall(async () => {
      const rows = await this.#db
        .selectFrom('mo_batch')
        .leftJoin('load_slot', (join) =>
          join
            .onRef('load_slot.load_id', '=', 'mo_batch.load_id')
            .onRef('load_slot.slot', '=', 'mo_batch.slot'),
        )
        .selectAll('mo_batch')
        .select('load_slot.read_before_mo')
        .orderBy('mo_batch.slot', (order) => order.asc().nullsLast())
        .orderBy('mo_batch.batch_no')
        .orderBy('mo_batch.mo_id')
        .execute();
      return rows.map((row) => batchOf(row, row.read_before_mo));
    });
  }

  /** How many batches are in mo_batch. */
  count(): Promise<number> {
    return storeCall(async () => {
      const row = await this.#db
        .selectFrom('mo_batch')
        .select((select) => select.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      return row.rows;
    });
  }

  /**
   * Commits what is going to be loaded, before the first word is sent: the batches, the load and its
   * slots in one transaction. Throws STORE_CONFLICT, with nothing stored, when a load is open, when the
   * queue is not empty (gate `empty-queue`), or when an order or a slot is taken.
   */
  beginLoad(intent: LoadIntent): Promise<void> {
    return storeCall(() => this.#db.transaction().execute((trx) => insertLoad(trx, intent)));
  }

  /**
   * Commits that a batch of the queue is going to be written again, as a load of its own. Throws
   * STORE_CONFLICT while a load is open, or when the batch has ended or left the queue.
   */
  beginReload(moId: string, intent: ReloadIntent): Promise<void> {
    return storeCall(() => this.#db.transaction().execute((trx) => insertReload(trx, moId, intent)));
  }

  /** The words that a batch was loaded with, its flag not included; null when its load is not known. */
  loadedWords(batch: Pick<Batch, 'loadId' | 'slot'>): Promise<readonly number[] | null> {
    return storeCall(async () => {
      const row = await this.#db
        .selectFrom('load_slot')
        .select('words')
        .where('load_id', '=', batch.loadId)
        .where('slot', '=', batch.slot)
        .executeTakeFirst();
      return row?.words ?? null;
    });
  }

  /**
   * An operator resets a batch: status 0/0, its result forgotten, its actuals kept or cleared. What the
   * station has seen of its run stays true and stays. Throws STORE_CONFLICT when it left the queue.
   */
  forgetResult(moId: string, options: { clearActuals: boolean }): Promise<void> {
    return storeCall(async () => {
      const changed = await this.#db
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
    });
  }

  /** The load that the PLC has not been seen to accept; null when there is none. */
  openLoad(): Promise<OpenLoad | null> {
    return storeCall(() =>
      this.#db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((trx) => selectOpenLoad(trx)),
    );
  }

  /** All data words are verified; the gate is about to be written. STORE_CONFLICT when it is not open. */
  markArming(loadId: string, at: EpochMs): Promise<void> {
    return storeCall(() => this.#db.transaction().execute((trx) => moveLoad(trx, loadId, 'arming', at)));
  }

  /** The gate was seen armed; also sets written_at of the load's batches. STORE_CONFLICT when not open. */
  markArmed(loadId: string, at: EpochMs): Promise<void> {
    return storeCall(() => this.#db.transaction().execute((trx) => moveLoad(trx, loadId, 'armed', at)));
  }

  /**
   * The PLC has read an armed load; also sets accepted_at of its batches. Returns false when that was
   * known before. STORE_CONFLICT when it was never armed, or abandoned.
   */
  markAccepted(loadId: string, at: EpochMs): Promise<boolean> {
    return storeCall(() =>
      this.#db.transaction().execute((trx) => endLoad(trx, loadId, { state: 'accepted', at })),
    );
  }

  /**
   * An operator gave the open load up (start over, gate override). Its batches are not touched: they
   * leave through history. Returns false when it was abandoned before; STORE_CONFLICT when accepted.
   */
  abandonLoad(loadId: string): Promise<boolean> {
    return storeCall(() =>
      this.#db.transaction().execute((trx) => endLoad(trx, loadId, { state: 'abandoned' })),
    );
  }

  /**
   * Stores a reading of a batch that has not ended. Returns false, with nothing changed, when there is no
   * such batch or when it has ended (S4).
   */
  updateProgress(moId: string, progress: BatchProgress): Promise<boolean> {
    const { lastChangedAt, runningSeenAt, firstDosingAt, quantity } = progress;
    return storeCall(async () => {
      const changed = await this.#db
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
    });
  }

  /**
   * The finishing update: the last one that PLC data makes to a batch. `at` is when the result reached
   * this database, which may be long after it was read. Idempotent by result id.
   */
  applyResult(result: BatchResult, at: EpochMs): Promise<ApplyOutcome> {
    return storeCall(() =>
      this.#db.transaction().execute(async (trx) => {
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
        if (row.result_id !== null || row.finished_at !== null || row.status_manufacturing)
          return 'other-result';
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
      }),
    );
  }

  /**
   * The PLC was told that the batch's result is read. The first time stays. Where the batch is history
   * already, its newest history row is marked. Returns false when nothing was left to mark.
   */
  markAcknowledged(moId: string, at: EpochMs): Promise<boolean> {
    return storeCall(() =>
      this.#db.transaction().execute(async (trx) => {
        const time = { acknowledged_at: timestampOf(at) };
        const row = await trx
          .selectFrom('mo_batch')
          .select('id')
          .where('mo_id', '=', moId)
          .executeTakeFirst();
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
      }),
    );
  }
}

/** The time that the column has, or else this one. */
function firstTime(column: 'running_seen_at' | 'first_dosing_at', at: EpochMs): RawBuilder<string> {
  return sql<string>`coalesce(${sql.ref(column)}, ${timestampOf(at)}::timestamptz)`;
}

function batchOf(row: Selectable<MoBatchTable>, readBeforeMo: string | null): Batch {
  return {
    id: String(row.id),
    batchNo: row.batch_no,
    slot: slotOrNull(row.slot),
    loadId: row.load_id,
    readBeforeLoad: readBeforeMo,
    statusManufacturing: row.status_manufacturing === true,
    statusOperation: row.status_operation === true,
    actuals: actualsOf(row),
    weight: kgOrNull(row.actual_weight_quantity_finished_goods),
    resultId: row.result_id,
    life: lifeOf(row),
    ...planOf(row),
  };
}
