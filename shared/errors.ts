/**
 * Every error code of the product, grouped per area. A code is what tests, API clients and screens
 * decide on; the message is for people.
 */
export const ERROR_CODES = {
  CONFIG: [
    'CONFIG_INVALID',
    'CONFIG_HALF_PRODUCTION',
    'SETTINGS_FILE_BAD',
    'DATA_FOLDER_IN_USE',
    'DATA_FOLDER_UNUSABLE',
  ],
  PLC: [
    'PLC_ADDRESS_REFUSED',
    'PLC_BUSY',
    'PLC_CLOSED',
    'PLC_END_CODE',
    'PLC_LINK_LOST',
    'PLC_NOT_IN_RUN_MODE',
    'PLC_PROFILE_INVALID',
    'PLC_TIMEOUT',
    'PLC_VALUE_REFUSED',
    'PLC_VERIFY_FAILED',
    'PLC_GATE_CLOSED',
    'PLC_FATAL_ERROR',
    'PLC_NON_FATAL_ERROR',
  ],
  SLOT: [
    'SLOT_FAULTY',
    'SLOT_FOREIGN_MO',
    'SLOT_NO_EVIDENCE',
    'SLOT_ACKNOWLEDGE_LOST',
    'SLOT_OVERWRITTEN',
    'GATE_STUCK',
    'RESULT_QUESTION',
    'BATCH_FAILED',
  ],
  HEALTH: ['BATCH_STUCK', 'CONSUMPTION_DEVIATION', 'RESULT_WAITING', 'TASK_FAILING', 'OUTBOX_NEARLY_FULL'],
  EVENT: ['EQUIPMENT_FAILURE', 'EVENT_QUARANTINED', 'EVENT_NOT_REPORTED', 'EVENT_ACKNOWLEDGE_LOST'],
  ODOO: [
    'ODOO_UNREACHABLE',
    'ODOO_TIMEOUT',
    'ODOO_HTTP',
    'ODOO_WRONG_PATH',
    'ODOO_THROTTLED',
    'ODOO_LOGIN_REFUSED',
    'ODOO_SESSION_EXPIRED',
    'ODOO_MALFORMED_REPLY',
    'ODOO_SERVER_ERROR',
    'ODOO_REJECTED',
    'ODOO_LINES_REFUSED',
    'ODOO_MO_UNKNOWN',
    'ODOO_MO_CANCELLED',
    'ODOO_MO_DONE_ELSEWHERE',
    'ODOO_LEFT_OPEN',
  ],
  INTAKE: ['INTAKE_MO_HELD_BACK', 'INTAKE_ROW_WITHOUT_SLOT'],
  STORE: ['STORE_UNAVAILABLE', 'STORE_MIGRATION_FAILED', 'STORE_EMBEDDED_FAILED', 'STORE_CONFLICT'],
  OUTBOX: ['OUTBOX_FULL', 'OUTBOX_CORRUPT', 'OUTBOX_UNAVAILABLE'],
  TASK: ['NOT_LEADER'],
  TRAINING: ['TRAINING_PORT_IN_USE', 'TRAINING_BOOKS_UNUSABLE', 'TRAINING_NO_ANSWER'],
  COMMAND: ['COMMAND_NOT_NOW', 'COMMAND_NEEDS_REASON', 'FORBIDDEN'],
  ACCESS: ['LOGIN_REFUSED', 'LOGIN_LOCKED', 'LAST_SUPERVISOR', 'USERS_FILE_BAD'],
  API: [
    'UNAUTHORISED',
    'BAD_REQUEST',
    'NOT_FOUND',
    'METHOD_NOT_ALLOWED',
    'BODY_TOO_LARGE',
    'RATE_LIMITED',
    'STATION_UNREACHABLE',
    'INTERNAL',
  ],
} as const;

export type ErrorCode = (typeof ERROR_CODES)[keyof typeof ERROR_CODES][number];

/** The one error class: a broken assumption, or a failure that unwinds a piece of work, with its code. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** What a caught value says, in one line, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The code of a caught value; anything that is not an AppError is INTERNAL. */
export function codeOf(thrown: unknown): ErrorCode {
  return thrown instanceof AppError ? thrown.code : 'INTERNAL';
}

/** Marks a branch that the types say cannot be reached. */
export function assertNever(value: never, what: string): never {
  throw new AppError('INTERNAL', `${what}: unexpected ${JSON.stringify(value)}`);
}
