import { codeOf, messageOf } from '../../shared/errors.ts';
import type { Clock, Logger, Random } from '../domain/ports.ts';
import { backoffMs } from './backoff.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** Commits the history row of a confirmed result; idempotent: 'already' when an earlier call did it. */
export type Archive = (entry: OutboxEntry) => Promise<'archived' | 'already'>;

export interface ArchiverPorts {
  readonly outbox: Outbox;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * Moves confirmed results into the history and out of the outbox, in this order: a crash in between means
 * that the next attempt is answered with 'already'. While the database is away they stay, and pushes go on.
 */
export class Archiver {
  readonly #ports: ArchiverPorts;
  #storeAway = false;
  /** Runs in a row in which at least one entry could not be archived; the present one is in it. */
  #failedRuns = 0;
  #failedInThisRun = false;
  #retryAtMs = 0;

  constructor(ports: ArchiverPorts) {
    this.#ports = ports;
  }

  /** Archives every confirmed entry, oldest first; returns how many left the outbox. Begins a new run. */
  async archiveAll(signal: AbortSignal): Promise<number> {
    if (!this.#failedInThisRun) this.#failedRuns = 0;
    this.#failedInThisRun = false;
    this.#storeAway = false;
    let archived = 0;
    const { outbox } = this.#ports;
    for (const id of outbox.ids('confirmed')) {
      if (signal.aborted || this.#storeAway) break;
      const entry = outbox.byId(id);
      if (entry !== undefined && (await this.archiveOne(entry))) archived += 1;
    }
    return archived;
  }

  /**
   * Archives one confirmed entry; false when it stays for now. After STORE_UNAVAILABLE the rest of the run
   * does not try again: each try would cost a connection timeout, and Odoo's results would wait for it.
   */
  async archiveOne(entry: OutboxEntry): Promise<boolean> {
    if (this.#storeAway) return false;
    const { outbox, archive } = this.#ports;
    try {
      await archive(entry);
    } catch (thrown) {
      this.#onFailure(entry, thrown);
      return false;
    }
    outbox.remove(entry.id);
    return true;
  }

  /** Milliseconds until it is worth trying again; to be asked only while confirmed entries are left. */
  retryInMs(): number {
    return Math.max(0, this.#retryAtMs - this.#ports.clock.monotonicMs());
  }

  #onFailure(entry: OutboxEntry, thrown: unknown): void {
    const { outbox, clock, random, logger } = this.#ports;
    const fault = { code: codeOf(thrown), message: messageOf(thrown), lines: [] };
    this.#storeAway = fault.code === 'STORE_UNAVAILABLE';
    if (!this.#failedInThisRun) this.#failedRuns += 1;
    this.#failedInThisRun = true;
    this.#retryAtMs = clock.monotonicMs() + backoffMs(this.#failedRuns, random);
    if (entry.lastFault?.message === fault.message) return;
    outbox.recordArchiveFault(entry.id, fault);
    const moId = entry.result.moId;
    logger.warn(`${moId} is in Odoo, its history row is not written yet: ${fault.message}`, { moId });
  }
}
