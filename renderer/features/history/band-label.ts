import type { Format } from '../../lib/format.ts';
import type { DeviationBand } from './history-filter.ts';

/** `−2,0 … −1,0 %`, `< −5,0 %`, `≥ +5,0 %`. */
export function bandLabel({ from, to }: DeviationBand, format: Pick<Format, 'number'>): string {
  const signed = (percent: number): string => `${percent > 0 ? '+' : ''}${format.number(percent, 1)}`;
  if (from === null) return to === null ? '' : `< ${signed(to)} %`;
  if (to === null) return `≥ ${signed(from)} %`;
  return `${signed(from)} … ${signed(to)} %`;
}
