import type { Cancel, Clock } from '../../domain/ports.ts';

/** How many delayed replies may wait; one more is sent at once. */
export const MAX_DELAYED_REPLIES = 1_000;

/** Replies that are to go out later. */
export class DelayedReplies {
  readonly #clock: Clock;
  readonly #timers = new Set<Cancel>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends after `delayMs`; at once for 0, and when {@link MAX_DELAYED_REPLIES} are waiting. */
  after(delayMs: number, send: () => void): void {
    if (delayMs === 0 || this.#timers.size >= MAX_DELAYED_REPLIES) {
      send();
      return;
    }
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      send();
    });
    this.#timers.add(cancel);
  }

  /** What still waits is never sent. */
  forget(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }
}
