import { z } from 'zod';
import { alarmCommands, alarmQueries } from './alarms.ts';
import { analyticsQueries } from './analytics.ts';
import { type CommandDeclaration, command, type QueryDeclaration, query } from './declare.ts';
import { diagnosticsQueries } from './diagnostics.ts';
import { equipmentQueries } from './equipment.ts';
import { historyQueries } from './history.ts';
import { decodedFieldView, overviewQueries, timelineView } from './overview.ts';
import { historyStatus, moId, nothing, page, slotNumber, taskNumber, time } from './values.ts';
import {
  auditView,
  batchStatusView,
  batchView,
  equipmentFailureView,
  failedToPushView,
  healthView,
  historyPageView,
  historyView,
  logLineView,
  plcSlotView,
  settingView,
  taskRunView,
  taskView,
} from './views.ts';

const moIds = z.array(moId).min(1).max(500);
/** A word address and a count of words that lie in the DM area. */
const wordRange = z
  .object({ address: z.number().int().min(0).max(32_767), count: z.number().int().min(1).max(729) })
  .refine(({ address, count }) => address + count <= 32_768, 'reaches beyond D32767');
const changed = z.object({ changed: z.number().int(), message: z.string() });
const changedSettings = z.object({ message: z.string(), settings: z.array(settingView) });
const operator = { role: 'operator', reason: 'optional' } as const;
const supervisor = { role: 'supervisor', reason: 'required' } as const;

/** Everything that a screen or a dashboard can ask of a station. */
export const QUERIES = {
  health: query('Links, right to command, outbox, alarms, tasks.', nothing, healthView),
  batchStatus: query('The batches in the queue.', nothing, batchStatusView),
  batch: query(
    'One batch in the queue with its raw words and life.',
    z.object({ mo_id: moId }),
    z.object({
      batch: batchView,
      /** The READ slot as it was last read, raw and decoded; empty when it does not show this order. */
      words: z.array(z.number().int()),
      fields: z.array(decodedFieldView),
      life: z.record(z.string(), time.nullable()),
      timeline: timelineView,
    }),
  ),
  failedToPush: query('Results that are not in Odoo, with their causes.', nothing, failedToPushView),
  history: query(
    'What ran, newest first.',
    page.extend({ status: historyStatus.optional() }),
    historyPageView,
  ),
  historyOf: query(
    'Every time that one order ran.',
    z.object({ mo_id: moId }),
    z.object({ histories: z.array(historyView) }),
  ),
  ...alarmQueries,
  tasks: query('Each task with its last and next run.', nothing, z.object({ tasks: z.array(taskView) })),
  logs: query(
    'Lines of the log, newest first.',
    page.extend({
      task: taskNumber.optional(),
      level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
      module: z.string().min(1).max(255).optional(),
      from: time.optional(),
      /** Before. */
      to: time.optional(),
      mo_id: moId.optional(),
      text: z.string().max(200).optional(),
    }),
    z.object({ total: z.number().int(), lines: z.array(logLineView) }),
  ),
  equipmentFailures: query(
    'Equipment failures, newest first.',
    page,
    z.object({ total: z.number().int(), failures: z.array(equipmentFailureView) }),
  ),
  audit: query(
    'Who did what by hand, newest first.',
    page.extend({
      mo_id: moId.optional(),
      actor: z.string().min(1).max(128).optional(),
      command: z.string().min(1).max(64).optional(),
      outcome: z.enum(['started', 'done', 'refused', 'failed']).optional(),
      from: time.optional(),
      /** Before. */
      to: time.optional(),
    }),
    z.object({ total: z.number().int(), entries: z.array(auditView) }),
  ),
  settings: query(
    'Every setting with where its value comes from.',
    nothing,
    z.object({ settings: z.array(settingView) }),
  ),
  plcSlots: query(
    "What the PLC's READ slots show now, decoded and as raw words; asks the PLC.",
    z.object({ slot: slotNumber.optional() }),
    z.object({ read_at: time, slots: z.array(plcSlotView) }),
  ),
  tableRows: query(
    'Rows of a plant table as they are.',
    page.extend({ table: z.enum(['mo_batch', 'mo_histories']) }),
    z.object({ total: z.number().int(), rows: z.array(z.record(z.string(), z.unknown())) }),
  ),
  plcConfig: query(
    'Address, memory map and mode of the PLC.',
    nothing,
    z.object({
      host: z.string(),
      port: z.number().int(),
      client_node: z.number().int().nullable(),
      plc_node: z.number().int().nullable(),
      profile: z.string(),
      slots: z.number().int(),
      gate: z.enum(['first-slot', 'per-slot']),
      acknowledge: z.enum(['finished', 'every-read']),
      read_area: z.object({ base: z.number(), stride: z.number(), length: z.number() }),
      write_area: z.object({ base: z.number(), stride: z.number(), length: z.number() }),
    }),
  ),
  ...overviewQueries,
  ...historyQueries,
  ...analyticsQueries,
  ...equipmentQueries,
  ...diagnosticsQueries,
} as const satisfies Record<string, QueryDeclaration>;

