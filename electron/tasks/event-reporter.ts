import { assertNever, codeOf, messageOf } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { ReportFault, ReportOutcome } from '../domain/batch.ts';
import { cause } from '../domain/cause.ts';
import type { EventArea } from '../domain/plc-event.ts';
import type { Clock, LogContext, Logger, Random } from '../domain/ports.ts';
import type { SentProgress } from '../odoo/sent-progress.ts';
import { backoffMs, LONGEST_WAIT_MS } from '../outbox/backoff.ts';
import type { EventEntry } from '../outbox/event-entry.ts';
import type { EventJournal } from '../outbox/event-journal.ts';
import { createPushRate, type PushRate } from '../outbox/push-rate.ts';

/** Reports begun in one run, in events; the rest waits for the next run, which follows at once. */
const MAX_REPORTS_PER_RUN = 50;
/** Alarms of events that Odoo refused, in alarms; the oldest of them, the others follow. */
const MAX_REFUSED_SHOWN = 50;

export interface EventReporterParts {
  readonly journal: EventJournal;
  readonly area: EventArea;
  /** Must be safe to repeat with the same progress. What it throws counts as "may work later". */
  readonly report: (entry: EventEntry, progress: SentProgress) => Promise<ReportOutcome>;
  /** What an event is called in alarms and log lines. */
  readonly nameOf: (entry: EventEntry) => string;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Reports begun per second, evenly spaced. */
  readonly maxPerSecond: () => number;
}

export interface EventDrain {
  readonly confirmed: number;
  readonly waiting: number;
  readonly parked: number;
  /** Why nothing gets through at present; null while Odoo answers. */
  readonly linkDown: ReportFault | null;
  /** When the next run has something to do; null: nothing until an event comes in. */
  readonly nextDueInMs: number | null;
}

/**
 * Reports what an area announced to Odoo: oldest first, one at a time, again and again until Odoo has it.
 * Only what Odoo refuses for good waits for a person, and is an alarm meanwhile.
 */
export class EventReporter {
  readonly #parts: EventReporterParts;
  readonly #rate: PushRate;
  /** While no call gets through: why, and until when nothing is tried, in monotonic milliseconds. */
  #rest: { readonly fault: ReportFault; readonly untilMs: number; readonly failures: number } | null = null;

  constructor(parts: EventReporterParts) {
    this.#parts = parts;
    this.#rate = createPushRate(parts.clock, parts.maxPerSecond);
  }

  /** One run. `force`: an operator's word, everything is tried at once, also what Odoo refused. */
  async drain(signal: AbortSignal, force: boolean, context: LogContext): Promise<EventDrain> {
    const { journal, area, clock } = this.#parts;
    if (force) {
      journal.wake(area);
      this.#rest = null;
    }
    let confirmed = 0;
    if (this.#rest === null || this.#rest.untilMs <= clock.monotonicMs()) {
      for (const entry of journal.due(area, clock.now(), MAX_REPORTS_PER_RUN)) {
        await this.#rate.take(signal);
        if (signal.aborted) break;
        const outcome = await this.#report(entry);
        this.#settle(entry, outcome, context);
        if (outcome.kind === 'confirmed') confirmed += 1;
        if (outcome.kind === 'retry' && outcome.linkDown) break;
      }
    }
    this.#showRefused(context);
    return {
      confirmed,
      waiting: journal.count(area, 'waiting'),
      parked: journal.count(area, 'parked'),
      linkDown: this.#rest?.fault ?? null,
      nextDueInMs: this.#nextDueInMs(),
    };
  }

  async #report(entry: EventEntry): Promise<ReportOutcome> {
    const { journal, report, clock } = this.#parts;
    const progress: SentProgress = {
      wasSent: () => (journal.byId(entry.id)?.sentAt ?? null) !== null,
      recordSent: () => journal.recordSent(entry.id, clock.now()),
    };
    try {
      return await report(entry, progress);
    } catch (thrown) {
      const fault: ReportFault = { code: codeOf(thrown), message: messageOf(thrown), lines: [] };
      return { kind: 'retry', fault, linkDown: false };
    }
  }

  #settle(entry: EventEntry, outcome: ReportOutcome, context: LogContext): void {
    const { journal, clock, random, logger, nameOf } = this.#parts;
    const name = nameOf(entry);
    switch (outcome.kind) {
      case 'confirmed':
        journal.confirm(entry.id, outcome.note, clock.now());
        logger.info(`${name} is in Odoo${outcome.note === null ? '' : `: ${outcome.note}`}`, context);
        this.#rest = null;
        return;
      case 'park':
        journal.park(entry.id, outcome.fault);
        this.#rest = null;
        return;
      case 'retry': {
        const failures = outcome.linkDown ? (this.#rest?.failures ?? 0) + 1 : entry.attempts + 1;
        const waitMs = Math.max(backoffMs(failures, random), outcome.retryAfterMs ?? 0);
        const boundedMs = Math.min(Math.ceil(waitMs), LONGEST_WAIT_MS);
        journal.recordFailure(entry.id, outcome.fault, clock.now() + boundedMs);
        this.#rest = outcome.linkDown
          ? { fault: outcome.fault, untilMs: clock.monotonicMs() + boundedMs, failures }
          : null;
        if (entry.lastFault?.message !== outcome.fault.message) {
          logger.info(`${name} is not in Odoo yet: ${outcome.fault.message}`, context);
        }
        return;
      }
      default:
        assertNever(outcome, 'outcome of a report');
    }
  }

  /** An event that Odoo refused stays an alarm until Odoo has it. */
  #showRefused(context: LogContext): void {
    const { journal, area, alarms, nameOf } = this.#parts;
    const refused = journal.entries(area, 'parked').slice(0, MAX_REFUSED_SHOWN);
    const prefix = `${area} `;
    const subjects = new Set(refused.map((entry) => prefix + nameOf(entry)));
    for (const entry of refused) {
      const event = nameOf(entry);
      const why = cause('event-refused', { event, text: entry.lastFault?.message ?? '–' });
      alarms.raise('EVENT_NOT_REPORTED', prefix + event, why, context);
    }
    for (const { code, subject } of alarms.active()) {
      const over = code === 'EVENT_NOT_REPORTED' && subject.startsWith(prefix) && !subjects.has(subject);
      if (over) alarms.clear(code, subject, context);
    }
  }

  #nextDueInMs(): number | null {
    const { journal, area, clock } = this.#parts;
    const now = clock.now();
    const dueAt = journal.nextDueAt(area, now);
    if (dueAt === null) return null;
    const restMs = this.#rest === null ? 0 : this.#rest.untilMs - clock.monotonicMs();
    return Math.max(dueAt - now, restMs, 0);
  }
}
