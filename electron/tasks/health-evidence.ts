import type { Fill, Waiting } from '../domain/health-rules.ts';
import type { EventArea } from '../domain/plc-event.ts';
import type { Outbox } from '../outbox/outbox.ts';

/** What each state of a result waits for: one alarm each, about the one that has waited longest. */
const RESULT_WAITS = [
  { state: 'waiting', subject: 'results for Odoo', what: 'is not in Odoo and waits' },
  { state: 'parked', subject: 'refused results', what: 'was refused by Odoo and waits for a person' },
  { state: 'held', subject: 'held results', what: 'waits for an operator' },
  { state: 'confirmed', subject: 'results for the history', what: 'is in Odoo, its history row waits' },
] as const;

const EVENTS: Readonly<Record<EventArea, string>> = {
  failure: 'equipment failures',
  weighing: 'manual weighings',
};

/** The results and events that have waited longest, one for each cause. */
export function waitingIn(outbox: Outbox): readonly Waiting[] {
  const waiting: Waiting[] = [];
  for (const { state, subject, what } of RESULT_WAITS) {
    const [oldest] = outbox.entries(state, 1);
    if (oldest === undefined) continue;
    waiting.push({ subject, message: `${oldest.result.moId} ${what}`, since: oldest.since });
  }
  for (const area of ['failure', 'weighing'] as const) {
    for (const state of ['waiting', 'parked'] as const) {
      const oldest = outbox.events.oldest(area, state);
      if (oldest === undefined) continue;
      const what = state === 'waiting' ? 'are not in Odoo and wait' : 'were refused by Odoo and wait';
      const message = `${EVENTS[area]} ${what}`;
      waiting.push({ subject: `${state} ${EVENTS[area]}`, message, since: oldest.capturedAt });
    }
  }
  return waiting;
}

/** How full the stores are that never drop anything. */
export function fillsOf(outbox: Outbox): readonly Fill[] {
  return [
    { subject: 'batch results', count: outbox.count(), limit: outbox.limits.maxEntries },
    { subject: 'PLC events', count: outbox.events.unreported(), limit: outbox.limits.maxEvents },
  ];
}
