import type { LogContext, Logger, LogLevel } from '../../domain/ports.ts';

/** The log of a program in which one station follows another: it goes where the newest one's goes. */
export class LastLogger implements Logger {
  #last: Logger | null = null;

  /** From now on lines go here; also after that station has ended. */
  follow(logger: Logger): void {
    this.#last = logger;
  }

  debug(message: string, context?: LogContext): void {
    this.#write('debug', message, context);
  }
  info(message: string, context?: LogContext): void {
    this.#write('info', message, context);
  }
  warn(message: string, context?: LogContext): void {
    this.#write('warn', message, context);
  }
  error(message: string, context?: LogContext): void {
    this.#write('error', message, context);
  }

  with(context: LogContext): Logger {
    return this.#last?.with(context) ?? this;
  }

  /** Before the first station there is no file yet: what is wrong goes to standard error. */
  #write(level: LogLevel, message: string, context?: LogContext): void {
    if (this.#last !== null) this.#last[level](message, context);
    else if (level === 'warn' || level === 'error') process.stderr.write(`${level}: ${message}\n`);
  }
}
