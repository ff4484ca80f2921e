import { randomBytes } from 'node:crypto';
import type { Clock, LogContext, Logger, LogLevel } from '../domain/ports.ts';

/** The computer's own time, for the training plant's child processes. */
export const processClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A token for one life of a process: 256 random bits, as text. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * One line of JSON per message on standard error: standard output and the IPC channel stay free for the
 * parent. A value that JSON cannot hold is written as text, as logging never throws.
 */
export const stderrLogger: Logger = stderrLoggerWith({});

function stderrLoggerWith(context: LogContext): Logger {
  const write = (
    level: Extract<LogLevel, 'warn' | 'error'>,
    message: string,
    more: LogContext = {},
  ): void => {
    process.stderr.write(
      `${lineOf({ at: new Date().toISOString(), level, message, ...context, ...more })}\n`,
    );
  };
  // The parent keeps what is said in a file that it cannot rotate: only what is wrong goes there.
  const unsaid = (): void => undefined;
  return {
    debug: unsaid,
    info: unsaid,
    warn: (message, more) => write('warn', message, more),
    error: (message, more) => write('error', message, more),
    with: (more) => stderrLoggerWith({ ...context, ...more }),
  };
}

function lineOf(line: Record<string, unknown>): string {
  try {
    return JSON.stringify(line, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  } catch {
    return `${String(line.level)} ${String(line.message)} (context cannot be written as JSON)`;
  }
}
