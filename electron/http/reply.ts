import type { FastifyReply } from 'fastify';
import { AppError, type ErrorCode, messageOf } from '../../shared/errors.ts';

/** The answer of every route: the plant's dashboards read `status` first. */
export type ApiAnswer =
  | { readonly status: 'success'; readonly data: unknown }
  | { readonly status: 'error'; readonly message: string; readonly code: ErrorCode };

export function success(data: unknown): ApiAnswer {
  return { status: 'success', data };
}

/** Sends what was thrown as an error answer with a fitting HTTP status. */
export function sendError(reply: FastifyReply, thrown: unknown): FastifyReply {
  const code: ErrorCode = thrown instanceof AppError ? thrown.code : 'INTERNAL';
  const message =
    thrown instanceof AppError ? thrown.message : 'an unexpected error; the log has the details';
  const answer: ApiAnswer = { status: 'error', message, code };
  return reply.code(httpStatusOf(code)).send(answer);
}

/** The HTTP status that fits an error code: whose fault it is, and whether a repeat may help. */
export function httpStatusOf(code: ErrorCode): number {
  switch (code) {
    case 'BAD_REQUEST':
    case 'COMMAND_NEEDS_REASON':
      return 400;
    case 'UNAUTHORISED':
      return 401;
    case 'FORBIDDEN':
    case 'LOGIN_REFUSED':
      return 403;
    case 'NOT_FOUND':
      return 404;
    case 'METHOD_NOT_ALLOWED':
      return 405;
    case 'BODY_TOO_LARGE':
      return 413;
    case 'COMMAND_NOT_NOW':
    case 'NOT_LEADER':
    case 'LAST_SUPERVISOR':
    case 'STORE_CONFLICT':
    case 'PLC_GATE_CLOSED':
    case 'PLC_NOT_IN_RUN_MODE':
      return 409;
    case 'RATE_LIMITED':
    case 'LOGIN_LOCKED':
      return 429;
    case 'USERS_FILE_BAD':
      return 503;
    case 'INTERNAL':
      return 500;
    default:
      if (code.startsWith('PLC_') || code.startsWith('STORE_') || code.startsWith('ODOO_')) return 503;
      return 500;
  }
}

/** One line for the log about a thrown value. */
export function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
}
