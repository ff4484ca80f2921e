import { z } from 'zod';
import { query } from './declare.ts';
import { componentKey, dayText, kgOrNull, nothing, time } from './values.ts';

export const EQUIPMENT_STATES = ['idle', 'dosing', 'fault', 'unknown'] as const;

const failure = z.object({ at: time, description: z.string(), resolved: z.boolean() });

export const equipmentView = z.object({
  key: componentKey,
  /** 101..115, as the PLC has it. */
  id: z.number().int(),
  /** Odoo's code: `silo101`. */
  code: z.string(),
  name: z.string(),
  /** What it holds by the running batch, else what it usually holds. */
  material: z.string(),
  /** `fault`: a failure that nobody has acknowledged; `unknown`: the PLC does not answer. */
  state: z.enum(EQUIPMENT_STATES),
  last_failure: failure.nullable(),
  failures_30d: z.number().int(),
  /** Batches that ended since plant-local midnight; the deviation is that of the completed ones. */
  today: z.object({ kg: z.number(), batches: z.number().int(), deviation_percent: z.number().nullable() }),
  /** The batch that is being dosed, if it needs this equipment. */
  running: z.object({ mo_id: z.string(), target: kgOrNull, actual: kgOrNull }).nullable(),
});

export const equipmentHistoryView = z.object({
  key: componentKey,
  /** Every day by the plant's clock, also days without a batch. */
  days: z.array(z.object({ day: dayText, kg: z.number(), batches: z.number().int() })),
  /** Newest first, at most 200. */
  failures: z.array(failure),
});

export const equipmentQueries = {
  equipment: query(
    'The 13 silos and 2 tanks: state, failures, totals of today.',
    nothing,
    z.object({ equipment: z.array(equipmentView) }),
  ),
  equipmentHistory: query(
    'One silo or tank, day by day, and its failures.',
    z.object({ key: componentKey, days: z.number().int().min(1).max(366).default(30) }),
    equipmentHistoryView,
  ),
} as const;

export type EquipmentView = z.output<typeof equipmentView>;
export type EquipmentHistoryView = z.output<typeof equipmentHistoryView>;