/** Everything that can be done by hand. Each can be previewed, is checked by phase and role, and is recorded. */
export const COMMANDS = {
  runTask: command(
    'Run a task now.',
    { ...operator, needs: [] },
    z.object({ task: taskNumber }),
    taskRunView,
  ),
  setTask: command(
    'Switch a task on or off, or change its interval.',
    { role: 'supervisor', reason: 'optional', needs: [] },
    z.object({
      task: taskNumber,
      enabled: z.boolean().optional(),
      interval_seconds: z.number().min(0.2).max(604_800).optional(),
    }),
    taskView.extend({
      /** Why the change holds only until the next start; null when it is kept in the settings file. */
      until_restart: z.string().nullable(),
    }),
  ),
  setSetting: command(
    'Change one setting in the settings file, or take it back to its default with null.',
    { role: 'supervisor', reason: 'optional', needs: [] },
    z.object({
      name: z.string().min(1).max(64),
      value: z.union([z.string().trim().min(1).max(512), z.number(), z.boolean()]).nullable(),
    }),
    changedSettings,
  ),
  applyPreset: command(
    "Give all tasks the cycle times of a preset; the settings file's own cycle times are taken out.",
    { role: 'supervisor', reason: 'optional', needs: [] },
    z.object({ preset: z.enum(['responsive', 'concept-paper', 'conservative']) }),
    changedSettings,
  ),
  setScheduler: command(
    "Switch all tasks' timers off, or on again as they are configured.",
    { role: 'supervisor', reason: 'optional', needs: [] },
    z.object({ enabled: z.boolean() }),
    z.object({ tasks: z.array(taskView) }),
  ),
  retryPush: command(
    'Send results to Odoo again now: those named, or all.',
    { ...operator, needs: ['database', 'odoo'] },
    z.object({ mo_ids: z.union([moIds, z.literal('all')]) }),
    changed,
  ),
  holdPush: command(
    'Keep a result from being sent.',
    { ...operator, reason: 'required', needs: [] },
    z.object({ mo_id: moId }),
    changed,
  ),
  releasePush: command(
    'Let a held result be sent; for a result with a question this is the answer "send it".',
    { ...supervisor, needs: [] },
    z.object({ mo_id: moId }),
    changed,
  ),
  acceptLeftOpen: command(
    'Archive a batch whose consumption Odoo has, though Odoo left its order open.',
    { ...supervisor, needs: ['database'] },
    z.object({ mo_id: moId }),
    changed,
  ),
  resetBatch: command(
    'Forget how a batch ended: status 0/0, to be read from the PLC again or written to it again.',
    { ...supervisor, needs: ['plc', 'database'] },
    z.object({
      mo_id: moId,
      clear_actuals: z.boolean().default(true),
      push_to_plc: z.boolean().default(false),
    }),
    changed,
  ),
  forceStatus: command(
    "Set a batch's status words in the PLC.",
    { ...supervisor, needs: ['plc', 'database'] },
    z.object({
      mo_id: moId,
      status_manufacturing: z.union([z.literal(0), z.literal(1)]).optional(),
      status_operation: z.union([z.literal(0), z.literal(1)]).optional(),
    }),
    changed,
  ),
  cancelBatch: command(
    'Take a batch out of the queue: archived as cancelled.',
    { ...supervisor, needs: ['database'] },
    z.object({ mo_id: moId, cancel_in_odoo: z.boolean().default(false) }),
    changed,
  ),
  releaseUnproven: command(
    'Take a batch as ended though nothing proves that it ran.',
    { ...supervisor, needs: ['plc', 'database'] },
    z.object({ mo_id: moId }),
    changed,
  ),
  startOver: command(
    'Open the WRITE gates and archive the whole queue as cancelled.',
    { ...supervisor, needs: ['plc', 'database'] },
    nothing,
    changed,
  ),
  clearQueue: command(
    'Archive the whole queue as cancelled; the PLC is not touched.',
    { ...supervisor, needs: ['database'] },
    nothing,
    changed,
  ),
  overrideGate: command(
    'Open the WRITE gate although the PLC does not say that it has read the last load.',
    { ...supervisor, needs: ['plc', 'database'] },
    nothing,
    changed,
  ),
  ...alarmCommands,
  setFlag: command(
    'Set or reset one handshake flag in the PLC.',
    { ...supervisor, needs: ['plc'] },
    z.object({
      flag: z.enum(['read', 'write', 'failure', 'weighing']),
      slot: slotNumber.default(1),
      value: z.union([z.literal(0), z.literal(1)]),
    }),
    changed,
  ),
  writeBatch: command(
    'Write one order into its slot again, as a load of its own.',
    { ...supervisor, needs: ['plc', 'database'] },
    z.object({ mo_id: moId }),
    changed,
  ),
  testRead: command(
    "Read words of the PLC's DM area.",
    { ...operator, needs: ['plc'] },
    wordRange,
    z.object({ address: z.number().int(), words: z.array(z.number().int()) }),
  ),
} as const satisfies Record<string, CommandDeclaration>;

export type QueryName = keyof typeof QUERIES;
export type CommandName = keyof typeof COMMANDS;
/** What a caller gives; defaults are filled in by the schema. */
export type QueryGiven<N extends QueryName> = z.input<(typeof QUERIES)[N]['input']>;
export type QueryInput<N extends QueryName> = z.output<(typeof QUERIES)[N]['input']>;
export type QueryOutput<N extends QueryName> = z.output<(typeof QUERIES)[N]['output']>;
export type CommandGiven<N extends CommandName> = z.input<(typeof COMMANDS)[N]['input']>;
export type CommandInput<N extends CommandName> = z.output<(typeof COMMANDS)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof COMMANDS)[N]['output']>;
