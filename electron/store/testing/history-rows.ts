import type { Insertable, Kysely } from 'kysely';
import { type ComponentKey, EQUIPMENT, perComponent } from '../../../shared/domain/equipment.ts';
import type { EpochMs } from '../../domain/batch.ts';
import { actualColumnOf, idColumnOf, targetColumnOf } from '../batch-rows.ts';
import { nullableTimestampOf } from '../column-values.ts';
import type { MoBatchTable, MoHistoriesTable, Schema } from '../schema.ts';

/** A batch that ended, as a test tells it; what is left out is 0, null or `completed`. */
export interface ExampleBatch {
  readonly id?: string;
  readonly moId: string;
  readonly status?: 'completed' | 'failed' | 'cancelled';
  readonly product?: string | null;
  readonly loadId?: string | null;
  readonly targets?: Partial<Record<ComponentKey, number>>;
  readonly actuals?: Partial<Record<ComponentKey, number>>;
  readonly weight?: number | null;
  readonly startedAt?: EpochMs | null;
  readonly finishedAt?: EpochMs | null;
  readonly archivedAt?: EpochMs | null;
}

/** Puts a batch into the history. */
export async function insertHistory(db: Kysely<Schema>, batch: ExampleBatch): Promise<void> {
  const row: Insertable<MoHistoriesTable> = {
    ...columnsOf(batch),
    ...(batch.id !== undefined && { id: batch.id }),
    status: batch.status ?? 'completed',
    archived_at: nullableTimestampOf(batch.archivedAt ?? null),
    notes: null,
  };
  await db.insertInto('mo_histories').values(row).execute();
}

/** Puts an ended batch into the queue, where it waits for Odoo. */
export async function insertEnded(db: Kysely<Schema>, batch: ExampleBatch, slot: number): Promise<void> {
  const row: Insertable<MoBatchTable> = {
    ...columnsOf(batch),
    slot,
    batch_no: slot,
    status_manufacturing: batch.status !== 'failed',
    status_operation: batch.status === 'failed',
    update_odoo: false,
    odoo_cancelled: false,
  };
  await db.insertInto('mo_batch').values(row).execute();
}

function columnsOf(batch: ExampleBatch) {
  const perColumn = <Name extends string, Value>(
    name: (key: ComponentKey) => Name,
    value: (key: ComponentKey) => Value,
  ) => Object.fromEntries(EQUIPMENT.map(({ key }) => [name(key), value(key)])) as Record<Name, Value>;
  const ids = Object.fromEntries(
    EQUIPMENT.map((equipment) => [idColumnOf(equipment), equipment.id]),
  ) as Record<ReturnType<typeof idColumnOf>, number>;
  const nothing = perComponent(() => null);
  return {
    ...ids,
    ...perColumn(
      (key) => `component_${key}_name` as const,
      (key) => nothing[key],
    ),
    ...perColumn(targetColumnOf, (key) => batch.targets?.[key] ?? 0),
    ...perColumn(actualColumnOf, (key) => batch.actuals?.[key] ?? 0),
    batch_no: 1,
    mo_id: batch.moId,
    consumption: 1000,
    equipment_id_batch: 'plc01',
    finished_goods: batch.product ?? null,
    status_manufacturing: batch.status === undefined || batch.status === 'completed',
    status_operation: batch.status === 'failed',
    actual_weight_quantity_finished_goods: batch.weight ?? null,
    load_id: batch.loadId ?? null,
    first_dosing_at: nullableTimestampOf(batch.startedAt ?? null),
    finished_at: nullableTimestampOf(batch.finishedAt ?? null),
  };
}
