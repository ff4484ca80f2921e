import { join } from 'node:path';
import electronLog from 'electron-log/node';
import type { Clock, LogContext, Logger, LogLevel } from '../../domain/ports.ts';
import { ConsoleWriter, type TextStream } from './console-writer.ts';
import { consoleLine, fileLine, type LogRecord, makeRecord } from './log-record.ts';
import { Redactor } from './redactor.ts';
import { RotatingFile, type RotationLimits } from './rotating-file.ts';

export interface LoggerOptions {
  readonly dataDir: string;
  readonly console: boolean;
  readonly clock: Clock;
  /** Least important level that is logged; `info` unless told. */
  readonly level?: LogLevel;
  /** Takes every record too, for example into the database. Must not wait; what it throws is counted. */
  readonly sink?: (record: LogRecord) => void;
  /** Where the console is; standard output unless told. */
  readonly stream?: TextStream;
  readonly rotation?: RotationLimits;
}

/** What the log itself suffered: shown as health, as the log cannot report it. */
export interface LogHealth {
  readonly failedFileWrites: number;
  readonly lostFileLines: number;
  readonly lostConsoleLines: number;
  /** Records that could not be made or that the sink refused. */
  readonly failedRecords: number;
}

export interface StationLogger extends Logger {
  /** Masks this value in every line from now on. */
  registerSecret(value: string): void;
  /** Changes the least important level that is logged: the log is open before the settings are read. */
  setLevel(level: LogLevel): void;
  health(): LogHealth;
  /** Resolves when every line so far is in the file or counted as lost. */
  flush(): Promise<void>;
  /** Flushes for at most `deadlineMs`, then lets go of the console. Lines after it go to the file only. */
  close(deadlineMs?: number): Promise<void>;
}

const CLOSE_DEADLINE_MS = 2000;

type Dispatch = (record: LogRecord) => void;
type Write = (level: LogLevel, message: string, ...contexts: LogContext[]) => void;

/**
 * The station's log: `<dataDir>/logs/batchline.log` (rotated), the console when wanted, and a sink.
 *
 * electron-log distributes the lines. Its own transports are not used: the file one gives a file up for good
 * after one failed opening, keeps one old file, and its queue has no limit and no flush; the console one does
 * not survive a closed pipe.
 */
export function createLogger(options: LoggerOptions): StationLogger {
  const { clock } = options;
  const redactor = new Redactor();
  const file = new RotatingFile(join(options.dataDir, 'logs', 'batchline.log'), options.rotation);
  const screen = options.console ? new ConsoleWriter(options.stream ?? process.stdout) : null;
  let failedRecords = 0;

  const countFailure = (): void => {
    failedRecords += 1;
  };
  const { dispatch, setLevel } = dispatcher(options.level ?? 'info', countFailure, [
    (record) => file.append(fileLine(record)),
    (record) => screen?.line(consoleLine(record)),
    (record) => options.sink?.(record),
  ]);
  const write: Write = (level, message, ...contexts) => {
    try {
      // Merged in here, not by the callers: a context's getter may throw.
      const context: LogContext = {};
      for (const one of contexts) Object.assign(context, one);
      dispatch(makeRecord(redactor, clock.now(), level, message, context));
    } catch {
      countFailure();
    }
  };

  return {
    ...contextLogger(write, []),
    registerSecret: (value) => redactor.registerSecret(value),
    setLevel,
    health: () => ({
      failedFileWrites: file.counts.failedWrites,
      lostFileLines: file.counts.lostLines,
      lostConsoleLines: screen?.lostLines ?? 0,
      failedRecords,
    }),
    flush: () => file.flush(),
    async close(deadlineMs = CLOSE_DEADLINE_MS) {
      await withDeadline(clock, deadlineMs, file.flush());
      screen?.close();
    },
  };
}

/** Hands each record to the targets alone: electron-log's own transports are not asked. */
function dispatcher(
  level: LogLevel,
  countFailure: () => void,
  targets: readonly Dispatch[],
): { dispatch: Dispatch; setLevel(level: LogLevel): void } {
  const log = electronLog.create({ logId: 'batchline' });
  const transports = targets.map((target) => {
    const transport = ({ data }: { data: unknown[] }): void => {
      try {
        // The record travels as the message's only datum: electron-log formats nothing.
        for (const record of data) if (isRecord(record)) target(record);
      } catch {
        // electron-log would swallow it; one target's failure must not cost the others the line.
        countFailure();
      }
    };
    return Object.assign(transport, { level, transforms: [] });
  });
  return {
    dispatch: (record) =>
      log.processMessage({ data: [record], level: record.level, date: new Date(record.at) }, { transports }),
    setLevel(wanted) {
      for (const transport of transports) transport.level = wanted;
    },
  };
}

function isRecord(value: unknown): value is LogRecord {
  return typeof value === 'object' && value !== null && 'message' in value && 'context' in value;
}

function contextLogger(write: Write, bound: readonly LogContext[]): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, context: LogContext = {}): void =>
      write(level, message, ...bound, context);
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (context) => contextLogger(write, [...bound, context]),
  };
}

/** Waits for `work`, but no longer than `deadlineMs`. */
async function withDeadline(clock: Clock, deadlineMs: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(deadlineMs, resolve);
  await Promise.race([work, promise]);
  cancel();
}
