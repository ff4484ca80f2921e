import type { AlarmPriority, AlarmView } from '../../shared/contract/alarms.ts';

/** Alarms that ask for attention: everything but what was shelved. */
export function standing(alarms: readonly AlarmView[]): readonly AlarmView[] {
  return alarms.filter(({ state }) => state !== 'shelved');
}

/** Unacknowledged first, then the more urgent, then the newer. */
export function byUrgency(alarms: readonly AlarmView[]): readonly AlarmView[] {
  return alarms.toSorted(
    (a, b) =>
      Number(a.acknowledged_at !== null) - Number(b.acknowledged_at !== null) ||
      a.priority - b.priority ||
      Date.parse(b.raised_at) - Date.parse(a.raised_at),
  );
}

/** The most urgent priority among them; null when there is none. */
export function worst(alarms: readonly AlarmView[]): AlarmPriority | null {
  return alarms.reduce<AlarmPriority | null>(
    (found, { priority }) => (found === null || priority < found ? priority : found),
    null,
  );
}
