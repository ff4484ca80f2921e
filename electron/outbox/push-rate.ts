import { AppError } from '../../shared/errors.ts';
import { type Clock, sleep } from '../domain/ports.ts';

export interface PushRate {
  /** Resolves when the next push may start, or at once when `signal` aborts. */
  take(signal: AbortSignal): Promise<void>;
}

/**
 * A token bucket that holds one token and gets a new one every 1/maxPerSecond seconds: a single push
 * starts at once, a backlog goes out evenly spaced. A larger bucket would let a burst through in the very
 * moment in which a server that was away comes back. Throws CONFIG_INVALID on a rate that is not above 0.
 */
export function createPushRate(clock: Clock, maxPerSecond: number): PushRate {
  if (!Number.isFinite(maxPerSecond) || maxPerSecond <= 0) {
    throw new AppError('CONFIG_INVALID', `push rate must be above 0 per second, not ${maxPerSecond}`);
  }
  const gapMs = 1_000 / maxPerSecond;
  let nextTokenMs = clock.monotonicMs();
  return {
    async take(signal) {
      const nowMs = clock.monotonicMs();
      const startMs = Math.max(nowMs, nextTokenMs);
      nextTokenMs = startMs + gapMs;
      if (startMs > nowMs) await sleep(clock, startMs - nowMs, signal);
    },
  };
}
