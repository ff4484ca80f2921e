import type { Clock } from '../domain/ports.ts';

/**
 * A clock on which `times` seconds pass in a real one: for tests with real sockets whose subject is what
 * happens after a timeout or a grace time. Timers, wall clock and monotonic time run together.
 */
export function fastClock(times: number): Clock {
  const startedAt = Date.now();
  const startedMs = performance.now();
  const passedMs = (): number => (performance.now() - startedMs) * times;
  return {
    now: () => Math.round(startedAt + passedMs()),
    monotonicMs: passedMs,
    after(ms, run) {
      const timer = setTimeout(run, ms / times);
      return () => clearTimeout(timer);
    },
  };
}
