import type { Clock } from '../domain/ports.ts';
import { fingerprint, randomKey } from './random-key.ts';

/** How long a one-time link can be used. */
export const OPEN_KEY_LIFETIME_MS = 10 * 60_000;
/** Links that are out at once; a further one makes the oldest worthless. */
const MAX_OPEN_KEYS = 16;
/** 128 bits. */
const KEY_BYTES = 16;

/** What a key is worth: `good` once, and never again. */
export type KeyUse = 'good' | 'used' | 'unknown';

/**
 * Keys of one-time links: whoever started the program is told one, and opens the first browser with it. A
 * key is used up by its first use, and worth nothing after ten minutes.
 */
export class OpenKeys {
  readonly #clock: Clock;
  /** By fingerprint, oldest first. */
  readonly #keys = new Map<string, { readonly until: number; readonly isUsed: boolean }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  make(): string {
    const key = randomKey(KEY_BYTES);
    this.#keys.set(fingerprint(key), {
      until: this.#clock.monotonicMs() + OPEN_KEY_LIFETIME_MS,
      isUsed: false,
    });
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > MAX_OPEN_KEYS && oldest !== undefined) this.#keys.delete(oldest);
    return key;
  }

  /** Uses a key up. A key that is too old is unknown. */
  use(key: string): KeyUse {
    const print = fingerprint(key);
    const found = this.#keys.get(print);
    if (found === undefined || found.until <= this.#clock.monotonicMs()) return 'unknown';
    this.#keys.set(print, { ...found, isUsed: true });
    return found.isUsed ? 'used' : 'good';
  }
}
