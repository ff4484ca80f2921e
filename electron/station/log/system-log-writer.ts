import type { Clock, LogLevel, NewId, Random } from '../../domain/ports.ts';
import { RowQueue } from '../../store/row-queue.ts';
import type { LogRecord } from './log-record.ts';

/** A row of system_log. `id` is made here, so that an insert of unknown outcome may be repeated. */
export interface SystemLogLine {
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly timestamp: number;
  readonly level: LogLevel;
  readonly module: string;
  readonly message: string;
  readonly batchNo: string | null;
  readonly moId: string | null;
}

export interface SystemLogOptions {
  /**
   * Writes lines to the database. Must settle. A line whose id is already there must be skipped: after a
   * failure whose outcome is unknown the same lines come again.
   */
  readonly insert: (lines: readonly SystemLogLine[]) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
}

export interface SystemLogHealth {
  readonly bufferedLines: number;
  readonly droppedLines: number;
  readonly failedInserts: number;
  readonly lastFault: string | null;
}

const MAX_BUFFERED_LINES = 5000;
const MAX_LINES_PER_INSERT = 200;
const MAX_MESSAGE_CHARS = 4000;
const MAX_MODULE_CHARS = 255;
const MAX_ID_CHARS = 64;

/**
 * Brings log records into the table system_log. While the database is away up to 5,000 lines wait; beyond
 * that the oldest debug or info line is dropped and counted, and only when there is none the oldest line of all.
 */
export class SystemLogWriter {
  readonly #queue: RowQueue<SystemLogLine>;
  readonly #newId: NewId;

  constructor({ insert, clock, random, newId }: SystemLogOptions) {
    this.#newId = newId;
    this.#queue = new RowQueue({
      insert,
      clock,
      random,
      maxWaitingRows: MAX_BUFFERED_LINES,
      maxRowsPerInsert: MAX_LINES_PER_INSERT,
      leastMissed: (lines) =>
        Math.max(
          lines.findIndex(({ level }) => level === 'debug' || level === 'info'),
          0,
        ),
    });
  }

  get health(): SystemLogHealth {
    const { waitingRows, lostRows, failedInserts, lastFault } = this.#queue.health;
    return { bufferedLines: waitingRows, droppedLines: lostRows, failedInserts, lastFault };
  }

  /** Takes one record. Never throws, never waits. After close() the line is dropped and counted. */
  write(record: LogRecord): void {
    this.#queue.add(toLine(record, this.#newId()));
  }

  /** Writes what waits, for at most `deadlineMs`; what is left then is dropped and counted. */
  close(deadlineMs?: number): Promise<void> {
    return this.#queue.close(deadlineMs);
  }
}

/** A record as the table can hold it: PostgreSQL refuses over-long names and NUL, and one refused line would hold up all. */
function toLine(record: LogRecord, id: string): SystemLogLine {
  return {
    id,
    timestamp: record.at,
    level: record.level,
    module: clip(record.module, MAX_MODULE_CHARS),
    message: clip(record.message, MAX_MESSAGE_CHARS),
    batchNo: record.slot === null ? null : clip(String(record.slot), MAX_ID_CHARS),
    moId: record.moId === null ? null : clip(record.moId, MAX_ID_CHARS),
  };
}

function clip(text: string, maxChars: number): string {
  return text.replaceAll('\0', '\uFFFD').slice(0, maxChars).toWellFormed();
}
