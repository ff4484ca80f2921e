import type { Clock } from '../../domain/ports.ts';
import type { Books } from './books.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import type { Order } from './order.ts';
import type { Reply } from './reply.ts';

/** The one account of the training Odoo. */
export interface Account {
  readonly database: string;
  readonly login: string;
  readonly password: string;
}

/** What a call may use. */
export interface CallContext {
  readonly books: Books;
  readonly clock: Clock;
  readonly account: Account;
}

/** Answers one call; changes the books at once. */
export type Handler = (params: JsonObject, context: CallContext) => Reply;

/** A number the way the module reads one: numbers, numbers in text and booleans count; null when it is none. */
export function numberOf(value: JsonValue | undefined): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The text of a param; '' when it is missing or no text or number. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The order that `mo_id` names. Names contain "/", ids are not accepted. */
export function orderOf(params: JsonObject, context: CallContext): Order | undefined {
  return context.books.order(textOf(params.mo_id));
}
