import { AppError } from '../../shared/errors.ts';
import { type Clock, sleep } from '../domain/ports.ts';

export interface PushRate {
  /** Resolves when the next push may start, or at once when `signal` aborts. */
  take(signal: AbortSignal): Promise<void>;
}

/**
 * A token bucket that holds one token and gets a new one every 1/maxPerSecond seconds: a single push
 * starts at once, a backlog goes out evenly spaced. A larger bucket would let a burst through in the very
 * moment in which a server that was away comes back. The rate is asked for at each push: it may be changed
 * meanwhile. Throws CONFIG_INVALID on a rate that is not above 0.
 */
export function createPushRate(clock: Clock, maxPerSecond: () => number): PushRate {
  gapMsOf(maxPerSecond());
  let nextTokenMs = clock.monotonicMs();
  return {
    async take(signal) {
      const nowMs = clock.monotonicMs();
      const startMs = Math.max(nowMs, nextTokenMs);
      nextTokenMs = startMs + gapMsOf(maxPerSecond());
      if (startMs > nowMs) await sleep(clock, startMs - nowMs, signal);
    },
  };
}

function gapMsOf(maxPerSecond: number): number {
  if (Number.isFinite(maxPerSecond) && maxPerSecond > 0) return 1_000 / maxPerSecond;
  throw new AppError('CONFIG_INVALID', `push rate must be above 0 per second, not ${maxPerSecond}`);
}
