import type { Cancel } from '../../domain/ports.ts';

/**
 * - unknown: nothing has been asked yet, or not often enough to know
 * - up: the last answer that matters came
 * - lost: three attempts in a row went without an answer
 */
export type LinkState = 'unknown' | 'up' | 'lost';

export type LinkListener = (state: LinkState) => void;

/** Attempts in a row without an answer that make a link lost. */
export const MISSES_UNTIL_LOST = 3;

/** Whether the PLC answers, judged by attempts alone. */
export class LinkTracker {
  readonly #listeners = new Set<LinkListener>();
  readonly #onListenerError: (error: unknown) => void;
  #state: LinkState = 'unknown';
  #missesInARow = 0;

  /** A listener that throws must not break the exchange that told it; its error goes to `onListenerError`. */
  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Attempts since the last answer. */
  get missesInARow(): number {
    return this.#missesInARow;
  }

  onChange(listener: LinkListener): Cancel {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A valid reply came, whatever its end code: the PLC is there. */
  answered(): void {
    this.#missesInARow = 0;
    this.#become('up');
  }

  /** An attempt ended without an answer. */
  missed(): void {
    this.#missesInARow += 1;
    if (this.#missesInARow >= MISSES_UNTIL_LOST) this.#become('lost');
  }

  #become(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) {
      try {
        listener(state);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}
