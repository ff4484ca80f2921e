import type { LogContext, LogLevel, TaskNumber } from '../../domain/ports.ts';
import type { Redactor, SafeValue } from './redactor.ts';

/** A context that is longer as JSON keeps only its beginning. */
const MAX_CONTEXT_CHARS = 16_000;

/** One log line, secrets masked, on its way to file, console and database. */
export interface LogRecord {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly level: LogLevel;
  readonly module: string;
  readonly task: TaskNumber | null;
  readonly moId: string | null;
  readonly slot: number | null;
  /** One line of text; begins with `[TASK n] ` when a task wrote it. */
  readonly message: string;
  /** Everything that was said besides, the module excepted. */
  readonly context: { readonly [key: string]: SafeValue };
}

/** Builds a record: masks secrets and keeps a message on one line, so that no text can fake a second line. */
export function makeRecord(
  redactor: Redactor,
  at: number,
  level: LogLevel,
  message: string,
  { module, ...rest }: LogContext,
): LogRecord {
  const safe = redactor.value(rest);
  const isObject = typeof safe === 'object' && safe !== null && !Array.isArray(safe);
  const task = rest.task ?? null;
  const prefix = task === null ? '' : `[TASK ${task}] `;
  return {
    at,
    level,
    module: oneLine(redactor.text(module ?? 'station')),
    task,
    moId: rest.moId === undefined ? null : redactor.text(rest.moId),
    slot: rest.slot ?? null,
    message: prefix + oneLine(redactor.text(String(message))),
    context: isObject ? safe : {},
  };
}

/** A line for people: the message alone, without time and without colour. */
export function consoleLine(record: LogRecord): string {
  return record.message;
}

/** A line for the file: ISO time in UTC, level, module, message, context as JSON. */
export function fileLine(record: LogRecord): string {
  const time = new Date(record.at).toISOString();
  const level = record.level.toUpperCase().padEnd(5);
  return `${time} ${level} ${record.module} ${record.message} ${contextJson(record)}`;
}

function contextJson({ context }: LogRecord): string {
  const json = JSON.stringify(context);
  if (json.length <= MAX_CONTEXT_CHARS) return json;
  return JSON.stringify({ cutFromChars: json.length, start: json.slice(0, MAX_CONTEXT_CHARS / 2) });
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
