import { AppError, messageOf } from '../../shared/errors.ts';
import type { Clock, Logger } from '../domain/ports.ts';

/** After a call that was not answered at all, the server is left alone for this time, in milliseconds. */
export const LEFT_ALONE_MS = 5_000;

/** What `pg` and its pool say when nothing came back in time: neither a refusal nor an error of the server. */
const SILENCE = /query read timeout|connection terminated due to connection timeout/i;

/**
 * Keeps calls from waiting one after the other for a server that says nothing: a host that is switched off, or a
 * network that swallows packets. One call in {@link LEFT_ALONE_MS} finds out whether it is back; all others
 * fail at once meanwhile. A server that refuses is quick by itself and never left alone.
 */
export class SilentServer {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #silence: { untilMs: number } | null = null;
  #spells = 0;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** How often the server fell silent: a connection from before the last time is dead. */
  get spells(): number {
    return this.#spells;
  }

  /** To be called before a connection is asked for. Throws AppError STORE_UNAVAILABLE while it is left alone. */
  enter(): void {
    if (this.#silence === null) return;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#silence.untilMs) {
      throw new AppError('STORE_UNAVAILABLE', 'the database cannot be used: it did not answer a moment ago');
    }
    // This call looks; those that come while it waits do not.
    this.#silence.untilMs = nowMs + LEFT_ALONE_MS;
  }

  /** The server answered. */
  heard(): void {
    if (this.#silence === null) return;
    this.#silence = null;
    this.#logger.info('the database answers again', { module: 'store' });
  }

  /** A call failed. */
  failed(error: unknown): void {
    if (!SILENCE.test(messageOf(error))) return;
    if (this.#silence === null) {
      this.#spells += 1;
      this.#logger.warn('the database does not answer', { module: 'store' });
    }
    this.#silence = { untilMs: this.#clock.monotonicMs() + LEFT_ALONE_MS };
  }
}
