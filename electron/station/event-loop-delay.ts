import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';

/** How often the event loop is asked to turn, in milliseconds: what Node measures includes this. */
const RESOLUTION_MS = 10;
/** A longer stop holds up the PLC's answers and every window, in milliseconds. */
export const LONGEST_STOP_MS = 50;
/** How often the figures are looked at, in milliseconds. */
export const LOOK_EVERY_MS = 10_000;
const NS_PER_MS = 1e6;

/** How late the event loop was, in milliseconds; null: not measured yet. */
export interface EventLoopFigures {
  /** 99th percentile of the last {@link LOOK_EVERY_MS}. */
  readonly p99Ms: number | null;
  /** Since the start. */
  readonly longestMs: number | null;
}

/**
 * Measures how late this program's event loop is: long work in it makes everything else wait. A stop of more
 * than {@link LONGEST_STOP_MS} is logged, the longest of a look.
 */
export class EventLoopDelay {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #lastLook: EventLoopFigures = { p99Ms: null, longestMs: null };
  #cancel: Cancel;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
    this.#histogram.enable();
    this.#cancel = clock.after(LOOK_EVERY_MS, () => this.#look());
  }

  figures(): EventLoopFigures {
    const { p99Ms, longestMs } = this.#lastLook;
    const now = this.#measured();
    return { p99Ms: p99Ms ?? now.p99Ms, longestMs: longer(longestMs, now.longestMs) };
  }

  stop(): void {
    this.#cancel();
    this.#histogram.disable();
  }

  #look(): void {
    const { p99Ms, longestMs } = this.#measured();
    this.#histogram.reset();
    this.#lastLook = { p99Ms, longestMs: longer(this.#lastLook.longestMs, longestMs) };
    if (longestMs !== null && longestMs > LONGEST_STOP_MS) {
      this.#logger.warn(`the event loop stood still for ${longestMs} ms`, { module: 'station', p99Ms });
    }
    this.#cancel = this.#clock.after(LOOK_EVERY_MS, () => this.#look());
  }

  /** Since the last look. */
  #measured(): EventLoopFigures {
    if (this.#histogram.count === 0) return { p99Ms: null, longestMs: null };
    return {
      p99Ms: delayOf(this.#histogram.percentile(99)),
      longestMs: delayOf(this.#histogram.max),
    };
  }
}

/** To a tenth; each sample holds the resolution, which is no delay. */
function delayOf(sampleNs: number): number {
  return Math.max(0, Math.round((sampleNs / NS_PER_MS - RESOLUTION_MS) * 10) / 10);
}

function longer(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
