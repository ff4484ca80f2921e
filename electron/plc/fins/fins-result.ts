import { AppError, assertNever, type ErrorCode } from '../../../shared/errors.ts';
import type { EndCode } from './end-codes.ts';
import { hexWord } from './word-bytes.ts';

interface FaultBase {
  /** One English sentence for logs and details. */
  readonly message: string;
  /**
   * The command was sent at least once without an answer, so that the PLC may have carried it out: a
   * write must be settled by reading. False means that the PLC has certainly not done it.
   */
  readonly mayHaveBeenDone: boolean;
}

/**
 * Why the PLC did not give a good answer.
 * - timeout: every attempt that was sent went unanswered
 * - link-lost: refused at once, nothing sent, as the PLC has been silent for a while
 * - end-code: the PLC answered that it did not do it
 * - closed: the client was closed meanwhile
 * - busy: refused at once, nothing sent, as the queue is full
 * - send-failed: this computer could not send (no route, no network), nothing sent
 */
export type FinsFault =
  | (FaultBase & { readonly kind: 'timeout'; readonly attempts: number })
  | (FaultBase & { readonly kind: 'link-lost' })
  | (FaultBase & { readonly kind: 'end-code'; readonly endCode: EndCode })
  | (FaultBase & { readonly kind: 'closed' })
  | (FaultBase & { readonly kind: 'busy' })
  | (FaultBase & { readonly kind: 'send-failed'; readonly attempts: number; readonly cause: string });

export type FinsResult<T> =
  /** `endCode` may carry the PLC's alarm flags although the command succeeded. */
  | { readonly kind: 'ok'; readonly value: T; readonly endCode: EndCode }
  | { readonly kind: 'fault'; readonly fault: FinsFault };

/** The fault as an error, for a caller whose whole piece of work fails with it. `what` says what was tried. */
export function toAppError(fault: FinsFault, what: string): AppError {
  const details: Record<string, unknown> = { fault: fault.kind, mayHaveBeenDone: fault.mayHaveBeenDone };
  if (fault.kind === 'end-code') {
    details.endCode = hexWord(fault.endCode.raw);
    details.class = fault.endCode.class;
  }
  return new AppError(errorCodeOf(fault), `${what}: ${fault.message}`, { details });
}

function errorCodeOf(fault: FinsFault): ErrorCode {
  switch (fault.kind) {
    case 'timeout':
      return 'PLC_TIMEOUT';
    case 'end-code':
      return 'PLC_END_CODE';
    case 'closed':
      return 'PLC_CLOSED';
    case 'busy':
      return 'PLC_BUSY';
    // For an operator both mean: no way to the PLC; the details tell them apart.
    case 'link-lost':
    case 'send-failed':
      return 'PLC_LINK_LOST';
    default:
      return assertNever(fault, 'FINS fault');
  }
}
