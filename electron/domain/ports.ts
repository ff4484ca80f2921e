/**
 * What the station needs from its surroundings. Time, randomness and ids come in through these, so that
 * a test decides them; nothing below `station/` reads the system clock.
 */

/** Ends a timer. Calling it twice, or after the timer fired, does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** Wall-clock time in UTC, milliseconds since 1970. May jump. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. For durations and deadlines. */
  monotonicMs(): number;
  /** Runs `run` once after `ms` milliseconds. */
  after(ms: number, run: () => void): Cancel;
}

/** A number in [0, 1). */
export type Random = () => number;

/** A new UUID. */
export type NewId = () => string;

export type TaskNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a log line is about. Never a secret. */
export interface LogContext {
  readonly module?: string;
  readonly task?: TaskNumber;
  readonly moId?: string;
  readonly slot?: number;
  readonly [detail: string]: unknown;
}

/** Logging never throws and never waits. */
export interface Logger {
  debug(message: string, context?: LogContext): void;
  info(message: string, context?: LogContext): void;
  warn(message: string, context?: LogContext): void;
  error(message: string, context?: LogContext): void;
  /** A logger that adds `context` to every line. */
  with(context: LogContext): Logger;
}

/** Resolves after `ms` milliseconds of `clock`, or at once when `signal` aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const onAbort = (): void => {
      cancel();
      resolve();
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
