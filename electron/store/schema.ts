import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AlarmChangeKind, AlarmPriority } from '../../shared/contract/alarms.ts';
import type { ComponentKey } from '../../shared/domain/equipment.ts';
import type { EpochMs } from '../domain/batch.ts';

/**
 * The tables as Kysely sees them. Values that an adopted database may lack are nullable here even where
 * our own migrations would not allow it.
 */
export interface Schema {
  mo_batch: MoBatchTable;
  mo_histories: MoHistoriesTable;
  equipment_failure: EquipmentFailureTable;
  system_log: SystemLogTable;
  load: LoadTable;
  load_slot: LoadSlotTable;
  station_epoch: StationEpochTable;
  command_audit: CommandAuditTable;
  alarm_event: AlarmEventTable;
}

/** Read as milliseconds since 1970; written as ISO text in UTC (see `timestampOf`). */
export type Timestamp = ColumnType<EpochMs, string, string>;
export type NullableTimestamp = ColumnType<EpochMs | null, string | null, string | null>;

/** A number that may also be NaN or Infinity in the database; the row mapping decides. */
type NullableNumber = number | null;

/** `silo_a` .. `silo_m`, `lq114`, `lq115`: the columns that hold the equipment ids 101..115. */
export type EquipmentIdColumn = Exclude<ComponentKey, 'lq_tetes' | 'lq_fml'> | 'lq114' | 'lq115';
export type MaterialColumn = `component_${ComponentKey}_name`;
export type TargetColumn = `consumption_${ComponentKey}`;
export type ActualColumn = `actual_consumption_${ComponentKey}`;

export type ComponentColumns = Record<EquipmentIdColumn, number> &
  Record<MaterialColumn, string | null> &
  Record<TargetColumn, NullableNumber> &
  Record<ActualColumn, NullableNumber>;

/** What mo_batch and mo_histories have in common. */
export type BatchColumns = ComponentColumns & {
  id: Generated<string>;
  batch_no: number;
  mo_id: string;
  consumption: NullableNumber;
  equipment_id_batch: string;
  finished_goods: string | null;
  status_manufacturing: boolean;
  status_operation: boolean;
  actual_weight_quantity_finished_goods: NullableNumber;
  last_read_from_plc: NullableTimestamp;
} & LifeColumns;

/** The columns that our migrations add to both tables. */
export interface LifeColumns {
  slot: number | null;
  load_id: string | null;
  result_id: string | null;
  fetched_at: NullableTimestamp;
  written_at: NullableTimestamp;
  accepted_at: NullableTimestamp;
  running_seen_at: NullableTimestamp;
  first_dosing_at: NullableTimestamp;
  last_changed_at: NullableTimestamp;
  finished_at: NullableTimestamp;
  result_applied_at: NullableTimestamp;
  acknowledged_at: NullableTimestamp;
  confirmed_by_odoo_at: NullableTimestamp;
  failure_noted: boolean | null;
  bom_code: string | null;
  bom_quantity: NullableNumber;
  /** Written as JSON text. */
  unrouted: ColumnType<unknown, string | null, string | null>;
  result_words: number[] | null;
}

export type MoBatchTable = BatchColumns & {
  update_odoo: boolean;
  odoo_cancelled: boolean;
};

export type MoHistoriesTable = BatchColumns & {
  status: string;
  notes: string | null;
  archived_at: NullableTimestamp;
};

export interface EquipmentFailureTable {
  id: Generated<string>;
  equipment_code: string;
  equipment_name: string | null;
  description: string;
  failure_type: string | null;
  /** UTC without a zone. */
  failure_date: Timestamp;
  created_at: NullableTimestamp;
  updated_at: NullableTimestamp;
  is_resolved: Generated<boolean>;
  resolved_at: NullableTimestamp;
  resolution_notes: string | null;
  source: Generated<string>;
  severity: Generated<string>;
}

export interface SystemLogTable {
  id: Generated<string>;
  timestamp: Timestamp;
  level: string;
  module: string;
  message: string;
  batch_no: string | null;
  mo_id: string | null;
}

export interface LoadTable {
  id: string;
  created_at: Timestamp;
  state: string;
  profile: string;
  epoch: number | null;
  arming_at: NullableTimestamp;
  armed_at: NullableTimestamp;
  accepted_at: NullableTimestamp;
  /** Order in which loads began; created_at may jump with the clock. */
  sequence: GeneratedAlways<number>;
}

export interface LoadSlotTable {
  load_id: string;
  slot: number;
  mo_id: string | null;
  words: number[];
  read_before_mo: string | null;
  read_before_words: number[];
}

export interface StationEpochTable {
  lock_key: string;
  epoch: number;
  taken_at: Timestamp;
  /** Null for a station that gave none. */
  station_name: string | null;
}

export interface CommandAuditTable {
  id: string;
  at: Timestamp;
  ended_at: NullableTimestamp;
  actor: string;
  station: string;
  command: string;
  mo_id: string | null;
  input: ColumnType<unknown, string, string>;
  before: ColumnType<unknown, string | null, string | null>;
  after: ColumnType<unknown, string | null, string | null>;
  reason: string | null;
  outcome: string;
  code: string | null;
  message: string | null;
}

export interface AlarmEventTable {
  id: string;
  /** Order in which changes were stored; several have the same millisecond. */
  sequence: GeneratedAlways<number>;
  alarm_id: string;
  at: Timestamp;
  change: AlarmChangeKind;
  code: string;
  subject: string;
  message: string;
  cause: ColumnType<unknown, string | null, string | null>;
  priority: AlarmPriority;
  mo_id: string | null;
  slot: number | null;
  actor: string | null;
  note: string | null;
  until: NullableTimestamp;
}
