import { assertNever, codeOf, messageOf } from '../../shared/errors.ts';
import type { EpochMs, ReportFault, ReportOutcome, ReportProgress } from '../domain/batch.ts';
import type { Clock, Logger, Random } from '../domain/ports.ts';
import { type Archive, Archiver } from './archive-confirmed.ts';
import { backoffMs, LONGEST_WAIT_MS } from './backoff.ts';
import type { Outbox } from './outbox.ts';
import type { EntryChange, OutboxEntry } from './outbox-entry.ts';
import { createPushRate, type PushRate } from './push-rate.ts';

/**
 * Reports one result to Odoo and says what came of it. It must end by itself (its calls have timeouts) and
 * must be safe to repeat with the same progress. What it throws counts as "may work later".
 */
export type Deliver = (entry: OutboxEntry, progress: ReportProgress) => Promise<ReportOutcome>;

export interface DispatcherPorts {
  readonly outbox: Outbox;
  readonly deliver: Deliver;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly limits: {
    /** Pushes begun per second, evenly spaced; may change between two pushes. */
    readonly maxPerSecond: number;
    /** Pushes begun in one run; the rest waits for the next run. */
    readonly maxPerRun: number;
  };
  /** Entries have changed: whoever shows them reads them again. */
  readonly onChange?: () => void;
}

/** What one run did (the first four), and what it left. */
export interface DrainSummary {
  readonly confirmed: number;
  readonly archived: number;
  readonly retried: number;
  readonly parked: number;
  /** Entries in state `waiting`, due or not. */
  readonly waiting: number;
  /** Entries that Odoo has and the history has not. */
  readonly unarchived: number;
  /** When the next run has something to do; 0: now. Null: nothing until something is captured or released. */
  readonly nextDueInMs: number | null;
  readonly linkDown: boolean;
}

export interface Dispatcher {
  /**
   * Archives what is confirmed, then pushes what is due, oldest first and one at a time. `force` makes every
   * waiting result due first. A call while a run is under way joins it: it gets that run's summary, and its
   * own signal does not count. An aborted signal ends the run before the next push. Rejects only when the
   * outbox's file fails.
   */
  drain(signal: AbortSignal, options?: { readonly force?: boolean }): Promise<DrainSummary>;
}

type Tally = { confirmed: number; archived: number; retried: number; parked: number };

/** Thrown with one of these, a push says that no other one could work now either. */
const NOTHING_CAN_WORK: readonly string[] = ['NOT_LEADER', 'STORE_UNAVAILABLE'];

export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  return new OneAtATimeDispatcher(ports);
}

class OneAtATimeDispatcher implements Dispatcher {
  readonly #ports: DispatcherPorts;
  readonly #archiver: Archiver;
  readonly #rate: PushRate;
  #running: Promise<DrainSummary> | null = null;
  #firstRun = true;
  /** Why nothing gets through, and when to look again; null while Odoo answers. */
  #linkDown: { readonly fault: ReportFault; readonly nextAttemptAt: EpochMs } | null = null;

  constructor(ports: DispatcherPorts) {
    this.#ports = ports;
    this.#archiver = new Archiver(ports);
    this.#rate = createPushRate(ports.clock, () => ports.limits.maxPerSecond);
  }

