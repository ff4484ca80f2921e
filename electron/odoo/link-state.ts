import type { ErrorCode } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Clock } from '../domain/ports.ts';
import type { OdooReply } from './odoo-reply.ts';

export interface LinkFault {
  readonly at: EpochMs;
  readonly code: ErrorCode;
  readonly message: string;
  readonly linkDown: boolean;
}

/** What the last calls say about the way to Odoo. A refusal by Odoo's own rules is a good exchange. */
export interface LinkState {
  /** Null until a call was made. */
  readonly lastCallGood: boolean | null;
  readonly lastGoodAt: EpochMs | null;
  /** Kept after a good exchange, as what last went wrong. */
  readonly lastFault: LinkFault | null;
}

export function createLinkWatch(clock: Clock): {
  note(reply: OdooReply<unknown>): void;
  state(): LinkState;
} {
  let state: LinkState = { lastCallGood: null, lastGoodAt: null, lastFault: null };
  return {
    note(reply) {
      const at = clock.now();
      if (reply.kind === 'ok' || reply.fault.class === 'rejected') {
        state = { ...state, lastCallGood: true, lastGoodAt: at };
        return;
      }
      const { code, message, linkDown } = reply.fault;
      // An older module lacks some paths: that is no fault of the link, only worth being seen.
      const lastCallGood = code === 'ODOO_WRONG_PATH' && !linkDown ? state.lastCallGood : false;
      state = { ...state, lastCallGood, lastFault: { at, code, message, linkDown } };
    },
    state: () => state,
  };
}
