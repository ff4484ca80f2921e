import { z } from 'zod';
import { query } from './declare.ts';
import { dayText, kgOrNull, nothing, slotNumber, time } from './values.ts';

/** Whether new orders can come in, and if not why: the first of these that holds, from top to bottom. */
export const INTAKE_STATES = ['off', 'not-leader', 'blocked', 'waiting', 'ready'] as const;

/** How far the last load is: being written, waiting for the PLC to read it, read, given up by an operator. */
export const GATE_STATES = ['none', 'writing', 'waiting', 'read', 'given-up'] as const;

export const overviewView = z.object({
  read_at: time,
  /** Batches that ended since plant-local midnight, in Odoo or not: null while the database is away. What waits is counted now. */
  today: z.object({
    day: dayText,
    since: time,
    completed: z.number().int().nullable(),
    failed: z.number().int().nullable(),
    cancelled: z.number().int().nullable(),
    /** Results on their way to Odoo. */
    waiting_for_odoo: z.number().int(),
    /** Results that Odoo refused. */
    refused: z.number().int(),
    /** Results that wait for an operator's answer. */
    questions: z.number().int(),
  }),
  intake: z.object({
    state: z.enum(INTAKE_STATES),
    /** Null when the database has never answered. */
    in_queue: z.number().int().nullable(),
    /** Results that Odoo has not confirmed. */
    not_in_odoo: z.number().int(),
    next_check_at: time.nullable(),
    /** Why it is blocked, as an error code; null in every other state. */
    reason_code: z.string().nullable(),
  }),
  /** The newest load; `null` while the database cannot tell. */
  gate: z
    .object({
      load_id: z.string().nullable(),
      state: z.enum(GATE_STATES),
      since: time.nullable(),
      orders: z.number().int(),
    })
    .nullable(),
  /** The last 20 completed batches in the history, oldest first. */
  trends: z.array(
    z.object({
      id: z.string(),
      mo_id: z.string(),
      archived_at: time.nullable(),
      ended_at: time.nullable(),
      weight: kgOrNull,
      /** The order's quantity in kg. */
      target: kgOrNull,
      /** All that was dosed against all that was to be dosed. */
      deviation_percent: z.number().nullable(),
      /** First dosing to finished. */
      cycle_seconds: z.number().nullable(),
      /** End of the batch before, of the same load, to the first dosing of this one. */
      changeover_seconds: z.number().nullable(),
    }),
  ),
  /** Completed in the last 60 minutes; null while the database is away. */
  last_hour: z.object({ batches: z.number().int(), kg: z.number() }).nullable(),
  /** True: the database is away, so that counters and trends are missing. */
  history_missing: z.boolean(),
});

export const stationInfoView = z.object({
  leader: z.object({
    /** This station commands the PLC. */
    this: z.boolean(),
    /** Name of the station that commands; null while nobody does or it is not known. */
    name: z.string().nullable(),
    since: time.nullable(),
    /** Counts the changes of command. */
    epoch: z.number().int().nullable(),
  }),
  name: z.string(),
  version: z.string(),
  started_at: time,
  /** How late the program's event loop was, 99th percentile of the last ten seconds; null: not measured yet. */
  event_loop_delay_p99_ms: z.number().nullable(),
  /** Its longest stop since the start. */
  event_loop_longest_ms: z.number().nullable(),
});

/** One line of the batch's slot, as an operator reads it beside the raw words. */
export const decodedFieldView = z.object({
  /** DM word address of the field's first word. */
  address: z.number().int(),
  words: z.array(z.number().int()),
  /** `quantity`, `components.silo_a.consumption`, ... */
  field: z.string(),
  /** The value with a decimal point, a text as it is; hexadecimal words where they hold no such value. */
  text: z.string(),
});

export const TIMELINE_STEPS = [
  'fetched',
  'written',
  'armed',
  'accepted',
  'first-dosing',
  'finished',
  'acknowledged',
  'in-odoo',
  'archived',
] as const;

export const timelineView = z.array(z.object({ step: z.enum(TIMELINE_STEPS), at: time.nullable() }));

/** What the PLC's READ slot of a batch last showed; decoded words beside raw ones. */
export const slotReadingView = z.object({
  slot: slotNumber,
  read_at: time,
  fields: z.array(decodedFieldView),
});

export const overviewQueries = {
  overview: query(
    "The plant at a glance: today's counters, intake, last load, trends of the last batches.",
    nothing,
    overviewView,
  ),
  stationInfo: query('Who commands, version and health of this program.', nothing, stationInfoView),
} as const;

export type OverviewView = z.output<typeof overviewView>;
export type StationInfoView = z.output<typeof stationInfoView>;
export type DecodedFieldView = z.output<typeof decodedFieldView>;
export type TimelineView = z.output<typeof timelineView>;
export type IntakeState = (typeof INTAKE_STATES)[number];
