import { z } from 'zod';
import { alarmView } from './alarms.ts';
import { CONSEQUENCE_KEYS } from './consequences.ts';
import {
  batchPhase,
  componentKey,
  components,
  historyStatus,
  kgOrNull,
  materials,
  resultQuestion,
  time,
  tolerances,
} from './values.ts';

/** A batch in the queue, under the plant's names. */
export const batchView = z.object({
  batch_no: z.number().int(),
  mo_id: z.string(),
  equipment: z.string(),
  consumption: z.number(),
  finished_goods: z.string().nullable(),
  status_manufacturing: z.boolean(),
  status_operation: z.boolean(),
  actual_finished_goods: kgOrNull,
  target_consumptions: components,
  actual_consumptions: components,
  last_read_from_plc: time.nullable(),
  last_changed: time.nullable(),
  phase: batchPhase,
  /** Since when it is in this phase; null where nobody saw it begin. */
  phase_since: time.nullable(),
  load_id: z.string().nullable(),
  /** Its load was released to the PLC. */
  written_at: time.nullable(),
  /** The PLC has read its load. */
  accepted_at: time.nullable(),
  running_seen_at: time.nullable(),
  first_dosing_at: time.nullable(),
  finished_at: time.nullable(),
  /** While it runs: the component whose weight changed last; null before the first change that was seen. */
  current_component: componentKey.nullable(),
  materials,
  tolerances,
  /** Why its result waits for an operator; null when it does not, or when an operator holds it by hand. */
  question: resultQuestion.nullable(),
  faults: z.array(z.string()),
  not_routed: z.array(z.object({ product: z.string(), kg: z.number() })),
});

export const batchStatusView = z.object({
  total_batches: z.number().int(),
  active_batches: z.number().int(),
  completed_batches: z.number().int(),
  is_empty: z.boolean(),
  /** The database could not be asked: these are the batches that it last told. */
  remembered: z.boolean(),
  batches: z.array(batchView),
});

export const historyView = z.object({
  id: z.string(),
  batch_no: z.number().int().nullable(),
  mo_id: z.string(),
  finished_goods: z.string().nullable(),
  status: historyStatus.nullable(),
  notes: z.string().nullable(),
  actual_weight: kgOrNull,
  target_consumptions: components,
  actual_consumptions: components,
  archived_at: time.nullable(),
});

export const historyPageView = z.object({
  total: z.number().int(),
  limit: z.number().int(),
  offset: z.number().int(),
  histories: z.array(historyView),
});

export const failedPushView = z.object({
  mo_id: z.string(),
  batch_no: z.number().int(),
  finished_goods: z.string().nullable(),
  kind: z.enum(['completed', 'failed']),
  state: z.enum(['waiting', 'parked', 'held', 'confirmed']),
  attempts: z.number().int(),
  last_error: z.string().nullable(),
  error_code: z.string().nullable(),
  refused_lines: z.array(z.object({ equipment: z.string(), message: z.string() })),
  next_attempt_at: time.nullable(),
  since: time,
});

export const failedToPushView = z.object({ total: z.number().int(), batches: z.array(failedPushView) });

/** What a run by hand came to. */
export const taskRunView = z.object({
  task: z.number().int(),
  outcome: z.enum(['done', 'skipped', 'failed']),
  message: z.string(),
  code: z.string().nullable(),
  finished_at: time,
});

export const taskView = z.object({
  task: z.number().int(),
  name: z.string(),
  enabled: z.boolean(),
  interval_seconds: z.number(),
  running: z.boolean(),
  last_run: z
    .object({
      started_at: time,
      ended_at: time,
      duration_ms: z.number(),
      cause: z.enum(['interval', 'wake', 'manual']),
      outcome: z.enum(['done', 'skipped', 'failed']),
      message: z.string(),
      code: z.string().nullable(),
    })
    .nullable(),
  next_run_at: time.nullable(),
  runs: z.number().int(),
  failures_in_a_row: z.number().int(),
});

export const linkView = z.object({
  state: z.enum(['unknown', 'up', 'down']),
  last_good_at: time.nullable(),
  /** Why it is down, or what the other side complains about; null when all is well. */
  trouble: z.string().nullable(),
});

