import { messageOf } from '../../shared/errors.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';

/** Pause before a station is started again: the first, doubled up to the longest, in milliseconds. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Restarts within {@link RESTART_WINDOW_MS}; a station that needs more is not started again. */
const MAX_RESTARTS = 10;
const RESTART_WINDOW_MS = 60 * 60_000;

/** What the keeper needs of a station with all that surrounds it. */
export interface Kept {
  close(): Promise<void>;
  /** Puts into the new station's alarms why the one before was given up. */
  alarmFault(message: string): void;
}

export interface KeeperParts<S extends Kept> {
  readonly clock: Clock;
  /** The log of the last station; before the first, standard error. */
  readonly logger: Logger;
  readonly open: () => Promise<S>;
  /** Null: there is none at present. */
  readonly onChange: (station: S | null) => void;
  /** It is not started again any more. */
  readonly onGivenUp: () => void;
}

/** Keeps one station running: a fault that escapes it costs a new start of the station, not of the windows. */
export class StationKeeper<S extends Kept> {
  readonly #parts: KeeperParts<S>;
  #station: S | null = null;
  #restarts: readonly number[] = [];
  #isStopped = false;
  #isBusy = false;
  #cancel: Cancel = () => undefined;
  /** Opening and closing take turns. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: KeeperParts<S>) {
    this.#parts = parts;
  }

  get station(): S | null {
    return this.#station;
  }

  /** The first start. Rejects with what the station says: that is for a person to mend. */
  async start(): Promise<void> {
    this.#isBusy = true;
    const opening = this.#parts.open();
    this.#turn = opening.then(
      () => undefined,
      () => undefined,
    );
    this.#set(await opening);
    this.#isBusy = false;
  }

  /** Something was thrown that nobody caught: what the station is now worth nobody knows. */
  onFault(thrown: unknown): void {
    const { clock, logger, onGivenUp } = this.#parts;
    const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    logger.error(`a fault escaped the station: ${what}`, MODULE);
    if (this.#isStopped || this.#isBusy) return;
    const now = clock.monotonicMs();
    this.#restarts = [...this.#restarts.filter((at) => now - at < RESTART_WINDOW_MS), now];
    if (this.#restarts.length > MAX_RESTARTS) {
      logger.error(`more than ${MAX_RESTARTS} restarts in an hour: the station stays down`, MODULE);
      void this.stop().then(onGivenUp);
      return;
    }
    this.#isBusy = true;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#restarts.length - 1), LONGEST_PAUSE_MS);
    this.#turn = this.#close().then(() => this.#startAfter(pauseMs, messageOf(thrown)));
  }

  /** Closes the station for good. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#turn;
    await this.#close();
  }

  #startAfter(pauseMs: number, why: string): void {
    if (this.#isStopped) return;
    this.#cancel = this.#parts.clock.after(pauseMs, () => {
      this.#turn = this.#startAgain(why);
    });
  }

  async #startAgain(why: string): Promise<void> {
    try {
      const station = await this.#parts.open();
      this.#isBusy = false;
      this.#set(station);
      station.alarmFault(why);
    } catch (thrown) {
      this.#isBusy = false;
      this.onFault(thrown);
    }
  }

  async #close(): Promise<void> {
    const station = this.#station;
    this.#set(null);
    await station?.close();
  }

  #set(station: S | null): void {
    this.#station = station;
    this.#parts.onChange(station);
  }
}

const MODULE = { module: 'station' } as const;
