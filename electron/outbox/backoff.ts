import type { Random } from '../domain/ports.ts';

export interface Backoff {
  /** Upper end of the first wait. */
  readonly baseMs: number;
  /** Upper end of every wait, however many attempts failed. */
  readonly capMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { baseMs: 1_000, capMs: 60_000 };

/**
 * No attempt is ever put further into the future than this, also when the other side asks for more. So a
 * time further ahead can only mean that the computer's clock was set back, and counts as due.
 */
export const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * How long to wait after `attempts` failed attempts (counted from 1): whole milliseconds, evenly spread
 * over 1..min(cap, base * 2^(attempts-1)). The spread over the whole range ("full jitter") keeps two
 * stations that lost the same server from coming back in step.
 */
export function backoffMs(attempts: number, random: Random, backoff: Backoff = DEFAULT_BACKOFF): number {
  const doubled = backoff.baseMs * 2 ** Math.max(0, attempts - 1);
  const ceilingMs = Math.max(1, Math.min(backoff.capMs, doubled));
  return 1 + Math.floor(random() * ceilingMs);
}
