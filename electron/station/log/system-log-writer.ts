import { messageOf } from '../../../shared/errors.ts';
import type { Cancel, Clock, LogLevel, NewId, Random } from '../../domain/ports.ts';
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
const WRITE_EVERY_MS = 1000;
const MAX_BACKOFF_MS = 60_000;
const CLOSE_DEADLINE_MS = 5000;

/**
 * Brings log records into the table system_log: every second, or as soon as 200 wait. While the database is
 * away up to 5,000 lines wait; beyond that the oldest debug or info line is dropped and counted, and only
 * when there is none the oldest line of all. Its own faults are counted, never logged: a log that reports
 * that it cannot log feeds itself.
 */
export class SystemLogWriter {
  readonly #options: SystemLogOptions;
  #waiting: SystemLogLine[] = [];
  #inFlight: readonly SystemLogLine[] = [];
  #inserting: Promise<void> | null = null;
  #cancelTimer: Cancel | null = null;
  #failuresInARow = 0;
  #droppedLines = 0;
  #failedInserts = 0;
  #lastFault: string | null = null;
  #isClosed = false;

  constructor(options: SystemLogOptions) {
    this.#options = options;
  }

  get health(): SystemLogHealth {
    return {
      bufferedLines: this.#bufferedLines,
      droppedLines: this.#droppedLines,
      failedInserts: this.#failedInserts,
      lastFault: this.#lastFault,
    };
  }

  /** Takes one record. Never throws, never waits. After close() the line is dropped and counted. */
  write(record: LogRecord): void {
    if (this.#isClosed) {
      this.#droppedLines += 1;
      return;
    }
    this.#waiting.push(toLine(record, this.#options.newId()));
    if (this.#bufferedLines > MAX_BUFFERED_LINES) this.#dropOne();
    if (this.#failuresInARow > 0 || this.#inserting !== null) return;
    if (this.#waiting.length >= MAX_LINES_PER_INSERT) this.#insertNow();
    else this.#insertAfter(WRITE_EVERY_MS);
  }

  /** Writes what waits, for at most `deadlineMs`; what is left then is dropped and counted. */
  async close(deadlineMs = CLOSE_DEADLINE_MS): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    const { promise, resolve } = Promise.withResolvers<'late'>();
    const cancel = this.#options.clock.after(deadlineMs, () => resolve('late'));
    await Promise.race([this.#drain(), promise]);
    cancel();
    this.#stopTimer();
    this.#droppedLines += this.#bufferedLines;
    this.#waiting = [];
    this.#inFlight = [];
  }

  get #bufferedLines(): number {
    return this.#waiting.length + this.#inFlight.length;
  }

  /** Inserts until nothing waits or one insert fails. */
  async #drain(): Promise<void> {
    await this.#inserting;
    while (this.#waiting.length > 0) {
      const failed = this.#failedInserts;
      this.#insertNow();
      await this.#inserting;
      if (this.#failedInserts > failed) return;
    }
  }

  #dropOne(): void {
    const oldest = this.#waiting.findIndex(({ level }) => level === 'debug' || level === 'info');
    this.#waiting.splice(Math.max(oldest, 0), 1);
    this.#droppedLines += 1;
  }

  #insertAfter(ms: number): void {
    this.#cancelTimer ??= this.#options.clock.after(ms, () => this.#insertNow());
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #insertNow(): void {
    this.#stopTimer();
    this.#inFlight = this.#waiting.splice(0, MAX_LINES_PER_INSERT);
    this.#inserting = this.#insert(this.#inFlight);
  }

  async #insert(lines: readonly SystemLogLine[]): Promise<void> {
    try {
      // Called from a promise, so that an insert that throws at once is like one that rejects.
      await Promise.resolve(lines).then(this.#options.insert);
      this.#failuresInARow = 0;
    } catch (thrown) {
      this.#failuresInARow += 1;
      this.#failedInserts += 1;
      this.#lastFault = messageOf(thrown);
      // close() may have given up meanwhile; then these lines are counted as dropped already.
      this.#waiting.unshift(...this.#inFlight);
    }
    this.#inFlight = [];
    this.#inserting = null;
    if (!this.#isClosed) this.#goOn();
  }

  #goOn(): void {
    if (this.#failuresInARow > 0) this.#insertAfter(this.#backoffMs());
    else if (this.#waiting.length >= MAX_LINES_PER_INSERT) this.#insertNow();
    else if (this.#waiting.length > 0) this.#insertAfter(WRITE_EVERY_MS);
  }

  /** 1 s, 2 s, 4 s ... 60 s, each cut by up to half at random. */
  #backoffMs(): number {
    const fullMs = Math.min(MAX_BACKOFF_MS, WRITE_EVERY_MS * 2 ** Math.min(this.#failuresInARow - 1, 10));
    return fullMs * (1 - this.#options.random() / 2);
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
