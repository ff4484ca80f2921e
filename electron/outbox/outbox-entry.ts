import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { perComponent } from '../../shared/domain/equipment.ts';
import { AppError, ERROR_CODES, messageOf } from '../../shared/errors.ts';
import { isKg, type Kg, type Slot } from '../../shared/units.ts';
import type { BatchResult, EpochMs, ReportFault, ReportStep } from '../domain/batch.ts';

/**
 * - waiting: to be pushed, now or at `nextAttemptAt`
 * - parked: a permanent fault; only a person brings it back
 * - held: a question or a policy keeps it from being pushed, see `holdReason`
 * - confirmed: Odoo has it; it leaves the outbox when its history row is committed
 */
export type OutboxState = 'waiting' | 'parked' | 'held' | 'confirmed';

/** One result that the PLC gave and that is not yet both in Odoo and in the history. */
export interface OutboxEntry {
  readonly id: string;
  readonly result: BatchResult;
  readonly state: OutboxState;
  /** Why it is held; null in every other state. */
  readonly holdReason: string | null;
  /** When it came into its state; null when an earlier version put it there. */
  readonly stateSince: EpochMs | null;
  /** Pushes of this result that failed. */
  readonly attempts: number;
  readonly lastFault: ReportFault | null;
  /** Not to be pushed before; null: at once. */
  readonly nextAttemptAt: EpochMs | null;
  /** When it was captured. */
  readonly since: EpochMs;
  readonly steps: ReadonlySet<ReportStep>;
  readonly confirmedAt: EpochMs | null;
  readonly confirmedNote: string | null;
}

/** `result` is the one in the outbox: after 'already' not the one just read, but the first. */
export interface Capture {
  readonly kind: 'stored' | 'already';
  readonly result: BatchResult;
}

/** `gone`: no such entry any more. `refused`: its state does not allow the change; nothing was changed. */
export type EntryChange = 'changed' | 'gone' | 'refused';

/** A row of the query {@link SELECT_ENTRY}. */
export interface EntryRow {
  readonly id: string;
  readonly result: string;
  readonly state: OutboxState;
  readonly hold_reason: string | null;
  readonly state_since: number | null;
  readonly attempts: number;
  readonly last_fault: string | null;
  readonly next_attempt_at: number | null;
  readonly captured_at: number;
  readonly confirmed_at: number | null;
  readonly confirmed_note: string | null;
  readonly steps: string | null;
}

export const SELECT_ENTRY = `
  SELECT e.id, e.result, e.state, e.hold_reason, e.state_since, e.attempts, e.last_fault, e.next_attempt_at, e.captured_at,
    e.confirmed_at, e.confirmed_note,
    (SELECT group_concat(s.step) FROM entry_step s WHERE s.entry_id = e.id) AS steps
  FROM entry e`;

const REPORT_STEPS: readonly ReportStep[] = ['update-sent', 'update-confirmed', 'close-sent', 'cancel-sent'];

/** How a question is spelled in the file. */
export const questionSchema = z
  .enum(['zero-weight', 'all-actuals-zero', 'actuals-equal-truncated-targets'])
  .nullable();

export const slotSchema = z.custom<Slot>((value) => Number.isInteger(value) && Number(value) >= 1);

const kgSchema = z.custom<Kg>(isKg);

const resultSchema = z.object({
  resultId: z.string().min(1),
  kind: z.enum(['completed', 'failed']),
  moId: z.string().min(1),
  slot: slotSchema,
  loadId: z.string().min(1).nullable(),
  actuals: z.object(perComponent(() => kgSchema)),
  weight: kgSchema,
  failureNoted: z.boolean(),
  question: questionSchema,
  words: z.array(z.number().int().min(0).max(0xffff)),
  readAt: z.number(),
}) satisfies z.ZodType<BatchResult>;

export const faultSchema = z.object({
  // A code that a later version no longer knows must not make the result unreadable.
  code: z.enum(Object.values(ERROR_CODES).flat()).catch('INTERNAL'),
  message: z.string(),
  lines: z.array(z.object({ odooCode: z.string(), message: z.string() })),
}) satisfies z.ZodType<ReportFault>;

/**
 * The result as text. Throws INTERNAL when it could not be read back as it is (a NaN weight, say): a row
 * that nobody can read must never get into the file.
 */
export function encodeResult(result: BatchResult): string {
  const text = JSON.stringify(result);
  const readBack = resultSchema.safeParse(JSON.parse(text));
  if (!readBack.success) {
    throw new AppError(
      'INTERNAL',
      `the result of ${result.moId} cannot be stored: ${z.prettifyError(readBack.error)}`,
    );
  }
  return text;
}

export function encodeFault(fault: ReportFault): string {
  return JSON.stringify(fault);
}

/** Throws OUTBOX_CORRUPT naming file and entry when its texts are not what {@link encodeResult} wrote. */
export function decodeEntry(row: EntryRow, file: string): OutboxEntry {
  return {
    id: row.id,
    result: parsed(resultSchema, row.result, row.id, file),
    state: row.state,
    holdReason: row.hold_reason,
    stateSince: row.state_since,
    attempts: row.attempts,
    lastFault: decodeFault(row.last_fault, row.id, file),
    nextAttemptAt: row.next_attempt_at,
    since: row.captured_at,
    steps: decodeSteps(row.steps),
    confirmedAt: row.confirmed_at,
    confirmedNote: row.confirmed_note,
  };
}

/** Throws OUTBOX_CORRUPT naming file and entry when the text is not what {@link encodeFault} wrote. */
export function decodeFault(text: string | null, id: string, file: string): ReportFault | null {
  return text === null ? null : parsed(faultSchema, text, id, file);
}

function decodeSteps(steps: string | null): ReadonlySet<ReportStep> {
  const recorded = (steps ?? '').split(',');
  return new Set(REPORT_STEPS.filter((step) => recorded.includes(step)));
}

/** Reads every entry of a file. Throws OUTBOX_CORRUPT at the first that cannot be understood. */
export function verifyEntries(db: Database, file: string): void {
  for (const row of db.prepare<[], EntryRow>(SELECT_ENTRY).iterate()) decodeEntry(row, file);
}

function parsed<T>(schema: z.ZodType<T>, text: string, id: string, file: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? z.prettifyError(thrown) : messageOf(thrown);
    throw new AppError('OUTBOX_CORRUPT', `entry ${id} of the outbox ${file} is not readable: ${why}`);
  }
}
