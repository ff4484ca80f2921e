import type { EpochMs } from '../domain/batch.ts';
import type { Clock } from '../domain/ports.ts';
import { nameKey } from './person.ts';

/** Wrong tries in a row that lock a name. */
export const TRIES_BEFORE_LOCK = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 15 * 60_000;
/** Names that nobody has and that are remembered all the same; then the oldest is forgotten. */
const MAX_UNKNOWN_NAMES = 1_000;

interface Tries {
  readonly count: number;
  /** By the clock that never goes back. */
  readonly lockedUntilMs: number;
}

/**
 * Counts wrong logins per name: the fifth in a row locks the name for a minute, each further one for twice
 * as long, up to 15 minutes. A name that nobody has is treated alike, so that nobody learns which names
 * there are. Kept in memory: a restart takes longer than what it would win.
 */
export class LoginGuard {
  readonly #clock: Clock;
  readonly #tries = new Map<string, Tries>();
  readonly #unknown = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When the name can log in again; null when it can now. */
  lockedUntil(name: string): EpochMs | null {
    const leftMs = (this.#tries.get(nameKey(name))?.lockedUntilMs ?? 0) - this.#clock.monotonicMs();
    return leftMs > 0 ? this.#clock.now() + leftMs : null;
  }

  /**
   * Counts a try as wrong before it is looked at: several at once must not have more tries than one after
   * the other.
   * @param isKnown a person has this name
   */
  count(name: string, isKnown: boolean): void {
    const key = nameKey(name);
    const count = (this.#tries.get(key)?.count ?? 0) + 1;
    const over = count - TRIES_BEFORE_LOCK;
    const lockMs = over < 0 ? 0 : Math.min(FIRST_LOCK_MS * 2 ** Math.min(over, 10), LONGEST_LOCK_MS);
    this.#tries.set(key, { count, lockedUntilMs: lockMs === 0 ? 0 : this.#clock.monotonicMs() + lockMs });
    if (isKnown) this.#unknown.delete(key);
    else this.#rememberUnknown(key);
  }

  /** The try was right, or a supervisor has given the person a new PIN: the count begins anew. */
  clear(name: string): void {
    const key = nameKey(name);
    this.#tries.delete(key);
    this.#unknown.delete(key);
  }

  #rememberUnknown(key: string): void {
    this.#unknown.delete(key);
    this.#unknown.add(key);
    const [oldest] = this.#unknown;
    if (this.#unknown.size <= MAX_UNKNOWN_NAMES || oldest === undefined) return;
    this.#unknown.delete(oldest);
    this.#tries.delete(oldest);
  }
}
