import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';

/** How often the event loop is asked to turn, in milliseconds: what Node measures includes this. */
const RESOLUTION_MS = 10;
/** A longer stop holds up the PLC's answers and every window, in milliseconds. */
export const LONGEST_STOP_MS = 50;
/** How often the figures are looked at, in milliseconds. */
export const LOOK_EVERY_MS = 10_000;
const NS_PER_MS = 1e6;

/** Logs when this process did nothing else for more than {@link LONGEST_STOP_MS}, at most once a look. */
export function watchEventLoop(clock: Clock, logger: Logger): Cancel {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let cancel: Cancel = () => undefined;
  const look = (): void => {
    const longestMs = Math.round(delay.max / NS_PER_MS) - RESOLUTION_MS;
    const p99Ms = Math.round(delay.percentile(99) / NS_PER_MS) - RESOLUTION_MS;
    delay.reset();
    if (longestMs > LONGEST_STOP_MS) {
      logger.warn(`the event loop stood still for ${longestMs} ms`, { module: 'station', p99Ms });
    }
    cancel = clock.after(LOOK_EVERY_MS, look);
  };
  cancel = clock.after(LOOK_EVERY_MS, look);
  return () => {
    cancel();
    delay.disable();
  };
}
