import type { Insertable, Selectable } from 'kysely';
import {
  type ComponentKey,
  EQUIPMENT,
  type Equipment,
  type PerComponent,
  perComponent,
} from '../../shared/domain/equipment.ts';
import { isKg, type Kg, type Slot, ZERO_KG } from '../../shared/units.ts';
import type {
  BatchLife,
  BatchPlan,
  BatchPlanInDatabase,
  EpochMs,
  UnroutedMaterial,
} from '../domain/batch.ts';
import { timestampOf } from './column-values.ts';
import type {
  ActualColumn,
  BatchColumns,
  EquipmentIdColumn,
  MaterialColumn,
  MoBatchTable,
  TargetColumn,
} from './schema.ts';

/** Lengths of the plant's columns, in characters. Names are for people, so too long a name is cut. */
const FINISHED_GOODS_LIMIT_CHARS = 128;
const MATERIAL_NAME_LIMIT_CHARS = 64;

/** `silo_a` .. `silo_m` are named after the component, the tanks' columns `lq114`, `lq115` after the code. */
export function idColumnOf(equipment: Equipment): EquipmentIdColumn {
  return equipment.key === 'lq_tetes' || equipment.key === 'lq_fml' ? equipment.odooCode : equipment.key;
}

export function materialColumnOf(key: ComponentKey): MaterialColumn {
  return `component_${key}_name`;
}

export function targetColumnOf(key: ComponentKey): TargetColumn {
  return `consumption_${key}`;
}

export function actualColumnOf(key: ComponentKey): ActualColumn {
  return `actual_consumption_${key}`;
}

/** The actual weights of all 15 components as columns. */
export function actualColumns(actuals: PerComponent<Kg>): Record<ActualColumn, number> {
  return columns((equipment) => [actualColumnOf(equipment.key), actuals[equipment.key]]);
}

/** The row of an order that goes into a slot: nothing has been dosed yet. */
export function rowOfPlan(
  plan: BatchPlan,
  at: { slot: Slot; loadId: string; fetchedAt: EpochMs },
): Insertable<MoBatchTable> {
  return {
    batch_no: at.slot,
    slot: at.slot,
    load_id: at.loadId,
    fetched_at: timestampOf(at.fetchedAt),
    mo_id: plan.moId,
    consumption: plan.quantity,
    equipment_id_batch: plan.equipmentCode,
    finished_goods: cut(plan.finishedGoods, FINISHED_GOODS_LIMIT_CHARS),
    bom_code: plan.bomCode,
    bom_quantity: plan.bomQuantity,
    unrouted: JSON.stringify(plan.unrouted),
    ...columns<EquipmentIdColumn, number>((equipment) => [idColumnOf(equipment), equipment.id]),
    ...columns<MaterialColumn, string | null>(({ key }) => [
      materialColumnOf(key),
      plan.materials[key] === null ? null : cut(plan.materials[key], MATERIAL_NAME_LIMIT_CHARS),
    ]),
    ...columns<TargetColumn, number>(({ key }) => [targetColumnOf(key), plan.targets[key]]),
    ...columns<ActualColumn, null>(({ key }) => [actualColumnOf(key), null]),
    status_manufacturing: false,
    status_operation: false,
    update_odoo: false,
    odoo_cancelled: false,
  };
}

/** The plan of a row, with null for whatever an adopted row lacks or holds in a broken form. */
export function planOf(row: Selectable<BatchColumns>): BatchPlanInDatabase {
  return {
    moId: row.mo_id ?? '',
    finishedGoods: row.finished_goods,
    equipmentCode: row.equipment_id_batch ?? '',
    // The column may not be empty; one that is no weight at all can only come from another program.
    quantity: kgOrNull(row.consumption) ?? ZERO_KG,
    targets: perComponent(({ key }) => kgOrNull(row[targetColumnOf(key)])),
    materials: perComponent(({ key }) => row[materialColumnOf(key)] ?? null),
    unrouted: unroutedOf(row.unrouted),
  };
}

export function actualsOf(row: Selectable<BatchColumns>): PerComponent<Kg | null> {
  return perComponent(({ key }) => kgOrNull(row[actualColumnOf(key)]));
}

export function lifeOf(row: Selectable<BatchColumns>): BatchLife {
  return {
    fetchedAt: row.fetched_at,
    writtenAt: row.written_at,
    acceptedAt: row.accepted_at,
    runningSeenAt: row.running_seen_at,
    firstDosingAt: row.first_dosing_at,
    lastReadAt: row.last_read_from_plc,
    lastChangedAt: row.last_changed_at,
    finishedAt: row.finished_at,
    acknowledgedAt: row.acknowledged_at,
    confirmedByOdooAt: row.confirmed_by_odoo_at,
  };
}

/** A weight that can be shown; null for a missing, negative or broken one. */
export function kgOrNull(value: number | null): Kg | null {
  return isKg(value) ? value : null;
}

export function slotOrNull(value: number | null): Slot | null {
  return value !== null && Number.isInteger(value) && value >= 1 ? (value as Slot) : null;
}

function unroutedOf(value: unknown): readonly UnroutedMaterial[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((line: unknown) => {
    if (typeof line !== 'object' || line === null) return [];
    if (!('productName' in line) || !('quantity' in line)) return [];
    const { productName, quantity } = line;
    return typeof productName === 'string' && isKg(quantity) ? [{ productName, quantity }] : [];
  });
}

/** One column for each of the 15 components. */
function columns<Name extends string, Value>(
  make: (equipment: Equipment) => readonly [Name, Value],
): Record<Name, Value> {
  return Object.fromEntries(EQUIPMENT.map(make)) as Record<Name, Value>;
}

/** Cuts by characters as PostgreSQL counts them, not by UTF-16 halves. */
function cut(text: string, limitChars: number): string {
  return [...text].slice(0, limitChars).join('');
}
