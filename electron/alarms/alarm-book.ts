import type { AlarmChangeKind } from '../../shared/contract/alarms.ts';
import type { CauseView } from '../../shared/contract/causes.ts';
import type { ComponentKey } from '../../shared/domain/equipment.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { causeText } from '../../shared/text/text.ts';
import type { Alarm, AlarmChange } from '../domain/alarm.ts';
import { type AlarmInput, holds, nextLife, type Shelving } from '../domain/alarm-life.ts';
import { ALARM_RULES, type AlarmCode } from '../domain/alarm-rules.ts';
import type { Cancel, Clock, LogContext, Logger, NewId } from '../domain/ports.ts';
import { RecentRaises } from './recent-raises.ts';

/** How many alarms can be open at once; beyond it new ones are logged and counted, not kept. */
export const MAX_OPEN_ALARMS = 500;
/** An alarm of the run before that nobody has raised again after this time no longer holds, in milliseconds. */
export const RESTORED_HOLDS_FOR_MS = 10 * 60_000;

/** What an alarm is about, besides what the log is told. */
export interface AlarmContext extends LogContext {
  readonly equipment?: ComponentKey;
}

/** Why there is an alarm; a string is somebody else's words, which are shown as they are. */
export type Why = CauseView | string;

/** What a person, or the end of a shelving, asks of an alarm. */
type AskedInput = Extract<AlarmInput, { kind: 'acknowledged' | 'shelved' | 'unshelved' }>;

type Said = Pick<Alarm, 'code' | 'subject' | 'message' | 'cause' | 'ends'>;

/** What became of something that a person asked for. */
export type AlarmAnswer =
  | { readonly kind: 'changed' | 'same'; readonly alarm: Alarm }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unknown' };

export interface AlarmBookPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly onChange?: (change: AlarmChange) => void;
}

/**
 * The open alarms: those that hold, and those that nobody has acknowledged yet. An alarm is raised once per
 * code and subject; its life is that of `nextLife`. Nothing here waits for anything: alarms work, and can be
 * acknowledged, with every link down.
 */
export class AlarmBook {
  readonly #open = new Map<string, Alarm>();
  /** Alarms of the run before that nothing in this run has confirmed yet. */
  readonly #unconfirmed = new Set<string>();
  readonly #recent = new RecentRaises();
  readonly #ports: AlarmBookPorts;
  #cancelShelfTimer: Cancel = () => undefined;
  #cancelRestoreTimer: Cancel = () => undefined;
  #overflowed = 0;

  constructor(ports: AlarmBookPorts) {
    this.#ports = ports;
  }

  /** Raises an alarm, or notes that it still holds. Keep ages out of `why`: what says something new is logged. */
  raise(code: AlarmCode, subject: string, why: Why, context: AlarmContext = {}): void {
    this.#say({ code, subject, ...saying(why), ends: 'with-its-cause' }, context);
  }

  /** Announces something that happened: it stays until {@link acknowledge}. */
  announce(code: AlarmCode, subject: string, why: Why, context: AlarmContext = {}): void {
    this.#say({ code, subject, ...saying(why), ends: 'when-acknowledged' }, context);
  }

  /** The cause is gone. One that nobody has acknowledged stays open until somebody does. */
  clear(code: ErrorCode, subject: string, context: LogContext = {}): void {
    const key = keyOf(code, subject);
    this.#unconfirmed.delete(key);
    const alarm = this.#open.get(key);
    if (alarm === undefined) return;
    const at = this.#ports.clock.now();
    const next = nextLife(alarm.life, { kind: 'cleared', at }, alarm.ends);
    if (next.kind !== 'moved') return;
    const cleared = { ...alarm, life: next.life };
    this.#keep(cleared);
    // What comes and goes on the shelf is what somebody asked not to hear of.
    if (alarm.life.state === 'shelved') return;
    this.#ports.logger.info(`alarm over: ${code} ${subject}`, context);
    this.#tell('cleared', cleared, null);
  }

  /** Clears every alarm of this code whose subject is not among `subjects`. */
  clearOthers(code: ErrorCode, subjects: ReadonlySet<string>, context: LogContext = {}): void {
    for (const alarm of this.active()) {
      if (alarm.code === code && !subjects.has(alarm.subject)) this.clear(code, alarm.subject, context);
    }
  }

