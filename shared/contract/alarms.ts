import { z } from 'zod';
import { causeView } from './causes.ts';
import { command, query } from './declare.ts';
import { moId, nothing, reason, slotNumber, time } from './values.ts';

/**
 * Where an alarm stands (ISA-18.2). `gone` is none of these: such an alarm is in the history only.
 * `cleared-unacknowledged`: its cause is gone, and nobody has seen it yet.
 */
export const ALARM_STATES = [
  'active-unacknowledged',
  'active-acknowledged',
  'cleared-unacknowledged',
  'shelved',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** 1: act at once. 2: act soon. 3: take note. */
export const ALARM_PRIORITIES = [1, 2, 3] as const;
export type AlarmPriority = (typeof ALARM_PRIORITIES)[number];

/** What an alarm comes from. Of several that come together from one of these, the first is marked. */
export const ALARM_GROUPS = ['PLC', 'SLOT', 'BATCH', 'EQUIPMENT', 'ODOO', 'STORE', 'STATION'] as const;
export type AlarmGroup = (typeof ALARM_GROUPS)[number];

/** What happens to an alarm, as its history tells it. */
export const ALARM_CHANGES = [
  'raised',
  /** The first time that it was found to hold still after a restart. */
  'confirmed',
  'reworded',
  'cleared',
  'acknowledged',
  'shelved',
  'unshelved',
  'commented',
  'dropped',
] as const;
export type AlarmChangeKind = (typeof ALARM_CHANGES)[number];

/** What people are told about outside the screens: a desktop notification, a sound. */
export const NOTIFICATION_KINDS = [
  'batch-failed',
  'equipment-failure',
  'result-refused',
  'plc-link-lost',
  'intake-blocked',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** An alarm is shelved for five minutes to a day. */
export const SHELVE_MINUTES = { min: 5, max: 1440 } as const;

const alarmPriority = z.literal(ALARM_PRIORITIES);

export const alarmView = z.object({
  id: z.string(),
  code: z.string(),
  subject: z.string(),
  /** Why, in English. */
  message: z.string(),
  /** Why, for the screen's language; null where only the message has it: somebody else's words. */
  cause: causeView.nullable(),
  raised_at: time,
  state: z.enum(ALARM_STATES),
  priority: alarmPriority,
  group: z.enum(ALARM_GROUPS),
  /** The cause is still there; a shelved alarm may have lost its cause meanwhile. */
  holds: z.boolean(),
  /** `when-acknowledged`: something that happened; it ends as soon as somebody has acknowledged it. */
  ends: z.enum(['with-its-cause', 'when-acknowledged']),
  mo_id: moId.nullable(),
  slot: slotNumber.nullable(),
  /** Path of the screen that it belongs to. */
  place: z.string(),
  acknowledged_at: time.nullable(),
  acknowledged_by: z.string().nullable(),
  cleared_at: time.nullable(),
  shelved_until: time.nullable(),
  shelved_by: z.string().nullable(),
  shelved_reason: z.string().nullable(),
  comment: z.string().nullable(),
  /** The first of several of its group that came within seconds of one another. */
  first_out: z.boolean(),
  /** How often it came within the last minute before it was raised last. */
  count: z.number().int(),
});

export const alarmChangeView = z.object({
  id: z.string(),
  alarm_id: z.string(),
  at: time,
  change: z.enum(ALARM_CHANGES),
  code: z.string(),
  subject: z.string(),
  /** Why, in English. */
  message: z.string(),
  /** Why, for the screen's language; null where only the message has it: somebody else's words. */
  cause: causeView.nullable(),
  priority: alarmPriority,
  mo_id: z.string().nullable(),
  slot: z.number().int().nullable(),
  /** Who did it; null for what happened by itself. */
  actor: z.string().nullable(),
  /** A reason or a comment. */
  note: z.string().nullable(),
  /** Until when it is shelved. */
  until: time.nullable(),
});

export const notificationView = z.object({
  id: z.string(),
  alarm_id: z.string(),
  at: time,
  /** Chooses the title's text; see `notificationText`. */
  kind: z.enum(NOTIFICATION_KINDS),
  priority: alarmPriority,
  /** The alarm's code, which chooses what is to be done; what it is about; how often since the one before. */
  values: z.object({ code: z.string(), subject: z.string(), times: z.number().int().min(1) }),
  mo_id: z.string().nullable(),
  /** Path of the screen to open. */
  place: z.string(),
});

const range = z.object({ from: time.optional(), to: time.optional() });
const ofAlarm = { code: z.string(), subject: z.string() };
const alarmId = z.string().min(1).max(64);
const changed = z.object({ changed: z.number().int(), message: z.string() });
const operator = { role: 'operator', reason: 'optional', needs: [] } as const;

export const alarmQueries = {
  alarms: query(
    'Every alarm that is open: active, shelved, or cleared and not yet acknowledged; oldest first.',
    nothing,
    z.object({ alarms: z.array(alarmView) }),
  ),
  alarmHistory: query(
    'What happened to alarms, newest first.',
    range.extend({
      code: z.string().max(64).optional(),
      subject: z.string().max(200).optional(),
      change: z.enum(ALARM_CHANGES).optional(),
      /** `next_cursor` of the page before. */
      cursor: z
        .string()
        .regex(/^\d{1,15}\.\d{1,15}$/)
        .optional(),
      limit: z.number().int().min(1).max(1000).default(100),
    }),
    z.object({
      changes: z.array(alarmChangeView),
      next_cursor: z.string().nullable(),
      /** Changes that wait for the database. */
      waiting: z.number().int(),
      /** Changes that were lost since the start, because the database was away for too long. */
      lost: z.number().int(),
    }),
  ),
  alarmLoad: query(
    'How many alarms there were (EEMUA 191): the last 24 hours, or another range of at most 31 days.',
    range,
    z.object({
      from: time,
      to: time,
      per_hour: z.array(z.object({ hour: time, count: z.number().int() })),
      /** Periods with more than 10 alarms in 10 minutes. */
      floods: z.array(z.object({ from: time, to: time, count: z.number().int() })),
      worst: z.array(z.object({ ...ofAlarm, count: z.number().int() })),
      /** Raised three times or more within a minute. */
      chattering: z.array(z.object({ ...ofAlarm, count_per_minute_max: z.number().int() })),
      /** Active for more than 24 hours now, whatever the range. */
      stale: z.array(z.object({ id: z.string(), ...ofAlarm, raised_at: time, place: z.string() })),
    }),
  ),
  notifications: query(
    'The last hundred notifications since the start, newest first.',
    nothing,
    z.object({
      /** `stands`: the alarm is still active or not yet acknowledged. */
      notifications: z.array(notificationView.extend({ stands: z.boolean() })),
    }),
  ),
} as const;

export const alarmCommands = {
  acknowledgeAlarm: command(
    'Note that alarms were seen; one that has no lasting cause, such as an equipment failure, ends with it.',
    operator,
    z.union([
      z.object({ ids: z.array(alarmId).min(1).max(500) }),
      z.object({ code: z.string().min(1).max(64), subject: z.string().min(1).max(200) }),
    ]),
    changed,
  ),
  shelveAlarm: command(
    'Put an alarm aside for some time; it comes back by itself.',
    { ...operator, reason: 'required' },
    z.object({ id: alarmId, minutes: z.number().int().min(SHELVE_MINUTES.min).max(SHELVE_MINUTES.max) }),
    changed,
  ),
  unshelveAlarm: command('Take a shelved alarm back.', operator, z.object({ id: alarmId }), changed),
  commentAlarm: command(
    'Write a comment to an alarm; it takes the place of the one before.',
    operator,
    z.object({ id: alarmId, text: reason }),
    changed,
  ),
} as const;

export type AlarmView = z.output<typeof alarmView>;
export type AlarmChangeView = z.output<typeof alarmChangeView>;
export type NotificationView = z.output<typeof notificationView>;
