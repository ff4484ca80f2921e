import { useNavigate } from 'react-router';
import type { HistoryFilter } from '../history-filter.ts';
import { rowsAddress, useHistoryAddress } from '../use-history-filter.ts';

/** From a figure to its rows: the same days and product, and what else the figure stands for. */
export function useRows(): {
  readonly rows: (of: Partial<HistoryFilter>) => string;
  readonly open: (address: string | null | undefined) => void;
} {
  const navigate = useNavigate();
  const { filter } = useHistoryAddress();
  return {
    rows: (of) => rowsAddress({ ...filter, status: null, mo: null, equipment: null, band: null, ...of }),
    open: (address) => {
      if (address !== null && address !== undefined) void navigate(address);
    },
  };
}

/** One day of the range. */
export function onDay(day: string): Partial<HistoryFilter> {
  return { preset: null, from: day, to: day };
}
