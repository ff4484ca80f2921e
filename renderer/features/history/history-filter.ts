import type { QueryGiven } from '../../../shared/contract/contract.ts';
import { historyStatus } from '../../../shared/contract/values.ts';
import { type ComponentKey, EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { addDays, type Day, daysBetween, isDay, startOfDay } from './plant-day.ts';

export const PRESETS = ['today', 'yesterday', '7d', '30d', '365d', 'all'] as const;
export type Preset = (typeof PRESETS)[number];
export const STATUSES = historyStatus.options;
export type Status = (typeof STATUSES)[number];

/** Shown where the address names no range. */
const DEFAULT_PRESET: Preset = '7d';
/** The charts' widest range, in days: what the station analyses at once. */
export const CHART_MAX_DAYS = 400;
/** What the charts show where the rows show everything, in days. */
const CHART_ALL_DAYS = 365;

/** A part of the deviations of single dosings, in percent; null: no bound on that side. */
export interface DeviationBand {
  readonly from: number | null;
  readonly to: number | null;
}

/** What the address asks for. Days are the plant's, and the last one is included. */
export interface HistoryFilter {
  readonly preset: Preset | null;
  /** Chosen days; both null with a preset. */
  readonly from: Day | null;
  readonly to: Day | null;
  readonly status: Status | null;
  readonly product: string | null;
  readonly mo: string | null;
  readonly equipment: ComponentKey | null;
  /** Only rows with a dosing of `equipment`, or of any, whose deviation lies in it. */
  readonly band: DeviationBand | null;
}

/** Reads the address. Whatever does not make sense there counts as not given. */
export function readFilter(params: URLSearchParams): HistoryFilter {
  const text = (name: string): string | null => params.get(name)?.trim() || null;
  const day = (name: string): Day | null => {
    const value = text(name);
    return value !== null && isDay(value) ? value : null;
  };
  const [from, to] = [day('from'), day('to')];
  const chosen = from !== null || to !== null;
  const preset = PRESETS.find((known) => known === params.get('range')) ?? DEFAULT_PRESET;
  const equipment = EQUIPMENT.find(({ key }) => key === params.get('equipment'))?.key ?? null;
  return {
    preset: chosen ? null : preset,
    from,
    to,
    status: STATUSES.find((known) => known === params.get('status')) ?? null,
    product: text('product')?.slice(0, 128) ?? null,
    mo: text('mo')?.slice(0, 64) ?? null,
    equipment,
    band: readBand(params.get('band')),
  };
}

function readBand(text: string | null): DeviationBand | null {
  const [from = '', to = '', ...more] = (text ?? '').split('..');
  if (more.length > 0 || (from === '' && to === '')) return null;
  const bound = (part: string): number | null => (part === '' ? null : Number(part));
  const band = { from: bound(from), to: bound(to) };
  const isNumber = (value: number | null): boolean => value === null || Number.isFinite(value);
  return isNumber(band.from) && isNumber(band.to) ? band : null;
}

/** The filter as it stands in an address; without what is the default anyway. */
export function filterParams(filter: HistoryFilter): URLSearchParams {
  const { preset, from, to, status, product, mo, equipment, band } = filter;
  const params = new URLSearchParams();
  if (preset !== null && preset !== DEFAULT_PRESET) params.set('range', preset);
  if (from !== null) params.set('from', from);
  if (to !== null) params.set('to', to);
  if (status !== null) params.set('status', status);
  if (product !== null) params.set('product', product);
  if (mo !== null) params.set('mo', mo);
  if (equipment !== null) params.set('equipment', equipment);
  if (band !== null) params.set('band', `${band.from ?? ''}..${band.to ?? ''}`);
  return params;
}

/** First and last day of the filter's range; null: no bound on that side. */
export function daysOf(
  { preset, from, to }: HistoryFilter,
  today: Day,
): { readonly from: Day | null; readonly to: Day | null } {
  switch (preset) {
    case null:
      return { from, to };
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case '7d':
      return { from: addDays(today, -6), to: today };
    case '30d':
      return { from: addDays(today, -29), to: today };
    case '365d':
      return { from: addDays(today, -364), to: today };
    case 'all':
      return { from: null, to: null };
  }
}

/** What the station is asked for the rows, without the page. */
export function searchInput(
  filter: HistoryFilter,
  today: Day,
  timeZone: string,
): Omit<QueryGiven<'historySearch'>, 'cursor' | 'limit'> {
  const { status, product, mo, equipment, band } = filter;
  const { from, to } = daysOf(filter, today);
  return {
    ...(from !== null && { from: startOfDay(from, timeZone) }),
    ...(to !== null && { to: startOfDay(addDays(to, 1), timeZone) }),
    ...(status !== null && { status }),
    ...(product !== null && { product }),
    ...(mo !== null && { mo }),
    ...(equipment !== null && { equipment }),
    ...(band !== null && { deviation: band }),
  };
}

/** The days that the charts show: `cut` when the range is wider than the station analyses at once. */
export function chartDays(
  filter: HistoryFilter,
  today: Day,
): { readonly from: Day; readonly to: Day; readonly cut: boolean } {
  const days = daysOf(filter, today);
  const to = days.to ?? today;
  if (days.from === null) return { from: addDays(to, 1 - CHART_ALL_DAYS), to, cut: true };
  // An end before the beginning: the same day, so that the charts stay readable while a date is typed.
  if (daysBetween(days.from, to) < 0) return { from: days.from, to: days.from, cut: false };
  const earliest = addDays(to, 1 - CHART_MAX_DAYS);
  const cut = days.from < earliest;
  return { from: cut ? earliest : days.from, to, cut };
}

/** What the station is asked for the charts. */
export function analyticsInput(filter: HistoryFilter, today: Day, timeZone: string): QueryGiven<'analytics'> {
  const { from, to } = chartDays(filter, today);
  return {
    from: startOfDay(from, timeZone),
    to: startOfDay(addDays(to, 1), timeZone),
    ...(filter.product !== null && { product: filter.product }),
  };
}
