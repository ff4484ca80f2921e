import {
  ALARM_GROUPS,
  ALARM_PRIORITIES,
  type AlarmGroup,
  type AlarmPriority,
  type AlarmView,
} from '../../../shared/contract/alarms.ts';

export const TABS = ['active', 'shelved', 'history', 'load'] as const;
export type Tab = (typeof TABS)[number];

export function readTab(params: URLSearchParams): Tab {
  return TABS.find((tab) => tab === params.get('tab')) ?? 'active';
}

/** What of the active alarms is shown. Kept in the address. */
export interface ActiveFilter {
  /** Part of what happened, of the subject, or of an order's name. */
  readonly sought: string;
  readonly priority: AlarmPriority | null;
  readonly group: AlarmGroup | null;
  /** The alarm whose details are open. */
  readonly open: string | null;
}

/** Whatever stands in an address is read as far as it makes sense. */
export function readActiveFilter(params: URLSearchParams): ActiveFilter {
  return {
    sought: params.get('q') ?? '',
    priority: ALARM_PRIORITIES.find((priority) => String(priority) === params.get('priority')) ?? null,
    group: ALARM_GROUPS.find((group) => group === params.get('group')) ?? null,
    open: params.get('open'),
  };
}

export function writeActiveFilter({ sought, priority, group, open }: ActiveFilter): Record<string, string> {
  return {
    ...(sought !== '' && { q: sought }),
    ...(priority !== null && { priority: String(priority) }),
    ...(group !== null && { group }),
    ...(open !== null && { open }),
  };
}

/** `what`: the words for an alarm's code in the language of the screen, which are searched too. */
export function matching(
  alarms: readonly AlarmView[],
  { sought, priority, group }: ActiveFilter,
  what: (code: string) => string,
): readonly AlarmView[] {
  const part = sought.trim().toLowerCase();
  return alarms.filter(
    (alarm) =>
      (priority === null || alarm.priority === priority) &&
      (group === null || alarm.group === group) &&
      [what(alarm.code), alarm.code, alarm.subject, alarm.mo_id ?? ''].some((text) =>
        text.toLowerCase().includes(part),
      ),
  );
}

/** A command takes so many alarms at most. */
const MAX_ACKNOWLEDGED_ALARMS = 500;

/** The alarms that an acknowledgement of all that is shown would change. */
export function acknowledgeable(alarms: readonly AlarmView[]): readonly string[] {
  return alarms
    .filter(({ acknowledged_at, state }) => acknowledged_at === null && state !== 'shelved')
    .slice(0, MAX_ACKNOWLEDGED_ALARMS)
    .map(({ id }) => id);
}
