import { useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { clockNow } from '../../lib/clock.ts';
import { useSession } from '../../lib/session.ts';
import { filterParams, type HistoryFilter, readFilter } from './history-filter.ts';
import { type Day, dayOf } from './plant-day.ts';

/** How often it is looked whether a new day has begun, in milliseconds. */
const DAY_CHECK_MS = 20_000;

function everySoOften(listener: () => void): () => void {
  const timer = window.setInterval(listener, DAY_CHECK_MS);
  return () => window.clearInterval(timer);
}

/** Today by the plant's clock; changes only at its midnight. */
export function useToday(): Day {
  const { time_zone } = useSession();
  return useSyncExternalStore(everySoOften, () => dayOf(clockNow(), time_zone));
}

export const TABS = ['rows', 'charts'] as const;
export type Tab = (typeof TABS)[number];

interface HistoryAddress {
  readonly filter: HistoryFilter;
  readonly tab: Tab;
  readonly cursor: string | null;
  /** Shows something else: back to the newest page. `typing`: takes the place of the address before. */
  readonly change: (patch: Partial<HistoryFilter>, typing?: boolean) => void;
  readonly clear: () => void;
  readonly showTab: (tab: Tab) => void;
}

/** What the address says, and how to change it: nothing of the filters is kept anywhere else. */
export function useHistoryAddress(): HistoryAddress {
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  const tab = TABS.find((known) => known === params.get('tab')) ?? 'rows';
  const address = (of: HistoryFilter, at: Tab): URLSearchParams => {
    const next = filterParams(of);
    if (at !== 'rows') next.set('tab', at);
    const silo = params.get('silo');
    if (silo !== null) next.set('silo', silo);
    return next;
  };
  return {
    filter,
    tab,
    cursor: params.get('cursor'),
    change: (patch, typing = false) =>
      setParams((now) => address({ ...readFilter(now), ...patch }, tab), { replace: typing }),
    clear: () => setParams(address(readFilter(new URLSearchParams()), tab)),
    showTab: (next) => setParams(address(filter, next)),
  };
}

/** Address of the rows that a filter stands for. */
export function rowsAddress(filter: HistoryFilter): string {
  return `/history?${filterParams(filter)}`;
}
