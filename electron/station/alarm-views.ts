import type { AlarmChangeView, AlarmView, NotificationView } from '../../shared/contract/alarms.ts';
import type { Alarm } from '../domain/alarm.ts';
import { holds, isActive, shownState } from '../domain/alarm-life.ts';
import { ALARM_RULES, placeOf } from '../domain/alarm-rules.ts';
import type { Notification } from '../notifications/notification-engine.ts';
import type { AlarmEvent } from '../store/alarm-event-repository.ts';
import { iso } from './views.ts';

/** The open alarms as screens see them. */
export function viewAlarms(alarms: readonly Alarm[]): AlarmView[] {
  return alarms.flatMap((alarm) => viewAlarm(alarm) ?? []);
}

/** What is wrong now and not put aside. */
export function viewActiveAlarms(alarms: readonly Alarm[]): AlarmView[] {
  return viewAlarms(alarms.filter(({ life }) => isActive(life)));
}

function viewAlarm(alarm: Alarm): AlarmView | null {
  const { code, life } = alarm;
  const state = shownState(life);
  if (state === null) return null;
  const { priority, group } = ALARM_RULES[code];
  const seen = life.state === 'active-acknowledged' ? life : null;
  const shelving = life.state === 'shelved' ? life.shelving : null;
  const clearedAt =
    life.state === 'cleared-unacknowledged' || life.state === 'shelved' ? life.clearedAt : null;
  return {
    id: alarm.id,
    code,
    subject: alarm.subject,
    message: alarm.message,
    cause: alarm.cause,
    raised_at: timeOf(alarm.raisedAt),
    state,
    priority,
    group,
    holds: holds(life),
    ends: alarm.ends,
    mo_id: alarm.moId,
    slot: alarm.slot,
    place: placeOf(code, alarm),
    acknowledged_at: iso(seen?.at ?? null),
    acknowledged_by: seen?.by ?? null,
    cleared_at: iso(clearedAt),
    shelved_until: iso(shelving?.until ?? null),
    shelved_by: shelving?.by ?? null,
    shelved_reason: shelving?.reason ?? null,
    comment: alarm.comment,
    first_out: alarm.firstOut,
    count: alarm.count,
  };
}

export function viewAlarmChange(event: AlarmEvent): AlarmChangeView {
  return {
    id: event.id,
    alarm_id: event.alarmId,
    at: timeOf(event.at),
    change: event.change,
    code: event.code,
    subject: event.subject,
    message: event.message,
    cause: event.cause,
    priority: event.priority,
    mo_id: event.moId,
    slot: event.slot,
    actor: event.actor,
    note: event.note,
    until: iso(event.until),
  };
}

export function viewNotification(notification: Notification): NotificationView {
  const { id, alarmId, at, kind, priority, code, subject, times, moId, place } = notification;
  const values = { code, subject, times };
  return { id, alarm_id: alarmId, at: timeOf(at), kind, priority, values, mo_id: moId, place };
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
