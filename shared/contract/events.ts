import { z } from 'zod';
import { notificationView } from './alarms.ts';
import { historyStatus, slotNumber, taskNumber, time } from './values.ts';

/** What a station tells by itself, after it is durable. A screen reads again what the event concerns. */
export const stationEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load-armed'), loadId: z.string(), moIds: z.array(z.string()) }),
  z.object({ kind: z.literal('load-accepted'), loadId: z.string() }),
  z.object({ kind: z.literal('batch-changed'), moId: z.string(), slot: slotNumber }),
  z.object({
    kind: z.literal('batch-ended'),
    moId: z.string(),
    slot: slotNumber,
    result: z.enum(['completed', 'failed']),
  }),
  z.object({ kind: z.literal('batch-acknowledged'), moId: z.string(), slot: slotNumber }),
  z.object({ kind: z.literal('batch-archived'), moId: z.string(), status: historyStatus }),
  z.object({ kind: z.literal('report-changed'), moId: z.string() }),
  /** TASK 2 has read these slots, changed or not. */
  z.object({ kind: z.literal('batch-read'), slots: z.array(slotNumber), readAt: time }),
  /** An equipment failure is in the plant's table. */
  z.object({ kind: z.literal('failure-recorded'), equipmentCode: z.string() }),
  z.object({ kind: z.literal('alarm-raised'), code: z.string(), subject: z.string(), message: z.string() }),
  z.object({ kind: z.literal('alarm-cleared'), code: z.string(), subject: z.string() }),
  /** It was acknowledged, shelved, taken back, commented. */
  z.object({ kind: z.literal('alarm-changed'), id: z.string() }),
  /** Somebody should be told, also without looking at a screen. */
  z.object({ kind: z.literal('notification'), notification: notificationView }),
  z.object({
    kind: z.literal('task-ended'),
    task: taskNumber,
    outcome: z.enum(['done', 'skipped', 'failed']),
  }),
  z.object({ kind: z.literal('command-done'), command: z.string(), actor: z.string() }),
  z.object({ kind: z.literal('settings-changed') }),
  z.object({ kind: z.literal('link-changed'), link: z.enum(['plc', 'odoo', 'database']) }),
]);

export type StationEvent = z.output<typeof stationEvent>;
export type Publish = (event: StationEvent) => void;
