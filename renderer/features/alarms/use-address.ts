import { useLocation, useSearchParams } from 'react-router';
import {
  type ActiveFilter,
  readActiveFilter,
  readTab,
  type Tab,
  writeActiveFilter,
} from './active-filter.ts';
import { type HistoryFilter, readHistoryFilter, writeHistoryFilter } from './history-filter.ts';

/** The view that the address names; choosing another one forgets the filters of this one. */
export function useTab(): readonly [Tab, (tab: string) => void] {
  const [params, setParams] = useSearchParams();
  return [readTab(params), (tab) => setParams(tab === 'active' ? {} : { tab })];
}

export function useActiveFilter(): readonly [ActiveFilter, (changed: Partial<ActiveFilter>) => void] {
  const [params, setParams] = useSearchParams();
  const filter = readActiveFilter(params);
  return [filter, (changed) => setParams(writeActiveFilter({ ...filter, ...changed }), { replace: true })];
}

/** Changing the filter shows its newest page. */
export function useHistoryFilter(): readonly [HistoryFilter, (changed: Partial<HistoryFilter>) => void] {
  const [params, setParams] = useSearchParams();
  const filter = readHistoryFilter(params);
  return [filter, (changed) => setParams(writeHistoryFilter({ ...filter, ...changed }))];
}

interface Paging {
  readonly cursor: string | null;
  /** Pages before this one that were gone through. */
  readonly trail: readonly string[];
  /** Shows the page of a cursor, '' for the newest. */
  readonly show: (cursor: string, trail: readonly string[]) => void;
}

/** The page of the history: its cursor in the address, the way to it beside the address. */
export function usePaging(): Paging {
  const [params, setParams] = useSearchParams();
  const trail = readTrail(useLocation().state);
  return {
    cursor: params.get('cursor'),
    trail,
    show: (cursor, nextTrail) => {
      const next = new URLSearchParams(params);
      if (cursor === '') next.delete('cursor');
      else next.set('cursor', cursor);
      setParams(next, { state: { trail: nextTrail } });
    },
  };
}

function readTrail(state: unknown): readonly string[] {
  if (typeof state !== 'object' || state === null || !('trail' in state)) return [];
  return Array.isArray(state.trail) ? state.trail.filter((cursor) => typeof cursor === 'string') : [];
}
