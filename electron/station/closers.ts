import { messageOf } from '../../shared/errors.ts';
import type { Clock, Logger } from '../domain/ports.ts';

/** How long one part may take to close, in milliseconds; then the next one is closed all the same. */
const CLOSE_DEADLINE_MS = 15_000;

/** What was opened, closed again in reverse order, each part under a deadline. */
export class Closers {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #parts: { readonly name: string; readonly close: () => Promise<unknown> }[] = [];
  #closing: Promise<void> | null = null;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  add(name: string, close: () => Promise<unknown>): void {
    this.#parts.push({ name, close });
  }

  /** Closes everything once; a second call waits for the first. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (const { name, close } of this.#parts.toReversed()) {
      const { promise: late, resolve } = Promise.withResolvers<'late'>();
      const cancel = this.#clock.after(CLOSE_DEADLINE_MS, () => resolve('late'));
      try {
        if ((await Promise.race([close(), late])) === 'late')
          this.#logger.warn(`${name} did not close in time`);
      } catch (thrown) {
        this.#logger.warn(`${name} did not close in order: ${messageOf(thrown)}`);
      } finally {
        cancel();
      }
    }
    this.#parts = [];
  }
}
