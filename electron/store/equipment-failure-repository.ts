import type { Kysely } from 'kysely';
import type { EpochMs } from '../domain/batch.ts';
import { timestampOf } from './column-values.ts';
import type { Schema } from './schema.ts';
import { storeCall } from './store-call.ts';

/** A failure that the PLC announced, ready for the plant's table. */
export interface EquipmentFailureInput {
  /** Made by the caller, so that an insert of unknown outcome may come again. */
  readonly id: string;
  /** Canonical code, or the PLC's own spelling where nobody knows it. */
  readonly equipmentCode: string;
  /** Null for an unknown equipment. */
  readonly equipmentName: string | null;
  readonly description: string;
  readonly occurredAt: EpochMs;
  readonly capturedAt: EpochMs;
}

/** A row of equipment_failure under the plant's names; times are ISO 8601 in UTC. */
export interface EquipmentFailureRow {
  readonly id: string;
  readonly equipment_code: string;
  readonly equipment_name: string | null;
  readonly description: string;
  readonly failure_type: string | null;
  readonly failure_date: string;
  readonly is_resolved: boolean;
  readonly source: string;
  readonly severity: string;
}

/** A longer page is cut to this many rows. */
const PAGE_LIMIT_ROWS = 1000;

/** The plant's table of equipment failures. Every call throws STORE_UNAVAILABLE when it cannot be used. */
export class EquipmentFailureRepository {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /**
   * Stores a failure once: `already` when its id, or its equipment, time and description are there. The
   * column for its time has no zone and holds UTC.
   */
  record(failure: EquipmentFailureInput): Promise<'stored' | 'already'> {
    return storeCall(async () => {
      const inserted = await this.#db
        .insertInto('equipment_failure')
        .values({
          id: failure.id,
          equipment_code: failure.equipmentCode,
          equipment_name: failure.equipmentName,
          description: failure.description,
          failure_date: timestampOf(failure.occurredAt),
          created_at: timestampOf(failure.capturedAt),
          updated_at: timestampOf(failure.capturedAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n ? 'stored' : 'already';
    });
  }

  /** One page, newest first. `limit` is cut to {@link PAGE_LIMIT_ROWS}. */
  list(page: {
    limit: number;
    offset: number;
  }): Promise<{ readonly total: number; readonly failures: EquipmentFailureRow[] }> {
    return storeCall(() =>
      this.#db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const counted = await trx
            .selectFrom('equipment_failure')
            .select((select) => select.fn.countAll<number>().as('rows'))
            .executeTakeFirstOrThrow();
          const rows = await trx
            .selectFrom('equipment_failure')
            .select(['id', 'equipment_code', 'equipment_name', 'description', 'failure_type'])
            .select(['failure_date', 'is_resolved', 'source', 'severity'])
            .orderBy('failure_date', 'desc')
            .orderBy('id')
            .limit(Math.min(page.limit, PAGE_LIMIT_ROWS))
            .offset(page.offset)
            .execute();
          const failures = rows.map((row) => ({
            ...row,
            failure_date: new Date(row.failure_date).toISOString(),
          }));
          return { total: counted.rows, failures };
        }),
    );
  }
}
