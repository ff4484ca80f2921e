import type { Clock } from '../domain/ports.ts';

/** The machine's clock, for tests with real I/O. Its timers keep the process alive until they fire or end. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
