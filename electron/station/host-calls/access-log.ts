import { messageOf } from '../../../shared/errors.ts';
import type { EpochMs } from '../../domain/batch.ts';
import type { Clock, Logger, NewId } from '../../domain/ports.ts';
import type { AuditRepository } from '../../store/audit-repository.ts';

/** Rows that may wait for the database; a further one goes to the log alone. */
const MAX_WAITING_ROWS = 100;

/** Something that concerns people: a login, or a change of who may log in. Never a secret. */
export interface AccessRow {
  readonly actor: string;
  readonly station: string;
  readonly command: string;
  readonly input: unknown;
  readonly outcome: 'done' | 'refused';
  readonly before?: unknown;
  readonly after?: unknown;
  readonly code?: string;
  readonly message?: string;
}

export interface AccessLogParts {
  readonly audit: Pick<AuditRepository, 'begin' | 'end'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

interface WaitingRow extends AccessRow {
  readonly at: EpochMs;
}

/**
 * Writes what concerns people into the audit, one row after the other. Nobody waits for it: logging in must
 * be possible while the database is away. A row that cannot be written is in the log as a whole.
 */
export class AccessLog {
  readonly #parts: AccessLogParts;
  readonly #waiting: WaitingRow[] = [];
  #writing: Promise<void> | null = null;
  #closing = false;

  constructor(parts: AccessLogParts) {
    this.#parts = parts;
  }

  note(row: AccessRow): void {
    const { logger, clock } = this.#parts;
    const why = row.message === undefined ? '' : `: ${row.message}`;
    logger.info(`${row.actor} (${row.station}): ${row.command} ${row.outcome}${why}`, MODULE);
    const waiting = { ...row, at: clock.now() };
    if (this.#closing || this.#waiting.length >= MAX_WAITING_ROWS) {
      this.#toLog(waiting, 'too many rows wait for the database');
      return;
    }
    this.#waiting.push(waiting);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when no row waits any more. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Writes what waits; once a row cannot be written, the rest goes to the log, so that the stop is not held up. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    let isLost = false;
    for (let row = this.#waiting.shift(); row !== undefined; row = this.#waiting.shift()) {
      if (isLost && this.#closing) {
        this.#toLog(row, 'the program is stopping');
        continue;
      }
      try {
        await this.#write(row);
      } catch (thrown) {
        isLost = true;
        this.#toLog(row, messageOf(thrown));
      }
    }
    this.#writing = null;
  }

  async #write({ actor, station, command, input, outcome, ...row }: WaitingRow): Promise<void> {
    const { audit, newId } = this.#parts;
    const id = newId();
    const begin = { id, at: row.at, actor, station, command, moId: null, input, reason: null };
    await audit.begin(begin);
    await audit.end(id, {
      endedAt: row.at,
      outcome,
      before: row.before ?? null,
      after: row.after ?? null,
      code: row.code ?? null,
      message: row.message ?? null,
    });
  }

  #toLog(row: WaitingRow, why: string): void {
    this.#parts.logger.warn(`not in the audit (${why}): ${JSON.stringify(row)}`, MODULE);
  }
}

const MODULE = { module: 'access' } as const;
