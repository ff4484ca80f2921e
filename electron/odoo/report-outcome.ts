import type { ErrorCode } from '../../shared/errors.ts';
import type { RefusedLine, ReportFault, ReportOutcome } from '../domain/batch.ts';
import type { OdooFault } from './odoo-reply.ts';
import { isTemporaryRejection } from './temporary-rejection.ts';

export function confirmed(note: string | null): ReportOutcome {
  return { kind: 'confirmed', note };
}

export function park(code: ErrorCode, message: string, lines: readonly RefusedLine[] = []): ReportOutcome {
  return { kind: 'park', fault: { code, message, lines } };
}

/** Try later. `linkDown` defaults to what the fault says; a caller that has read something since knows better. */
export function retry(fault: OdooFault, linkDown = fault.linkDown): ReportOutcome {
  const report: ReportFault = { code: fault.code, message: fault.message, lines: [] };
  const base = { kind: 'retry', fault: report, linkDown } as const;
  return fault.retryAfterMs === undefined ? base : { ...base, retryAfterMs: fault.retryAfterMs };
}

/**
 * The outcome of a fault that surely left Odoo as it was; null where that is not known and the order has to be
 * read first. A permanent fault of the link (a refused login) is no fault of this result: it waits
 * like the others and goes through once the link is put right.
 */
export function outcomeOfUnapplied(fault: OdooFault): ReportOutcome | null {
  switch (fault.class) {
    case 'transient':
    case 'session':
      return retry(fault);
    case 'permanent':
      return fault.linkDown ? retry(fault) : park(fault.code, fault.message);
    case 'unknown-outcome':
    case 'rejected':
      return null;
  }
}

/** The outcome of a refusal after the order was read back and is still open. */
export function outcomeOfRejection(fault: OdooFault): ReportOutcome {
  return isTemporaryRejection(fault.message) ? retry(fault, false) : park('ODOO_REJECTED', fault.message);
}
