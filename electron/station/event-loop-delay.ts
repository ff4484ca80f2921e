import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../domain/ports.ts';

/** How often the event loop is sampled, in milliseconds; each sample holds this much that is no delay. */
const SAMPLE_EVERY_MS = 10;
/** A measurement is begun anew when it is read and is older than this, in milliseconds. */
const WINDOW_MS = 60_000;
const NANOSECONDS_PER_MS = 1e6;

/** Measures how late this program's event loop is: long work in it makes everything else wait. */
export class EventLoopDelay {
  readonly #clock: Clock;
  readonly #histogram = monitorEventLoopDelay({ resolution: SAMPLE_EVERY_MS });
  #windowBeganMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#windowBeganMs = clock.monotonicMs();
    this.#histogram.enable();
  }

  /** The 99th percentile of about the last minute, or of the time since the last call if that is longer; null: no sample yet. */
  p99Ms(): number | null {
    if (this.#histogram.count === 0) return null;
    const delay = this.#histogram.percentile(99) / NANOSECONDS_PER_MS - SAMPLE_EVERY_MS;
    const now = this.#clock.monotonicMs();
    if (now - this.#windowBeganMs > WINDOW_MS) {
      this.#histogram.reset();
      this.#windowBeganMs = now;
    }
    return Math.max(0, Math.round(delay * 10) / 10);
  }

  stop(): void {
    this.#histogram.disable();
  }
}
