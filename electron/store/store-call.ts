import { AppError, messageOf } from '../../shared/errors.ts';

/** Codes of Node's sockets when the server cannot be reached or went away. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
]);

/**
 * SQLSTATEs (PostgreSQL manual, appendix "PostgreSQL Error Codes") that say nothing about our statement:
 * connection, authorisation, missing database, out of resources, server shutting down, timeouts, I/O.
 */
const UNAVAILABLE_STATES = /^(08|28|53|58)|^(57P0[1-5]|57014|55P03|25P03|25P04|3D000|25006|40001|40P01)$/;
const UNIQUE_VIOLATION = '23505';

/** What `pg` says, without a code, about a connection that is gone or does not answer. */
const LOST_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|connection error and is not queryable|client was closed|connection has been discarded|driver has already been destroyed|after calling end on the pool/i;

/**
 * Runs a piece of database work; every repository goes through it. AppErrors pass; anything else becomes
 * - STORE_UNAVAILABLE: the database cannot be used now, the same call may work later,
 * - STORE_CONFLICT: a row of that identity is there already,
 * - INTERNAL: the statement itself is wrong.
 */
export async function storeCall<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}

/** The AppError for whatever `pg` or Kysely threw. */
export function storeError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const sqlState = codeOfDriver(error);
  const details = sqlState === undefined ? {} : { sqlState };
  const message = messageOf(error);
  if (isUnavailable(error)) {
    return new AppError('STORE_UNAVAILABLE', `the database cannot be used: ${message}`, {
      details,
      cause: error,
    });
  }
  if (sqlState === UNIQUE_VIOLATION) {
    return new AppError('STORE_CONFLICT', `the database has it already: ${message}`, {
      details,
      cause: error,
    });
  }
  return new AppError('INTERNAL', `the database refused a statement: ${message}`, { details, cause: error });
}

/** True when the error is about the connection or the server, not about what was asked. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOfDriver(error);
  if (code !== undefined && (SOCKET_CODES.has(code) || UNAVAILABLE_STATES.test(code))) return true;
  return error instanceof Error && LOST_CONNECTION.test(error.message);
}

function codeOfDriver(error: unknown): string | undefined {
  const coded = typeof error === 'object' && error !== null && 'code' in error;
  return coded && typeof error.code === 'string' ? error.code : undefined;
}
