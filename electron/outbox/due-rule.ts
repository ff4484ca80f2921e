import { LONGEST_WAIT_MS } from './backoff.ts';

/**
 * SQL condition on entry `e`: its order has no older entry that Odoo has not confirmed. A later result of
 * the same order must wait for the earlier, whatever keeps that one; other orders go on.
 */
export const IS_HEAD_OF_ITS_ORDER = `NOT EXISTS
  (SELECT 1 FROM entry o WHERE o.mo_id = e.mo_id AND o.seq < e.seq AND o.state <> 'confirmed')`;

/**
 * SQL condition on entry `e`, to be bound with the present time twice. A time further ahead than any wait
 * that is ever set means that the computer's clock was set back: due as well.
 */
export const IS_DUE = `(e.next_attempt_at IS NULL OR e.next_attempt_at <= ?
  OR e.next_attempt_at > ? + ${LONGEST_WAIT_MS})`;
