import type { AlarmPriority, NotificationKind } from '../../shared/contract/alarms.ts';
import type { Alarm, AlarmChange } from '../domain/alarm.ts';
import { ALARM_RULES, placeOf } from '../domain/alarm-rules.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Cancel, Clock, NewId } from '../domain/ports.ts';
import type { NotificationRules } from './notification-rules.ts';

export interface Notification {
  readonly id: string;
  readonly alarmId: string;
  readonly at: EpochMs;
  readonly kind: NotificationKind;
  readonly priority: AlarmPriority;
  readonly code: string;
  readonly subject: string;
  /** How often its source raised an alarm since the notification before. */
  readonly times: number;
  readonly moId: string | null;
  readonly place: string;
}

export interface NotificationEngineParts {
  readonly clock: Clock;
  readonly newId: NewId;
  /** Asked for at each use: they may be changed meanwhile. */
  readonly rules: () => NotificationRules;
  readonly notify: (notification: Notification) => void;
}

/** A source that comes again and again is told at most once in this time, in milliseconds. */
export const QUIET_MS = 10 * 60_000;
/** How many notifications are remembered for the list. */
export const MAX_LISTED_NOTIFICATIONS = 100;
/** Sources whose last notification is remembered; the one heard of longest ago is forgotten first. */
const MAX_REMEMBERED_SOURCES = 1000;

interface Source {
  /** By the monotonic clock; null before its first notification. */
  readonly lastToldMs: number | null;
  /** Raises since then. */
  readonly raises: number;
}

interface Watched {
  readonly alarm: Alarm;
  readonly kind: NotificationKind;
  readonly cancel: Cancel;
}

/**
 * Makes notifications of what happens to alarms: after the delay of their kind, again until somebody
 * acknowledges them where that is set, and quietly for a source that chatters. Only an alarm that is active
 * and unacknowledged is told; there is at most one timer an open alarm.
 */
export class NotificationEngine {
  readonly #parts: NotificationEngineParts;
  readonly #watched = new Map<string, Watched>();
  readonly #sources = new Map<string, Source>();
  #told: readonly Notification[] = [];

  constructor(parts: NotificationEngineParts) {
    this.#parts = parts;
  }

  /** Takes one change of an alarm. */
  onChange({ kind: change, alarm }: AlarmChange): void {
    const kind = ALARM_RULES[alarm.code].notify;
    if (kind === undefined) return;
    if (alarm.life.state !== 'active-unacknowledged') {
      this.#forget(alarm.id);
      return;
    }
    if (change !== 'raised' && change !== 'unshelved') return;
    const rule = this.#parts.rules()[kind];
    if (!rule.enabled) return;
    const source = this.#sourceOf(alarm);
    this.#remember(alarm, { ...source, raises: source.raises + 1 });
    this.#watch(alarm, kind, rule.delayMs, () => this.#due(alarm.id));
  }

  /** Takes over the alarms of the run before: they were told then, and are only repeated. */
  restore(alarms: readonly Alarm[]): void {
    for (const alarm of alarms) {
      const kind = ALARM_RULES[alarm.code].notify;
      if (kind !== undefined && alarm.life.state === 'active-unacknowledged') this.#repeatLater(alarm, kind);
    }
  }

  /** The last {@link MAX_LISTED_NOTIFICATIONS} since the start, newest first. */
  list(): readonly Notification[] {
    return this.#told;
  }

  /** Ends the timers. */
  close(): void {
    for (const id of [...this.#watched.keys()]) this.#forget(id);
  }

  /** The delay is over, or the source was quiet for long enough. */
  #due(id: string): void {
    const watched = this.#watched.get(id);
    if (watched === undefined) return;
    const { alarm, kind } = watched;
    const { lastToldMs } = this.#sourceOf(alarm);
    const quietLeftMs = lastToldMs === null ? 0 : lastToldMs + QUIET_MS - this.#parts.clock.monotonicMs();
    if (quietLeftMs > 0) this.#watch(alarm, kind, quietLeftMs, () => this.#due(id));
    else this.#tell(alarm, kind);
  }

  #tell(alarm: Alarm, kind: NotificationKind): void {
    this.#forget(alarm.id);
    const { clock, newId, rules, notify } = this.#parts;
    if (!rules()[kind].enabled) return;
    const { raises } = this.#sourceOf(alarm);
    this.#remember(alarm, { lastToldMs: clock.monotonicMs(), raises: 0 });
    const notification: Notification = {
      id: newId(),
      alarmId: alarm.id,
      at: clock.now(),
      kind,
      priority: ALARM_RULES[alarm.code].priority,
      code: alarm.code,
      subject: alarm.subject,
      times: Math.max(1, raises),
      moId: alarm.moId,
      place: placeOf(alarm.code, alarm),
    };
    this.#told = [notification, ...this.#told].slice(0, MAX_LISTED_NOTIFICATIONS);
    this.#repeatLater(alarm, kind);
    notify(notification);
  }

  #repeatLater(alarm: Alarm, kind: NotificationKind): void {
    const { repeatMs } = this.#parts.rules()[kind];
    if (repeatMs !== null) this.#watch(alarm, kind, repeatMs, () => this.#tell(alarm, kind));
  }

  #watch(alarm: Alarm, kind: NotificationKind, ms: number, run: () => void): void {
    this.#forget(alarm.id);
    this.#watched.set(alarm.id, { alarm, kind, cancel: this.#parts.clock.after(ms, run) });
  }

  #forget(id: string): void {
    this.#watched.get(id)?.cancel();
    this.#watched.delete(id);
  }

  #sourceOf(alarm: Alarm): Source {
    return this.#sources.get(sourceKey(alarm)) ?? { lastToldMs: null, raises: 0 };
  }

  #remember(alarm: Alarm, source: Source): void {
    const key = sourceKey(alarm);
    this.#sources.delete(key);
    this.#sources.set(key, source);
    const oldest = this.#sources.keys().next();
    if (this.#sources.size > MAX_REMEMBERED_SOURCES && !oldest.done) this.#sources.delete(oldest.value);
  }
}

/** What chatters: an order by itself, a silo by itself, and otherwise what is wrong with one place. */
function sourceKey({ code, moId, equipment }: Alarm): string {
  return `${code} ${moId ?? placeOf(code, { moId, equipment })}`;
}
