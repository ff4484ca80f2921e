import type { BatchView } from '../../../shared/contract/views.ts';

type Phase = BatchView['phase'];

/** What can be done with one batch of the queue, in the order in which it is offered. */
export const BATCH_ACTIONS = [
  'releaseUnproven',
  'resetBatch',
  'writeBatch',
  'forceStatus',
  'cancelBatch',
] as const;
/** What can be done with its result on the way to Odoo. */
export const RESULT_ACTIONS = ['retryPush', 'holdPush', 'releasePush', 'acceptLeftOpen'] as const;
export type BatchAction = (typeof BATCH_ACTIONS)[number] | (typeof RESULT_ACTIONS)[number];

/** Why an action is not offered in this phase. */
export type Unfit =
  | 'being-written'
  | 'not-accepted'
  | 'ended'
  | 'in-odoo'
  | 'no-result'
  | 'held'
  | 'not-held'
  | 'proven'
  | 'not-left-open';

export interface ResultStanding {
  readonly phase: Phase;
  /** Why its result is not in Odoo, as an error code. */
  readonly errorCode: string | null;
}

/** Null: may be asked for. The station looks again, also at the PLC, and its preview says what it finds. */
export function unfitFor(action: BatchAction, { phase, errorCode }: ResultStanding): Unfit | null {
  if (phase === 'confirmed') return 'in-odoo';
  const hasResult = phase === 'question' || phase === 'reporting' || phase === 'refused';
  switch (action) {
    case 'releaseUnproven':
      return phase === 'unproven' ? null : 'proven';
    case 'resetBatch':
      if (phase === 'loading') return 'being-written';
      return phase === 'written' ? 'not-accepted' : null;
    case 'writeBatch':
      return hasResult ? 'ended' : null;
    case 'forceStatus':
      if (phase === 'loading') return 'being-written';
      return hasResult ? 'ended' : null;
    case 'cancelBatch':
      return phase === 'loading' ? 'being-written' : null;
    case 'retryPush':
    case 'holdPush':
      if (!hasResult) return 'no-result';
      return phase === 'question' ? 'held' : null;
    case 'releasePush':
      if (!hasResult) return 'no-result';
      return phase === 'question' ? null : 'not-held';
    case 'acceptLeftOpen':
      if (!hasResult) return 'no-result';
      return phase === 'refused' && errorCode === 'ODOO_LEFT_OPEN' ? null : 'not-left-open';
  }
}
