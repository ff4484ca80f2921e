import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { EQUIPMENT, type PerComponent } from '../../shared/domain/equipment.ts';
import { AppError } from '../../shared/errors.ts';
import type { Kg, Slot } from '../../shared/units.ts';
import type { BatchLife, BatchPlanInDatabase, EpochMs, HistoryStatus } from '../domain/batch.ts';
import {
  actualColumnOf,
  actualsOf,
  idColumnOf,
  kgOrNull,
  lifeOf,
  materialColumnOf,
  planOf,
  slotOrNull,
  targetColumnOf,
} from './batch-rows.ts';
import { nullableTimestampOf, timestampOf } from './column-values.ts';
import type { BatchColumns, ComponentColumns, MoBatchTable, MoHistoriesTable, Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

export interface ArchiveInput {
  readonly moId: string;
  /** The result that ended the batch; null only for one that an operator cancelled. */
  readonly resultId: string | null;
  readonly status: HistoryStatus;
  readonly notes: string | null;
  /** When Odoo was seen to have it; null only for `cancelled`. */
  readonly confirmedByOdooAt: EpochMs | null;
  readonly archivedAt: EpochMs;
}

/** - already: this result is history; - not-found: the order is neither in mo_batch nor in mo_histories */
export type ArchiveOutcome = 'archived' | 'already' | 'not-found';

/** A row of mo_histories. What an adopted row lacks is null. */
export interface HistoryEntry extends BatchPlanInDatabase {
  readonly id: string;
  readonly batchNo: number | null;
  readonly slot: Slot | null;
  readonly loadId: string | null;
  readonly resultId: string | null;
  /** Null for a word in an adopted row that is none of ours. */
  readonly status: HistoryStatus | null;
  readonly notes: string | null;
  readonly statusManufacturing: boolean;
  readonly statusOperation: boolean;
  readonly failureNoted: boolean;
  readonly actuals: PerComponent<Kg | null>;
  readonly weight: Kg | null;
  readonly bomCode: string | null;
  readonly bomQuantity: Kg | null;
  readonly life: BatchLife;
  readonly archivedAt: EpochMs | null;
}

export interface HistoryPage {
  /** Rows of that status in all, not only on this page. */
  readonly total: number;
  /** Newest first; rows without a date last. */
  readonly rows: readonly HistoryEntry[];
}

/** A longer page is cut to this many rows. */
const PAGE_LIMIT_ROWS = 1000;
/** As many history rows of one order are shown; more than a few would be an operator's doing. */
const ROWS_PER_MO_LIMIT = 100;

/** What ran: mo_histories. Every call throws STORE_UNAVAILABLE when the database cannot be used. */
export class HistoryRepository {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /**
   * Moves a batch from mo_batch to mo_histories in one transaction (S5). Idempotent by result id; without
   * one, an order that is history counts as done.
   * Throws STORE_CONFLICT, with nothing changed, when `completed` or `failed` comes without Odoo's
   * confirmation, or when the row in mo_batch does not hold this result: then the order was loaded again,
   * or the result must be applied first.
   */
  archive(input: ArchiveInput): Promise<ArchiveOutcome> {
    return storeCall(async () => {
      if (input.status !== 'cancelled' && (input.confirmedByOdooAt === null || input.resultId === null)) {
        throw new AppError(
          'STORE_CONFLICT',
          `${input.moId} is not archived as ${input.status}: Odoo did not confirm it`,
        );
      }
      return this.#db.transaction().execute((trx) => moveToHistory(trx, input));
    });
  }

  /** One page of history, newest first. `limit` is cut to {@link PAGE_LIMIT_ROWS}. */
  list(page: { limit: number; offset: number; status?: HistoryStatus }): Promise<HistoryPage> {
    return storeCall(() =>
      this.#db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const { status } = page;
          const chosen = trx
            .selectFrom('mo_histories')
            .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''));
          const counted = await chosen
            .select((select) => select.fn.countAll<number>().as('rows'))
            .executeTakeFirstOrThrow();
          const rows = await chosen
            .selectAll()
            .orderBy('archived_at', (order) => order.desc().nullsLast())
            .orderBy('id')
            .limit(Math.max(0, Math.min(page.limit, PAGE_LIMIT_ROWS)))
            .offset(Math.max(0, page.offset))
            .execute();
          return { total: counted.rows, rows: rows.map(entryOf) };
        }),
    );
  }

  /** The history rows of one order, newest first. */
  byMo(moId: string): Promise<readonly HistoryEntry[]> {
    return storeCall(async () => {
      const rows = await this.#db
        .selectFrom('mo_histories')
        .selectAll()
        .where('mo_id', '=', moId)
        .orderBy('archived_at', (order) => order.desc().nullsLast())
        .orderBy('id')
        .limit(ROWS_PER_MO_LIMIT)
        .execute();
      return rows.map(entryOf);
    });
  }

  /** Those of the given orders that are in mo_batch or in mo_histories. */
  knownMoIds(moIds: readonly string[]): Promise<ReadonlySet<string>> {
    return storeCall(async () => {
      const { rows } = await sql<{ mo_id: string }>`
        select mo_id from mo_batch where mo_id = any(${[...moIds]}::text[])
        union
        select mo_id from mo_histories where mo_id = any(${[...moIds]}::text[])
      `.execute(this.#db);
      return new Set(rows.map((row) => row.mo_id));
    });
  }
}

