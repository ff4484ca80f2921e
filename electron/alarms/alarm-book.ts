import type { ErrorCode } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Clock, LogContext, Logger } from '../domain/ports.ts';

/** One thing that is wrong: its code, and what it concerns (a slot, an MO, a link). */
export interface Alarm {
  readonly code: ErrorCode;
  readonly subject: string;
  readonly message: string;
  readonly raisedAt: EpochMs;
  /** When it was last seen to hold. */
  readonly seenAt: EpochMs;
  /** A cause that is gone clears itself; something that happened stays until somebody has acknowledged it. */
  readonly ends: 'with-its-cause' | 'when-acknowledged';
}

/** How many alarms can be active at once; beyond it new ones are logged and counted, not kept. */
export const MAX_ACTIVE_ALARMS = 500;

export type AlarmChange = { readonly kind: 'raised' | 'cleared'; readonly alarm: Alarm };

/** The alarms that hold now. An alarm is raised once and stays until its cause is gone, or it is acknowledged. */
export class AlarmBook {
  readonly #active = new Map<string, Alarm>();
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onChange: (change: AlarmChange) => void;
  #overflowed = 0;

  constructor(ports: { clock: Clock; logger: Logger; onChange?: (change: AlarmChange) => void }) {
    this.#clock = ports.clock;
    this.#logger = ports.logger;
    this.#onChange = ports.onChange ?? (() => undefined);
  }

  /** Raises an alarm, or notes that it still holds. Keep ages out of `message`: a new message is logged. */
  raise(code: ErrorCode, subject: string, message: string, context: LogContext = {}): void {
    this.#put({ code, subject, message, ends: 'with-its-cause' }, context);
  }

  /** Announces something that happened: it stays until {@link acknowledge}. */
  announce(code: ErrorCode, subject: string, message: string, context: LogContext = {}): void {
    this.#put({ code, subject, message, ends: 'when-acknowledged' }, context);
  }

  /** Somebody has taken note. False when there is no such announcement: an alarm with a cause ends with it. */
  acknowledge(code: ErrorCode, subject: string, context: LogContext = {}): boolean {
    if (this.#active.get(keyOf(code, subject))?.ends !== 'when-acknowledged') return false;
    this.clear(code, subject, context);
    return true;
  }

  has(code: ErrorCode, subject: string): boolean {
    return this.#active.has(keyOf(code, subject));
  }

  #put(said: Pick<Alarm, 'code' | 'subject' | 'message' | 'ends'>, context: LogContext): void {
    const { code, subject, message } = said;
    const key = keyOf(code, subject);
    const now = this.#clock.now();
    const known = this.#active.get(key);
    if (known?.message === message) {
      this.#active.set(key, { ...known, seenAt: now });
      return;
    }
    // A message that changed says something new about a known alarm: worth a line, not a second alarm.
    this.#logger.warn(`ALARM ${code} ${subject}: ${message}`, context);
    if (known === undefined && this.#active.size >= MAX_ACTIVE_ALARMS) {
      this.#overflowed += 1;
      return;
    }
    const alarm = { ...said, raisedAt: known?.raisedAt ?? now, seenAt: now };
    this.#active.set(key, alarm);
    this.#onChange({ kind: 'raised', alarm });
  }

  /** The cause is gone. */
  clear(code: ErrorCode, subject: string, context: LogContext = {}): void {
    const key = keyOf(code, subject);
    const alarm = this.#active.get(key);
    if (alarm === undefined) return;
    this.#active.delete(key);
    this.#logger.info(`alarm over: ${code} ${subject}`, context);
    this.#onChange({ kind: 'cleared', alarm });
  }

  /** Clears every alarm of this code whose subject is not among `subjects`. */
  clearOthers(code: ErrorCode, subjects: ReadonlySet<string>, context: LogContext = {}): void {
    for (const alarm of this.active()) {
      if (alarm.code === code && !subjects.has(alarm.subject)) this.clear(code, alarm.subject, context);
    }
  }

  /** The active alarms, oldest first. */
  active(): readonly Alarm[] {
    return [...this.#active.values()];
  }

  /** How many alarms found no place. */
  get overflowed(): number {
    return this.#overflowed;
  }
}

function keyOf(code: ErrorCode, subject: string): string {
  return `${code} ${subject}`;
}
