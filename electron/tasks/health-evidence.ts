import { cause, momentOf } from '../domain/cause.ts';
import type { Fill, Waiting } from '../domain/health-rules.ts';
import type { Outbox } from '../outbox/outbox.ts';

/** What each state of a result waits for: one alarm each, about the one that has waited longest. */
const RESULT_WAITS = [
  { state: 'waiting', subject: 'results for Odoo', key: 'result-not-sent' },
  { state: 'parked', subject: 'refused results', key: 'result-refused' },
  { state: 'held', subject: 'held results', key: 'result-held' },
  { state: 'confirmed', subject: 'results for the history', key: 'result-not-stored' },
] as const;

const EVENT_WAITS = [
  { area: 'failure', state: 'waiting', subject: 'waiting equipment failures', key: 'failures-not-sent' },
  { area: 'failure', state: 'parked', subject: 'parked equipment failures', key: 'failures-refused' },
  { area: 'weighing', state: 'waiting', subject: 'waiting manual weighings', key: 'weighings-not-sent' },
  { area: 'weighing', state: 'parked', subject: 'parked manual weighings', key: 'weighings-refused' },
] as const;

/** The results and events that have waited longest, one for each cause. */
export function waitingIn(outbox: Outbox): readonly Waiting[] {
  const waiting: Waiting[] = [];
  for (const { state, subject, key } of RESULT_WAITS) {
    const [oldest] = outbox.entries(state, 1);
    if (oldest === undefined) continue;
    const { since, result } = oldest;
    const why = cause(key, { mo_id: result.moId, since: momentOf(since) });
    waiting.push({ subject, cause: why, since });
  }
  for (const { area, state, subject, key } of EVENT_WAITS) {
    const oldest = outbox.events.oldest(area, state);
    if (oldest === undefined) continue;
    const since = oldest.capturedAt;
    waiting.push({ subject, cause: cause(key, { since: momentOf(since) }), since });
  }
  return waiting;
}

/** How full the stores are that never drop anything. */
export function fillsOf(outbox: Outbox): readonly Fill[] {
  return [
    { subject: 'batch results', what: 'results', count: outbox.count(), limit: outbox.limits.maxEntries },
    {
      subject: 'PLC events',
      what: 'events',
      count: outbox.events.unreported(),
      limit: outbox.limits.maxEvents,
    },
  ];
}
