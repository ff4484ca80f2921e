import { AppError, codeOf, messageOf } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';
import type { LeadershipHolder, LeadershipLock } from '../store/leadership-lock.ts';

/** Pause before the database is asked again for the right to command, in milliseconds. */
const ASK_AGAIN_MS = 2_000;

/**
 * - away: the database was never reached
 * - leader: this station commands
 * - follower: another station does
 * - cut-off: this station commanded, and the database is away: nobody can have taken over through it
 */
export type CommandState = 'away' | 'leader' | 'follower' | 'cut-off';

export interface CommandRightParts {
  readonly lock: LeadershipLock;
  /** Brings the database up to date; called before the lock is first asked for. */
  readonly migrate: () => Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** This station may command from now on. */
  readonly onLeader: () => void;
}

/** Brings the database up to date when it can be reached, and keeps trying to command the PLC (S8). */
export class CommandRight implements Leadership {
  readonly #parts: CommandRightParts;
  #state: CommandState = 'away';
  #migrated = false;
  #stopped = false;
  #cancelTimer: Cancel = () => undefined;
  #asking: Promise<void> = Promise.resolve();
  #lastTrouble = '';
  #lastGoodAt: EpochMs | null = null;

  constructor(parts: CommandRightParts) {
    this.#parts = parts;
    parts.lock.onLost(() => {
      this.#state = 'cut-off';
      this.#askLater(0);
    });
  }

  get state(): CommandState {
    return this.#state;
  }

  /** When the database last answered; null when it never did. */
  get lastGoodAt(): EpochMs | null {
    return this.#lastGoodAt;
  }

  get epoch(): number | null {
    return this.#parts.lock.epoch();
  }

  /** Which station commands, as far as this one knows; null when nobody does or the database is away. */
  get holder(): LeadershipHolder | null {
    return this.#parts.lock.holder;
  }

  /** The database was heard of by another way than this one. */
  noteAnswer(): void {
    this.#lastGoodAt = this.#parts.clock.now();
  }

  /**
   * Asks for the first time; later tries follow by themselves. Throws AppError STORE_MIGRATION_FAILED:
   * such a database cannot be used at all.
   */
  async start(): Promise<void> {
    await this.#ask();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#asking.catch(() => undefined);
    await this.#parts.lock.release();
  }

  async assertLeader(): Promise<void> {
    if (this.#state === 'leader' && (await this.#parts.lock.confirm())) {
      this.#lastGoodAt = this.#parts.clock.now();
      return;
    }
    if (this.#state === 'follower') throw new AppError('NOT_LEADER', 'another station commands this PLC');
    throw new AppError('STORE_UNAVAILABLE', 'the database does not answer');
  }

  mayAcknowledge(): boolean {
    return this.#state === 'leader' || this.#state === 'cut-off';
  }

  async #ask(): Promise<void> {
    try {
      if (!this.#migrated) await this.#parts.migrate();
      this.#migrated = true;
      const got = await this.#parts.lock.acquire();
      this.#become(got === 'acquired' ? 'leader' : 'follower');
    } catch (thrown) {
      if (codeOf(thrown) === 'STORE_MIGRATION_FAILED') throw thrown;
      this.#trouble(messageOf(thrown));
    }
    if (this.#state !== 'leader') this.#askLater(ASK_AGAIN_MS);
  }

  #become(state: 'leader' | 'follower'): void {
    const before = this.#state;
    this.#state = state;
    this.#lastGoodAt = this.#parts.clock.now();
    this.#lastTrouble = '';
    if (before === state) return;
    if (state === 'leader') this.#parts.onLeader();
    else this.#parts.logger.warn('another station commands this PLC: this one only shows');
  }

  #trouble(message: string): void {
    if (message === this.#lastTrouble) return;
    this.#lastTrouble = message;
    this.#parts.logger.warn(`the database cannot be used, asking again: ${message}`);
  }

  #askLater(ms: number): void {
    if (this.#stopped) return;
    this.#cancelTimer();
    this.#cancelTimer = this.#parts.clock.after(ms, () => {
      this.#asking = this.#ask().catch((thrown: unknown) => {
        this.#parts.logger.error(`the database cannot be used: ${messageOf(thrown)}`);
        this.#askLater(ASK_AGAIN_MS);
      });
    });
  }
}
