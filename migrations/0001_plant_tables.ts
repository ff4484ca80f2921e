import type { Kysely } from 'kysely';
import { EQUIPMENT, type Equipment } from '../shared/domain/equipment.ts';
import { type Column, createOrAdopt } from './plant-table.ts';

const ID: Column = { name: 'id', type: 'uuid', primaryKey: true, byDefault: 'gen_random_uuid()' };

/** The columns of one component: its fixed id, material, target and actual weight in kg. */
function componentColumns(equipment: Equipment): Column[] {
  const { id, key, odooCode } = equipment;
  const idColumn = key.startsWith('lq_') ? odooCode : key;
  return [
    { name: idColumn, type: 'integer', notNull: true, byDefault: String(id) },
    { name: `component_${key}_name`, type: 'varchar(64)' },
    { name: `consumption_${key}`, type: 'double precision' },
    { name: `actual_consumption_${key}`, type: 'double precision' },
  ];
}

/** What mo_batch and mo_histories have in common. */
const BATCH_COLUMNS: readonly Column[] = [
  ID,
  { name: 'batch_no', type: 'integer', notNull: true },
  { name: 'mo_id', type: 'varchar(64)', notNull: true },
  { name: 'consumption', type: 'numeric(18,3)', notNull: true },
  { name: 'equipment_id_batch', type: 'varchar(64)', notNull: true },
  { name: 'finished_goods', type: 'varchar(128)' },
  ...EQUIPMENT.flatMap(componentColumns),
  { name: 'status_manufacturing', type: 'boolean', notNull: true, byDefault: 'false' },
  { name: 'status_operation', type: 'boolean', notNull: true, byDefault: 'false' },
  { name: 'actual_weight_quantity_finished_goods', type: 'numeric(18,3)' },
  { name: 'last_read_from_plc', type: 'timestamptz' },
];

const FAILURE_COLUMNS: readonly Column[] = [
  ID,
  { name: 'equipment_code', type: 'varchar(64)', notNull: true },
  { name: 'equipment_name', type: 'varchar(128)' },
  { name: 'description', type: 'text', notNull: true },
  { name: 'failure_type', type: 'varchar(64)' },
  // UTC without a zone, as Odoo takes it.
  { name: 'failure_date', type: 'timestamp', notNull: true },
  { name: 'created_at', type: 'timestamptz', byDefault: 'now()' },
  { name: 'updated_at', type: 'timestamptz', byDefault: 'now()' },
  { name: 'is_resolved', type: 'boolean', notNull: true, byDefault: 'false' },
  { name: 'resolved_at', type: 'timestamptz' },
  { name: 'resolution_notes', type: 'text' },
  { name: 'source', type: 'varchar(32)', notNull: true, byDefault: `'plc'` },
  { name: 'severity', type: 'varchar(32)', notNull: true, byDefault: `'medium'` },
];

const LOG_COLUMNS: readonly Column[] = [
  ID,
  { name: 'timestamp', type: 'timestamptz', notNull: true },
  { name: 'level', type: 'varchar(16)', notNull: true },
  { name: 'module', type: 'varchar(255)', notNull: true },
  { name: 'message', type: 'text', notNull: true },
  { name: 'batch_no', type: 'varchar(64)' },
  { name: 'mo_id', type: 'varchar(64)' },
];

/** The tables that the plant's own programs and reports know, under their names. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createOrAdopt(db, 'mo_batch', [
    ...BATCH_COLUMNS,
    { name: 'update_odoo', type: 'boolean', notNull: true, byDefault: 'false' },
    { name: 'odoo_cancelled', type: 'boolean', notNull: true, byDefault: 'false' },
  ]);
  await createOrAdopt(db, 'mo_histories', [
    ...BATCH_COLUMNS,
    { name: 'status', type: 'varchar(20)', notNull: true, byDefault: `'completed'` },
    { name: 'notes', type: 'text' },
  ]);
  await createOrAdopt(db, 'equipment_failure', FAILURE_COLUMNS, [
    'unique (equipment_code, failure_date, description)',
  ]);
  await createOrAdopt(db, 'system_log', LOG_COLUMNS);
}
