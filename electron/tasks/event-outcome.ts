import type { AppError } from '../../shared/errors.ts';
import type { EventDrain } from './event-reporter.ts';
import type { TaskOutcome } from './task.ts';

/** After an event was taken the PLC may have the next one ready: the pause to the next look, in milliseconds. */
const NEXT_EVENT_AFTER_MS = 200;

/** What a run over an event area came to; a failure that kept nothing else from being done still shows. */
export function eventOutcome(run: {
  /** One such event, in words. */
  readonly what: string;
  /** False: the PLC does not answer, it was not asked. */
  readonly looked: boolean;
  readonly taken: boolean;
  readonly troubles: readonly AppError[];
  readonly drained: EventDrain;
}): TaskOutcome {
  const { what, looked, taken, troubles, drained } = run;
  const waits = [drained.nextDueInMs, taken ? NEXT_EVENT_AFTER_MS : null].filter((ms) => ms !== null);
  const again = waits.length === 0 ? {} : { againAfterMs: Math.min(...waits) };
  const [trouble] = troubles;
  if (trouble !== undefined) {
    return { kind: 'failed', code: trouble.code, message: trouble.message, ...again };
  }
  if (drained.linkDown !== null) {
    const { code, message } = drained.linkDown;
    return { kind: 'failed', code, message: `${message}; each ${what} is kept until Odoo has it`, ...again };
  }
  if (!looked && drained.confirmed === 0) {
    return { kind: 'skipped', reason: 'the PLC does not answer', ...again };
  }
  const parts = [
    taken ? `a new ${what}` : `no new ${what}`,
    ...(drained.confirmed > 0 ? [`${drained.confirmed} reported to Odoo`] : []),
    ...(drained.waiting > 0 ? [`${drained.waiting} waiting`] : []),
    ...(drained.parked > 0 ? [`${drained.parked} need a person`] : []),
  ];
  return { kind: 'done', summary: parts.join(', '), ...again };
}
