import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/** The last row of a page: where the next one goes on. */
export interface HistoryCursor {
  /** When its batch ended, with microseconds, in UTC; null for a row without a date. */
  readonly at: string | null;
  readonly id: string;
}

const cursorSchema = z.tuple([
  z
    .string()
    .regex(/^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    .nullable(),
  z.string().min(1).max(64),
]);

/** As text that can stand in an address. */
export function encodeCursor({ at, id }: HistoryCursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Throws AppError BAD_REQUEST for anything that {@link encodeCursor} did not make. */
export function decodeCursor(text: string): HistoryCursor {
  const refused = new AppError('BAD_REQUEST', 'cursor: not the cursor of a page of history');
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw refused;
  }
  const parsed = cursorSchema.safeParse(given);
  if (!parsed.success) throw refused;
  const [at, id] = parsed.data;
  return { at, id };
}