  drain(signal: AbortSignal, options: { readonly force?: boolean } = {}): Promise<DrainSummary> {
    if (options.force) this.#wake();
    this.#running ??= this.#run(signal).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #run(signal: AbortSignal): Promise<DrainSummary> {
    const tally: Tally = { confirmed: 0, archived: 0, retried: 0, parked: 0 };
    // What an earlier process knew of the link is worth nothing now: look with the oldest result.
    if (this.#firstRun) this.#wake();
    this.#firstRun = false;
    tally.archived += await this.#archiver.archiveAll(signal);
    if (tally.archived > 0) this.#changed();
    if (!this.#linkStillRests()) await this.#pushDue(signal, tally);
    return this.#summary(tally);
  }

  /**
   * While the link rests, results that came in meanwhile are not sent ahead of the older ones: they take
   * the same cause and time, so that the oldest is the next to be tried.
   */
  #linkStillRests(): boolean {
    const { outbox, clock } = this.#ports;
    const now = clock.now();
    // With nothing to send, nothing is known of the link.
    if (outbox.count('waiting') === 0) this.#linkDown = null;
    const down = this.#linkDown;
    if (down === null || down.nextAttemptAt <= now || down.nextAttemptAt > now + LONGEST_WAIT_MS)
      return false;
    if (outbox.postponeDue(now, down.fault, down.nextAttemptAt) > 0) this.#changed();
    return true;
  }

  async #pushDue(signal: AbortSignal, tally: Tally): Promise<void> {
    const { outbox, clock, limits } = this.#ports;
    const tried = new Set<string>();
    while (tried.size < limits.maxPerRun) {
      // Asked again after each round: a confirmed result makes the next one of its order due, or wakes others.
      const fresh = outbox
        .dueIds(clock.now(), limits.maxPerRun + tried.size)
        .filter((id) => !tried.has(id))
        .slice(0, limits.maxPerRun - tried.size);
      if (fresh.length === 0) return;
      for (const id of fresh) {
        tried.add(id);
        await this.#rate.take(signal);
        if (signal.aborted) return;
        const entry = outbox.byId(id);
        // An operator may have held or cancelled it while it waited for its turn.
        if (entry?.state !== 'waiting') continue;
        if ((await this.#push(entry, tally)) === 'link-down') return;
      }
    }
  }

  async #push(entry: OutboxEntry, tally: Tally): Promise<'go-on' | 'link-down'> {
    const outcome = await this.#deliver(entry);
    try {
      switch (outcome.kind) {
        case 'confirmed':
          tally.confirmed += 1;
          await this.#onConfirmed(entry, outcome.note, tally);
          return 'go-on';
        case 'park':
          tally.parked += 1;
          this.#onPark(entry, outcome.fault);
          return 'go-on';
        case 'retry':
          tally.retried += 1;
          return this.#onRetry(entry, outcome);
        default:
          return assertNever(outcome, 'outcome of a report');
      }
    } finally {
      this.#changed();
    }
  }

  async #deliver(entry: OutboxEntry): Promise<ReportOutcome> {
    try {
      return await this.#ports.deliver(entry, this.#ports.outbox.progressOf(entry.id));
    } catch (thrown) {
      const fault: ReportFault = { code: codeOf(thrown), message: messageOf(thrown), lines: [] };
      return { kind: 'retry', fault, linkDown: NOTHING_CAN_WORK.includes(fault.code) };
    }
  }

  async #onConfirmed(entry: OutboxEntry, note: string | null, tally: Tally): Promise<void> {
    const { outbox, clock } = this.#ports;
    this.#note(entry, outbox.confirm(entry.id, note, clock.now()), 'is in Odoo');
    if (this.#linkDown !== null) this.#wake();
    const confirmed = outbox.byId(entry.id);
    if (confirmed?.state === 'confirmed' && (await this.#archiver.archiveOne(confirmed))) tally.archived += 1;
  }

  #onPark(entry: OutboxEntry, fault: ReportFault): void {
    this.#note(entry, this.#ports.outbox.park(entry.id, fault), `is parked: ${fault.message}`);
    // Whoever refuses a result is there to answer.
    if (this.#linkDown !== null) this.#wake();
  }

  #onRetry(entry: OutboxEntry, outcome: ReportOutcome & { kind: 'retry' }): 'go-on' | 'link-down' {
    const { outbox, clock, random } = this.#ports;
    const now = clock.now();
    const waitMs = Math.max(backoffMs(entry.attempts + 1, random), outcome.retryAfterMs ?? 0);
    const nextAttemptAt = now + Math.min(Math.ceil(waitMs), LONGEST_WAIT_MS);
    const change = outbox.recordFailure(entry.id, outcome.fault, nextAttemptAt);
    if (entry.lastFault?.message !== outcome.fault.message) {
      this.#note(
        entry,
        change,
        `could not be pushed (attempt ${entry.attempts + 1}): ${outcome.fault.message}`,
      );
    }
    if (!outcome.linkDown) return 'go-on';
    this.#linkDown = { fault: outcome.fault, nextAttemptAt };
    outbox.postponeDue(now, outcome.fault, nextAttemptAt);
    return 'link-down';
  }

  #wake(): void {
    const { outbox, clock } = this.#ports;
    this.#linkDown = null;
    if (outbox.wakeTransient(clock.now()) > 0) this.#changed();
  }

  #note(entry: OutboxEntry, change: EntryChange, what: string): void {
    const context = { moId: entry.result.moId, slot: entry.result.slot };
    if (change === 'changed') this.#ports.logger.info(`${entry.result.moId} ${what}`, context);
    else
      this.#ports.logger.warn(`${entry.result.moId} ${what}, but it has left the outbox meanwhile`, context);
  }

  #changed(): void {
    try {
      this.#ports.onChange?.();
    } catch (thrown) {
      this.#ports.logger.error(`a listener of the outbox failed: ${messageOf(thrown)}`);
    }
  }

  #summary(tally: Tally): DrainSummary {
    const { outbox, clock } = this.#ports;
    const now = clock.now();
    const unarchived = outbox.count('confirmed');
    const nextDueAt = outbox.nextDueAt(now);
    const waits: number[] = [];
    if (nextDueAt !== null) waits.push(nextDueAt - now);
    if (unarchived > 0) waits.push(this.#archiver.retryInMs());
    return {
      ...tally,
      waiting: outbox.count('waiting'),
      unarchived,
      nextDueInMs: waits.length === 0 ? null : Math.min(...waits),
      linkDown: this.#linkDown !== null,
    };
  }
}