export const healthView = z.object({
  mode: z.enum(['production', 'training']),
  started_at: time,
  /** This station commands the PLC; otherwise it only shows. */
  leader: z.boolean(),
  /** Name of the station that commands; null while nobody does or it is not known. */
  leader_name: z.string().nullable(),
  plc: linkView.extend({ mode: z.enum(['program', 'monitor', 'run', 'unknown']) }),
  odoo: linkView,
  database: linkView,
  outbox: z.object({ waiting: z.number(), parked: z.number(), held: z.number(), confirmed: z.number() }),
  alarms: z.array(alarmView),
  tasks: z.array(taskView),
  /** Counters of the PLC link since the start. */
  fins: z.object({
    sent: z.number(),
    answered: z.number(),
    timeouts: z.number(),
    late: z.number(),
    duplicate: z.number(),
    foreign: z.number(),
    malformed: z.number(),
    retries: z.number(),
    endCodeErrors: z.number(),
    sendErrors: z.number(),
    socketsOpened: z.number(),
    roundTripMs: z.object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() }).nullable(),
  }),
});

export const settingView = z.object({
  key: z.string(),
  names: z.array(z.string()),
  value: z.string().nullable(),
  unit: z.string().nullable(),
  default: z.string().nullable(),
  range: z.string(),
  source: z.enum(['default', 'file', 'environment']),
  secret: z.boolean(),
  /** Takes effect as soon as it is changed; the others at the next start. */
  live: z.boolean(),
  /** Was changed since the start, and counts from the next one. */
  pending_restart: z.boolean(),
  about: z.string(),
});

export const auditView = z.object({
  id: z.string(),
  at: time,
  actor: z.string(),
  station: z.string(),
  command: z.string(),
  mo_id: z.string().nullable(),
  input: z.unknown(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  outcome: z.enum(['started', 'done', 'refused', 'failed']),
  code: z.string().nullable(),
  message: z.string().nullable(),
});

export const logLineView = z.object({
  at: time,
  level: z.string(),
  module: z.string(),
  message: z.string(),
  batch_no: z.string().nullable(),
  mo_id: z.string().nullable(),
});

/** One READ slot as the PLC shows it. */
export const plcSlotView = z.object({
  slot: z.number().int(),
  state: z.enum(['blank', 'valid', 'faulty']),
  mo_id: z.string().nullable(),
  finished_goods: z.string().nullable(),
  quantity: kgOrNull,
  actual_consumptions: components.nullable(),
  status_manufacturing: z.number().int().nullable(),
  status_operation: z.number().int().nullable(),
  weight: kgOrNull,
  status_read_data: z.number().int().nullable(),
  faults: z.array(z.string()),
  words: z.array(z.number().int()),
});

export const equipmentFailureView = z.object({
  id: z.string(),
  equipment_code: z.string(),
  equipment_name: z.string().nullable(),
  description: z.string(),
  failure_type: z.string().nullable(),
  failure_date: time,
  is_resolved: z.boolean(),
  source: z.string(),
  severity: z.string(),
});

/** One thing that a command changes; the operator's text for it is made from `key` and `values`. */
export const consequenceView = z.object({
  key: z.enum(CONSEQUENCE_KEYS),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** What a command would change, before it is done. */
export const previewView = z.object({
  /** Null: it may be done now. Otherwise why not. */
  refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
  plc: z.array(consequenceView),
  database: z.array(consequenceView),
  odoo: z.array(consequenceView),
});

export type BatchView = z.output<typeof batchView>;
export type BatchStatusView = z.output<typeof batchStatusView>;
export type HistoryView = z.output<typeof historyView>;
export type HistoryPageView = z.output<typeof historyPageView>;
export type FailedPushView = z.output<typeof failedPushView>;
export type FailedToPushView = z.output<typeof failedToPushView>;
export type TaskRunView = z.output<typeof taskRunView>;
export type TaskView = z.output<typeof taskView>;
export type HealthView = z.output<typeof healthView>;
export type LinkView = z.output<typeof linkView>;
export type PlcSlotView = z.output<typeof plcSlotView>;
export type AuditView = z.output<typeof auditView>;
export type LogLineView = z.output<typeof logLineView>;
export type SettingView = z.output<typeof settingView>;
export type ConsequenceView = z.output<typeof consequenceView>;
export type PreviewView = z.output<typeof previewView>;
