import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { AppError, messageOf } from '../../shared/errors.ts';
import { isKg, type Kg } from '../../shared/units.ts';
import type { EpochMs, ReportFault } from '../domain/batch.ts';
import type { PlantTime } from '../domain/plant-time.ts';
import type { EventArea, EventContent } from '../domain/plc-event.ts';
import { faultSchema } from './outbox-entry.ts';

/**
 * - waiting: to be reported to Odoo, now or at `nextAttemptAt`
 * - parked: Odoo refused it for good; only a person brings it back
 * - confirmed: Odoo has it
 * - quarantined: its words are no event; it is never reported
 */
export type EventState = 'waiting' | 'parked' | 'confirmed' | 'quarantined';

/** Something that the PLC announced through an area with a flag of its own. */
export interface EventEntry {
  readonly id: string;
  readonly area: EventArea;
  readonly content: EventContent;
  /** The block's raw words, its flag included. */
  readonly words: readonly number[];
  readonly state: EventState;
  readonly capturedAt: EpochMs;
  /** When it was committed in PostgreSQL; null: not yet, or none of it belongs there. */
  readonly storedAt: EpochMs | null;
  /** The last time that its flag was set, or found set. */
  readonly acknowledgedAt: EpochMs | null;
  /** How often its flag was set since it was last seen to hold. */
  readonly acknowledgements: number;
  /** When a report of it may first have reached Odoo. */
  readonly sentAt: EpochMs | null;
  readonly attempts: number;
  readonly lastFault: ReportFault | null;
  readonly nextAttemptAt: EpochMs | null;
  readonly confirmedAt: EpochMs | null;
  readonly confirmedNote: string | null;
  /** When a person took note of it. */
  readonly noticedAt: EpochMs | null;
}

/** A row of plc_event. */
export interface EventRow {
  readonly id: string;
  readonly area: EventArea;
  readonly content: string;
  readonly words: string;
  readonly state: EventState;
  readonly captured_at: number;
  readonly stored_at: number | null;
  readonly acknowledged_at: number | null;
  readonly acknowledgements: number;
  readonly sent_at: number | null;
  readonly attempts: number;
  readonly last_fault: string | null;
  readonly next_attempt_at: number | null;
  readonly confirmed_at: number | null;
  readonly confirmed_note: string | null;
  readonly noticed_at: number | null;
}

const whole = z.number().int();

const plantTimeSchema = z.object({
  year: whole,
  month: whole,
  day: whole,
  hour: whole,
  minute: whole,
  second: whole,
}) satisfies z.ZodType<PlantTime>;

const contentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('failure'),
    code: z.string().min(1),
    info: z.string(),
    plantTime: plantTimeSchema,
    occurredAt: z.number(),
  }),
  z.object({
    kind: z.literal('weighing'),
    batch: whole,
    moId: z.string().min(1),
    productTemplateId: whole,
    consumption: z.custom<Kg>(isKg),
  }),
  z.object({ kind: z.literal('quarantined'), reasons: z.array(z.string()) }),
]) satisfies z.ZodType<EventContent>;

const wordsSchema = z.array(z.number());

/** The content as text. Throws INTERNAL when it could not be read back as it is. */
export function encodeContent(content: EventContent): string {
  const text = JSON.stringify(content);
  if (contentSchema.safeParse(JSON.parse(text)).success) return text;
  throw new AppError('INTERNAL', `this event cannot be stored: ${text}`);
}

/** Throws OUTBOX_CORRUPT naming file and event when its texts are not what was written. */
export function decodeEvent(row: EventRow, file: string): EventEntry {
  return {
    id: row.id,
    area: row.area,
    content: parsed(contentSchema, row.content, row, file),
    words: parsed(wordsSchema, row.words, row, file),
    state: row.state,
    capturedAt: row.captured_at,
    storedAt: row.stored_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgements: row.acknowledgements,
    sentAt: row.sent_at,
    attempts: row.attempts,
    lastFault: row.last_fault === null ? null : parsed(faultSchema, row.last_fault, row, file),
    nextAttemptAt: row.next_attempt_at,
    confirmedAt: row.confirmed_at,
    confirmedNote: row.confirmed_note,
    noticedAt: row.noticed_at,
  };
}

/** Reads every event of a file. Throws OUTBOX_CORRUPT at the first that cannot be understood. */
export function verifyEvents(db: Database, file: string): void {
  for (const row of db.prepare<[], EventRow>('SELECT * FROM plc_event').iterate()) decodeEvent(row, file);
}

function parsed<T>(schema: z.ZodType<T>, text: string, row: EventRow, file: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? z.prettifyError(thrown) : messageOf(thrown);
    throw new AppError('OUTBOX_CORRUPT', `event ${row.id} of the outbox ${file} is not readable: ${why}`);
  }
}
