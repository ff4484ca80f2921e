import { messageOf } from '../../shared/errors.ts';
import type { Cancel, Clock, Random } from '../domain/ports.ts';

export interface RowQueueOptions<T> {
  /**
   * Writes rows to the database. Must settle. A row whose id is already there must be skipped: after a
   * failure whose outcome is unknown the same rows come again.
   */
  readonly insert: (rows: readonly T[]) => Promise<void>;
  readonly maxWaitingRows: number;
  readonly maxRowsPerInsert: number;
  /** Which waiting row is lost when there are too many; the oldest (0) when left out. */
  readonly leastMissed?: (waiting: readonly T[]) => number;
  readonly clock: Clock;
  readonly random: Random;
}

export interface RowQueueHealth {
  readonly waitingRows: number;
  readonly lostRows: number;
  readonly failedInserts: number;
  readonly lastFault: string | null;
}

const WRITE_EVERY_MS = 1000;
const MAX_BACKOFF_MS = 60_000;
const CLOSE_DEADLINE_MS = 5000;

/**
 * Brings rows into the database behind the back of the work that makes them: every second, or as soon as an
 * insert is full. While the database is away rows wait, up to a limit; beyond it one is lost for each that
 * comes, and counted. Its own faults are counted, never logged: a log that reports that it cannot log feeds itself.
 */
export class RowQueue<T> {
  readonly #options: RowQueueOptions<T>;
  #waiting: T[] = [];
  #inFlight: readonly T[] = [];
  #inserting: Promise<void> | null = null;
  #cancelTimer: Cancel | null = null;
  #failuresInARow = 0;
  #lostRows = 0;
  #failedInserts = 0;
  #lastFault: string | null = null;
  #isClosed = false;

  constructor(options: RowQueueOptions<T>) {
    this.#options = options;
  }

  get health(): RowQueueHealth {
    return {
      waitingRows: this.#waitingRows,
      lostRows: this.#lostRows,
      failedInserts: this.#failedInserts,
      lastFault: this.#lastFault,
    };
  }

  /** Takes one row. Never throws, never waits. After close() the row is lost and counted. */
  add(row: T): void {
    if (this.#isClosed) {
      this.#lostRows += 1;
      return;
    }
    this.#waiting.push(row);
    if (this.#waitingRows > this.#options.maxWaitingRows) this.#loseOne();
    if (this.#failuresInARow > 0 || this.#inserting !== null) return;
    if (this.#waiting.length >= this.#options.maxRowsPerInsert) this.#insertNow();
    else this.#insertAfter(WRITE_EVERY_MS);
  }

  /** Writes what waits, for at most `deadlineMs`; what is left then is lost and counted. */
  async close(deadlineMs = CLOSE_DEADLINE_MS): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    const { promise, resolve } = Promise.withResolvers<'late'>();
    const cancel = this.#options.clock.after(deadlineMs, () => resolve('late'));
    await Promise.race([this.#drain(), promise]);
    cancel();
    this.#stopTimer();
    this.#lostRows += this.#waitingRows;
    this.#waiting = [];
    this.#inFlight = [];
  }

  get #waitingRows(): number {
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

  #loseOne(): void {
    this.#waiting.splice(this.#options.leastMissed?.(this.#waiting) ?? 0, 1);
    this.#lostRows += 1;
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
    this.#inFlight = this.#waiting.splice(0, this.#options.maxRowsPerInsert);
    this.#inserting = this.#insert(this.#inFlight);
  }

  async #insert(rows: readonly T[]): Promise<void> {
    try {
      // Called from a promise, so that an insert that throws at once is like one that rejects.
      await Promise.resolve(rows).then(this.#options.insert);
      this.#failuresInARow = 0;
    } catch (thrown) {
      this.#failuresInARow += 1;
      this.#failedInserts += 1;
      this.#lastFault = messageOf(thrown);
      // close() may have given up meanwhile; then these rows are counted as lost already.
      this.#waiting.unshift(...this.#inFlight);
    }
    this.#inFlight = [];
    this.#inserting = null;
    if (!this.#isClosed) this.#goOn();
  }

  #goOn(): void {
    if (this.#failuresInARow > 0) this.#insertAfter(this.#backoffMs());
    else if (this.#waiting.length >= this.#options.maxRowsPerInsert) this.#insertNow();
    else if (this.#waiting.length > 0) this.#insertAfter(WRITE_EVERY_MS);
  }

  /** 1 s, 2 s, 4 s ... 60 s, each cut by up to half at random. */
  #backoffMs(): number {
    const fullMs = Math.min(MAX_BACKOFF_MS, WRITE_EVERY_MS * 2 ** Math.min(this.#failuresInARow - 1, 10));
    return fullMs * (1 - this.#options.random() / 2);
  }
}
