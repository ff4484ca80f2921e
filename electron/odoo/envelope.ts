import type { OdooReply } from './odoo-reply.ts';
import { fault } from './odoo-reply.ts';

/**
 * Odoo's own exceptions that the module raises on purpose (a rule was broken). Everything else that
 * arrives as an error object is a failure of the server, whose effect is not known.
 */
const DELIBERATE_EXCEPTION =
  /(^|\.)(UserError|ValidationError|AccessError|AccessDenied|MissingError|RedirectWarning|Warning)$/;

/**
 * Reads one JSON body in the order error, result, status, and returns what the call answered: the
 * result (or, where a route answers without the JSON-RPC frame, the body itself). A bare list counts as
 * an answer, because the bills of materials come as one; whether it fits is the schema's business.
 */
export function readEnvelope(text: string): OdooReply<unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return malformed(`the reply is not JSON: ${JSON.stringify(text.slice(0, 80))}`);
  }
  if (Array.isArray(body)) return { kind: 'ok', value: body };
  if (!isRecord(body)) return malformed('the reply is not an object');
  if (isPresent(body.error)) return readError(body.error);
  if ('result' in body) return readResult(body.result);
  if ('status' in body) return readResult(body);
  return malformed('the reply has neither error nor result nor status');
}

/** True for Odoo's way of saying that the session is missing or over. */
function saysSessionExpired(text: string): boolean {
  return /session[ _]?expired/i.test(text);
}

function readError(error: unknown): OdooReply<unknown> {
  if (!isRecord(error)) return fault('unknown-outcome', 'ODOO_SERVER_ERROR', `Odoo: ${textOf(error)}`);
  const data = isRecord(error.data) ? error.data : {};
  const name = textOf(data.name);
  const message = [textOf(error.message), textOf(data.message)].filter((part) => part !== '').join(': ');
  if (error.code === 100 || saysSessionExpired(name) || saysSessionExpired(message)) {
    return fault('session', 'ODOO_SESSION_EXPIRED', 'Odoo: the session is over', { linkDown: true });
  }
  if (error.code === 404) return fault('permanent', 'ODOO_WRONG_PATH', `Odoo has no such path: ${message}`);
  if (DELIBERATE_EXCEPTION.test(name)) {
    return fault('rejected', 'ODOO_REJECTED', `Odoo refused: ${message === '' ? name : message}`);
  }
  return fault(
    'unknown-outcome',
    'ODOO_SERVER_ERROR',
    `Odoo server error: ${message === '' ? name : message}`,
  );
}

function readResult(result: unknown): OdooReply<unknown> {
  if (!isRecord(result) || !isPresent(result.status)) return { kind: 'ok', value: result };
  if (result.status === 'success') return { kind: 'ok', value: result };
  if (result.status !== 'error') return malformed(`unknown status ${shownStatus(result.status)}`);
  const message = textOf(result.message);
  if (saysSessionExpired(message)) {
    return fault('session', 'ODOO_SESSION_EXPIRED', 'Odoo: the session is over', { linkDown: true });
  }
  return fault('rejected', 'ODOO_REJECTED', message === '' ? 'Odoo refused without a reason' : message);
}

/** Only text is quoted: JSON.stringify overflows the stack on a value that is nested deep enough. */
function shownStatus(status: unknown): string {
  return typeof status === 'string' ? JSON.stringify(status) : `of type ${typeof status}`;
}

function malformed(what: string): OdooReply<never> {
  return fault('unknown-outcome', 'ODOO_MALFORMED_REPLY', what);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Odoo writes false for "nothing". */
function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
