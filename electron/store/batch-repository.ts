import type { Kysely, Selectable } from 'kysely';
import type { Batch, BatchResult, EpochMs } from '../domain/batch.ts';
import { type BatchProgress, storeProgress } from './batch-progress-rows.ts';
import { type ApplyOutcome, clearResult, storeAcknowledgement, storeResult } from './batch-result-rows.ts';
import { actualsOf, kgOrNull, lifeOf, planOf, slotOrNull } from './batch-rows.ts';
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
import { deleteOldLoads, LOADS_PER_DELETE } from './old-load-rows.ts';
import type { MoBatchTable, Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

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
    return storeCall(() => clearResult(this.#db, moId, options));
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
   * Removes the loads whose batches all left the queue before `leftBefore`, a few hundred at a time, until
   * none is left or `signal` aborts. Returns how many went.
   */
  async forgetLoads(leftBefore: EpochMs, signal?: AbortSignal): Promise<number> {
    let forgotten = 0;
    for (;;) {
      if (signal?.aborted === true) return forgotten;
      const loads = await storeCall(() => deleteOldLoads(this.#db, leftBefore));
      forgotten += loads;
      if (loads < LOADS_PER_DELETE) return forgotten;
    }
  }

  /**
   * Stores a reading of a batch that has not ended. Returns false, with nothing changed, when there is no
   * such batch or when it has ended (S4).
   */
  updateProgress(moId: string, progress: BatchProgress): Promise<boolean> {
    return storeCall(() => storeProgress(this.#db, moId, progress));
  }

  /**
   * The finishing update: the last one that PLC data makes to a batch. `at` is when the result reached
   * this database, which may be long after it was read. Idempotent by result id.
   */
  applyResult(result: BatchResult, at: EpochMs): Promise<ApplyOutcome> {
    return storeCall(() => this.#db.transaction().execute((trx) => storeResult(trx, result, at)));
  }

  /**
   * The PLC was told that the batch's result is read. The first time stays. Where the batch is history
   * already, its newest history row is marked. Returns false when nothing was left to mark.
   */
  markAcknowledged(moId: string, at: EpochMs): Promise<boolean> {
    return storeCall(() => this.#db.transaction().execute((trx) => storeAcknowledgement(trx, moId, at)));
  }
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