  /** Somebody has seen it. */
  acknowledge(code: ErrorCode, subject: string, by: string): AlarmAnswer {
    const at = this.#ports.clock.now();
    return this.#ask(keyOf(code, subject), { kind: 'acknowledged', at, by }, by, null);
  }

  /** Puts an alarm aside until `shelving.until`; then it comes back by itself. */
  shelve(code: ErrorCode, subject: string, shelving: Shelving): AlarmAnswer {
    const answer = this.#ask(
      keyOf(code, subject),
      { kind: 'shelved', shelving },
      shelving.by,
      shelving.reason,
    );
    this.#setShelfTimer();
    return answer;
  }

  unshelve(code: ErrorCode, subject: string, by: string): AlarmAnswer {
    const at = this.#ports.clock.now();
    return this.#ask(keyOf(code, subject), { kind: 'unshelved', at }, by, null);
  }

  comment(code: ErrorCode, subject: string, text: string, by: string): AlarmAnswer {
    const alarm = this.#open.get(keyOf(code, subject));
    if (alarm === undefined) return { kind: 'unknown' };
    const commented = { ...alarm, comment: text };
    this.#keep(commented);
    this.#tell('commented', commented, by, text);
    return { kind: 'changed', alarm: commented };
  }

  /** True for an alarm that holds, and was said to hold in this run. */
  has(code: ErrorCode, subject: string): boolean {
    const key = keyOf(code, subject);
    const alarm = this.#open.get(key);
    return alarm !== undefined && holds(alarm.life) && !this.#unconfirmed.has(key);
  }

  find(code: ErrorCode, subject: string): Alarm | undefined {
    return this.#open.get(keyOf(code, subject));
  }

  findById(id: string): Alarm | undefined {
    return this.open().find((alarm) => alarm.id === id);
  }

  /** The alarms that hold, shelved ones too, oldest first. */
  active(): readonly Alarm[] {
    return this.open().filter(({ life }) => holds(life));
  }

  /** Every alarm that is not gone, oldest first. */
  open(): readonly Alarm[] {
    return [...this.#open.values()];
  }

  /** How many alarms found no place. */
  get overflowed(): number {
    return this.#overflowed;
  }

  /**
   * Takes over what was open in the run before, as it was: seen stays seen, shelved stays shelved. Whether a
   * cause still holds is not known: what is not raised again within {@link RESTORED_HOLDS_FOR_MS} is cleared.
   */
  restore(alarms: readonly Alarm[]): void {
    for (const alarm of alarms.slice(0, MAX_OPEN_ALARMS)) {
      const key = keyOf(alarm.code, alarm.subject);
      if (this.#open.has(key)) continue;
      this.#open.set(key, alarm);
      if (alarm.ends === 'with-its-cause' && holds(alarm.life)) this.#unconfirmed.add(key);
    }
    this.#setShelfTimer();
    if (this.#unconfirmed.size === 0) return;
    this.#cancelRestoreTimer();
    this.#cancelRestoreTimer = this.#ports.clock.after(RESTORED_HOLDS_FOR_MS, () => {
      for (const { code, subject } of this.active()) {
        if (this.#unconfirmed.has(keyOf(code, subject))) this.clear(code, subject);
      }
    });
  }

  /** Ends the timers. */
  close(): void {
    this.#cancelShelfTimer();
    this.#cancelRestoreTimer();
  }

  #say(said: Said, context: AlarmContext): void {
    const key = keyOf(said.code, said.subject);
    const known = this.#open.get(key);
    const isConfirmed = this.#unconfirmed.delete(key);
    if (known === undefined) {
      this.#add(key, said, context);
      return;
    }
    const next = nextLife(known.life, { kind: 'raised' }, known.ends);
    const reworded = known.message !== said.message;
    const now = this.#ports.clock.now();
    const seen: Alarm = {
      ...known,
      message: said.message,
      cause: said.cause,
      seenAt: now,
      life: next.kind === 'moved' ? next.life : known.life,
    };
    this.#keep(seen);
    if (known.life.state === 'shelved') return;
    if (next.kind === 'moved') this.#raised(key, { ...seen, raisedAt: now }, context);
    // A message that changed says something new about a known alarm: worth a line, not a second alarm.
    else if (reworded) {
      this.#log(seen, context);
      this.#tell('reworded', seen, null);
    } else if (isConfirmed) this.#tell('confirmed', seen, null);
  }

  #add(key: string, said: Said, context: AlarmContext): void {
    if (!this.#makeRoom()) {
      this.#overflowed += 1;
      this.#log(said, context);
      return;
    }
    const now = this.#ports.clock.now();
    const { moId = null, slot = null, equipment = null } = context;
    const about = { moId, slot, equipment, comment: null, firstOut: false, count: 1 };
    const life = { state: 'active-unacknowledged' } as const;
    const alarm = { ...said, ...about, id: this.#ports.newId(), life, raisedAt: now, seenAt: now };
    this.#raised(key, alarm, context);
  }

  #raised(key: string, alarm: Alarm, context: AlarmContext): void {
    const { code, raisedAt } = alarm;
    const firstKey = this.#recent.firstOf(ALARM_RULES[code].group, key, raisedAt);
    const raised = { ...alarm, firstOut: false, count: this.#recent.note(key, raisedAt) };
    this.#keep(raised);
    const first = firstKey === null ? undefined : this.#open.get(firstKey);
    if (first !== undefined) this.#keep({ ...first, firstOut: true });
    this.#log(raised, context);
    this.#tell('raised', raised, null);
  }

  /** A new alarm takes the place of the oldest one that is over and was only waiting to be seen. */
  #makeRoom(): boolean {
    if (this.#open.size < MAX_OPEN_ALARMS) return true;
    const over = this.open().find(({ life }) => life.state === 'cleared-unacknowledged');
    if (over === undefined) return false;
    this.#open.delete(keyOf(over.code, over.subject));
    this.#tell('dropped', { ...over, life: { state: 'gone', at: this.#ports.clock.now() } }, null);
    return true;
  }

  #ask(key: string, input: AskedInput, by: string | null, note: string | null): AlarmAnswer {
    const alarm = this.#open.get(key);
    if (alarm === undefined) return { kind: 'unknown' };
    const next = nextLife(alarm.life, input, alarm.ends);
    if (next.kind === 'refused') return next;
    if (next.kind === 'same') return { kind: 'same', alarm };
    const changed = { ...alarm, life: next.life };
    this.#keep(changed);
    this.#tell(input.kind, changed, by, note);
    return { kind: 'changed', alarm: changed };
  }

  #setShelfTimer(): void {
    this.#cancelShelfTimer();
    const until = this.open().flatMap(({ life }) => (life.state === 'shelved' ? [life.shelving.until] : []));
    if (until.length === 0) return;
    const { clock } = this.#ports;
    this.#cancelShelfTimer = clock.after(Math.max(0, Math.min(...until) - clock.now()), () => {
      const now = clock.now();
      for (const { code, subject, life } of this.open()) {
        if (life.state !== 'shelved' || life.shelving.until > now) continue;
        this.#ask(keyOf(code, subject), { kind: 'unshelved', at: now }, null, null);
      }
      this.#setShelfTimer();
    });
  }

  #keep(alarm: Alarm): void {
    const key = keyOf(alarm.code, alarm.subject);
    if (alarm.life.state === 'gone') this.#open.delete(key);
    else this.#open.set(key, alarm);
  }

  #log({ code, subject, message }: Pick<Alarm, 'code' | 'subject' | 'message'>, context: LogContext): void {
    this.#ports.logger.warn(`ALARM ${code} ${subject}: ${message}`, context);
  }

  #tell(kind: AlarmChangeKind, alarm: Alarm, by: string | null, note: string | null = null): void {
    this.#ports.onChange?.({ kind, alarm, at: this.#ports.clock.now(), by, note });
  }
}

function keyOf(code: string, subject: string): string {
  return `${code} ${subject}`;
}

function saying(why: Why): Pick<Alarm, 'message' | 'cause'> {
  return typeof why === 'string'
    ? { message: why, cause: null }
    : { message: causeText('en', why), cause: why };
}
