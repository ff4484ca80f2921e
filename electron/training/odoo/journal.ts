import { z } from 'zod';
import { isJsonObject, type JsonValue, parseJson } from './json-value.ts';

const jsonSchema: z.ZodType<JsonValue> = z.json();

/** One HTTP call as the training Odoo saw it. */
export const callSchema = z.object({
  /** Counts from 1 over the life of the books. */
  number: z.number(),
  /** Milliseconds since 1970, UTC. */
  at: z.number(),
  method: z.string(),
  path: z.string(),
  /** The call's params (for a GET its query); a password is masked. */
  params: jsonSchema,
  /** False when a behaviour answered in the place of Odoo: then nothing was changed by the call itself. */
  applied: z.boolean(),
  /** What was sent back, or would have been when the reply was lost; null when there never was an answer. */
  answer: z.object({ status: z.number(), body: jsonSchema }).nullable(),
  /** True when the caller got no reply. */
  replyLost: z.boolean(),
});

export type Call = Readonly<z.infer<typeof callSchema>>;

/** A failure report that a caller has made. */
export const failureSchema = z.object({
  id: z.number(),
  equipmentId: z.number(),
  equipmentCode: z.string(),
  equipmentName: z.string(),
  description: z.string(),
  /** Naive UTC as Odoo shows it: "2026-02-15T08:30:00". */
  date: z.string(),
});

export type FailureReport = Readonly<z.infer<typeof failureSchema>>;

/** Longer answers (lists of orders) are journalled as their length only. */
const MAX_JOURNALLED_ANSWER_CHARACTERS = 16_384;

/** An answer's text as the journal keeps it: parsed, when it is JSON. */
export function journalled(text: string): JsonValue {
  if (text.length > MAX_JOURNALLED_ANSWER_CHARACTERS) return `(${text.length} characters)`;
  return parseJson(text) ?? text;
}

/** Params as the journal keeps them: without the password. */
export function withoutPassword(params: JsonValue): JsonValue {
  if (!isJsonObject(params) || !('password' in params)) return params;
  return { ...params, password: '***' };
}
