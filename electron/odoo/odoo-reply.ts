import type { ErrorCode } from '../../shared/errors.ts';

/**
 * What a failed call means for the data in Odoo.
 * - transient: surely not applied, may work later (refused connection, throttled)
 * - permanent: surely not applied, will not work without a person (wrong path, bad request, wrong password)
 * - session: surely not applied, and a fresh login did not help
 * - unknown-outcome: may have been applied (no reply, server error, unreadable reply): read before repeating
 * - rejected: Odoo's module answered status "error"; it may have applied a part: read before deciding
 */
export type OdooFaultClass = 'transient' | 'permanent' | 'session' | 'unknown-outcome' | 'rejected';

export interface OdooFault {
  readonly class: OdooFaultClass;
  readonly code: ErrorCode;
  /** One line for people. Never holds a password or a session id. */
  readonly message: string;
  /** No other call could get through at this moment either. */
  readonly linkDown: boolean;
  /** How long Odoo (or a proxy before it) asked us to stay away. */
  readonly retryAfterMs?: number;
}

/** Outcome of one call: a checked value, or a classified fault. A call never throws for what Odoo does. */
export type OdooReply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'fault'; readonly fault: OdooFault };

export type FaultReply = Extract<OdooReply<never>, { kind: 'fault' }>;

const MESSAGE_MAX_CHARS = 500;

/** Builds a fault reply. `message` is put on one line and cut after 500 characters. */
export function fault(
  faultClass: OdooFaultClass,
  code: ErrorCode,
  message: string,
  more: { linkDown?: boolean; retryAfterMs?: number | undefined } = {},
): FaultReply {
  const base = {
    class: faultClass,
    code,
    message: oneLine(message),
    linkDown: more.linkDown ?? false,
  };
  return {
    kind: 'fault',
    fault: more.retryAfterMs === undefined ? base : { ...base, retryAfterMs: more.retryAfterMs },
  };
}

/** Text of a foreign system as one bounded line: it goes into logs and screens. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > MESSAGE_MAX_CHARS ? `${line.slice(0, MESSAGE_MAX_CHARS - 1)}…` : line;
}
