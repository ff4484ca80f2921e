import type { LogContext, Logger, LogLevel } from '../domain/ports.ts';

export interface LogLine {
  level: LogLevel;
  message: string;
  context: LogContext;
}

/** A logger that keeps its lines, for tests to read. */
export class MemoryLogger implements Logger {
  readonly lines: LogLine[];
  readonly #context: LogContext;

  constructor(lines: LogLine[] = [], context: LogContext = {}) {
    this.lines = lines;
    this.#context = context;
  }

  debug(message: string, context?: LogContext): void {
    this.#add('debug', message, context);
  }
  info(message: string, context?: LogContext): void {
    this.#add('info', message, context);
  }
  warn(message: string, context?: LogContext): void {
    this.#add('warn', message, context);
  }
  error(message: string, context?: LogContext): void {
    this.#add('error', message, context);
  }
  with(context: LogContext): Logger {
    return new MemoryLogger(this.lines, { ...this.#context, ...context });
  }

  #add(level: LogLevel, message: string, context: LogContext = {}): void {
    this.lines.push({ level, message, context: { ...this.#context, ...context } });
  }
}