async function moveToHistory(trx: Transaction<Schema>, input: ArchiveInput): Promise<ArchiveOutcome> {
  // The lock makes two archivers of one batch take turns; the second finds the row gone.
  const row = await trx
    .selectFrom('mo_batch')
    .selectAll()
    .where('mo_id', '=', input.moId)
    .forUpdate()
    .executeTakeFirst();
  const done = await trx
    .selectFrom('mo_histories')
    .select('id')
    .where(input.resultId === null ? 'mo_id' : 'result_id', '=', input.resultId ?? input.moId)
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return done === undefined ? 'not-found' : 'already';
  if (input.resultId !== null) {
    // The row, if any, is a later load of the same order.
    if (done !== undefined) return 'already';
    refuseOtherResult(row, input.resultId);
  }
  await copyRow(trx, row.id, input);
  await trx.deleteFrom('mo_batch').where('id', '=', row.id).execute();
  return 'archived';
}

/** A batch that an adopted database holds as finished has no result id of ours yet. */
function refuseOtherResult(row: Selectable<MoBatchTable>, resultId: string): void {
  const finishedBefore = row.result_id === null && row.status_manufacturing && row.load_id === null;
  if (row.result_id === resultId || finishedBefore) return;
  throw new AppError('STORE_CONFLICT', `${row.mo_id} in mo_batch does not hold the result ${resultId}`);
}

/** The plain columns of a batch that history keeps as they are. The type makes it complete. */
const COPIED: Record<Exclude<keyof BatchColumns, keyof ComponentColumns | 'id' | SetByArchive>, true> = {
  batch_no: true,
  mo_id: true,
  consumption: true,
  equipment_id_batch: true,
  finished_goods: true,
  status_manufacturing: true,
  status_operation: true,
  actual_weight_quantity_finished_goods: true,
  last_read_from_plc: true,
  slot: true,
  load_id: true,
  fetched_at: true,
  written_at: true,
  accepted_at: true,
  running_seen_at: true,
  first_dosing_at: true,
  last_changed_at: true,
  finished_at: true,
  result_applied_at: true,
  acknowledged_at: true,
  failure_noted: true,
  bom_code: true,
  bom_quantity: true,
  unrouted: true,
  result_words: true,
};

type SetByArchive = 'result_id' | 'confirmed_by_odoo_at';

/** Copied inside the database: nothing is rounded on the way, and no component can be left out. */
async function copyRow(trx: Transaction<Schema>, id: string, input: ArchiveInput): Promise<void> {
  const names = [
    ...Object.keys(COPIED),
    ...EQUIPMENT.map(idColumnOf),
    ...EQUIPMENT.flatMap(({ key }) => [materialColumnOf(key), targetColumnOf(key), actualColumnOf(key)]),
  ];
  const columns = sql.join(names.map((name) => sql.id(name)));
  await sql`
    insert into mo_histories (${columns}, result_id, confirmed_by_odoo_at, status, notes, archived_at)
    select ${columns},
      coalesce(${input.resultId}::uuid, result_id),
      coalesce(${nullableTimestampOf(input.confirmedByOdooAt)}::timestamptz, confirmed_by_odoo_at),
      ${input.status}, ${input.notes}, ${timestampOf(input.archivedAt)}::timestamptz
    from mo_batch where id = ${id}
  `.execute(trx);
}

/** A row as it can be shown, with null for whatever it lacks. */
export function entryOf(row: Selectable<MoHistoriesTable>): HistoryEntry {
  return {
    id: String(row.id),
    batchNo: row.batch_no,
    slot: slotOrNull(row.slot),
    loadId: row.load_id,
    resultId: row.result_id,
    status: statusOf(row.status),
    notes: row.notes,
    statusManufacturing: row.status_manufacturing === true,
    statusOperation: row.status_operation === true,
    failureNoted: row.failure_noted === true,
    actuals: actualsOf(row),
    weight: kgOrNull(row.actual_weight_quantity_finished_goods),
    bomCode: row.bom_code,
    bomQuantity: kgOrNull(row.bom_quantity),
    life: lifeOf(row),
    archivedAt: row.archived_at,
    ...planOf(row),
  };
}

function statusOf(text: string | null): HistoryStatus | null {
  return text === 'completed' || text === 'failed' || text === 'cancelled' ? text : null;
}
