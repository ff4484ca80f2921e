import type { AppError } from '../../../shared/errors.ts';
import { codeOf, messageOf } from '../../../shared/errors.ts';
import type { Clock, Logger, Random } from '../../domain/ports.ts';
import type { AuditBegin, AuditEnd, AuditEntry, AuditRepository } from '../../store/audit-repository.ts';
import { RowQueue } from '../../store/row-queue.ts';

/** Records that wait for the database at most; then the oldest are lost, and told. */
const MAX_WAITING_RECORDS = 2000;
const MAX_RECORDS_PER_INSERT = 100;

export interface AuditTrailParts {
  readonly audit: AuditRepository;
  /** Why the database cannot be used now; null when it can, as far as is known. */
  readonly databaseTrouble: () => AppError | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** The record of one command, to be completed when the command has ended. */
export interface OpenRecord {
  end(end: Omit<AuditEnd, 'endedAt'>): Promise<void>;
}

/** Writes down what is done by hand: one row a command (S9). */
export class AuditTrail {
  readonly #parts: AuditTrailParts;
  readonly #late: RowQueue<AuditEntry>;

  constructor(parts: AuditTrailParts) {
    this.#parts = parts;
    this.#late = new RowQueue({
      ...parts,
      insert: (entries) => parts.audit.insert(entries),
      maxWaitingRows: MAX_WAITING_RECORDS,
      maxRowsPerInsert: MAX_RECORDS_PER_INSERT,
    });
  }

  /** A row that is there before the command begins. Throws STORE_UNAVAILABLE: what cannot be recorded is not done. */
  async begin(entry: AuditBegin): Promise<OpenRecord> {
    const { audit, clock, logger } = this.#parts;
    await audit.begin(entry);
    return {
      // What was done stays done, also when the database goes away at this moment.
      end: (end) =>
        audit.end(entry.id, { ...end, endedAt: clock.now() }).catch((lost: unknown) => {
          const how = `how command ${entry.id} ended (${end.outcome})`;
          logger.error(`${how} is not in the audit: ${messageOf(lost)}`);
        }),
    };
  }

  /** A row that is written when the command has ended; while the database is away it waits, and the command does not. */
  beginLate(entry: AuditBegin): OpenRecord {
    return {
      end: async (end) => {
        const whole: AuditEntry = { ...entry, ...end, endedAt: this.#parts.clock.now() };
        if (!(await this.#writeNow(whole))) this.#keep(whole);
      },
    };
  }

  /** Writes what waits. */
  close(): Promise<void> {
    return this.#late.close();
  }

  async #writeNow(entry: AuditEntry): Promise<boolean> {
    const { audit, databaseTrouble } = this.#parts;
    if (databaseTrouble() !== null) return false;
    try {
      await audit.insert([entry]);
      return true;
    } catch (thrown) {
      if (codeOf(thrown) !== 'STORE_UNAVAILABLE') throw thrown;
      return false;
    }
  }

  #keep(entry: AuditEntry): void {
    const { lostRows } = this.#late.health;
    this.#late.add(entry);
    if (this.#late.health.lostRows > lostRows)
      this.#parts.logger.error('the audit loses its oldest waiting record: the database is away too long');
  }
}
