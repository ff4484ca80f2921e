import type { EquipmentHistoryView } from '../../../shared/contract/equipment.ts';

export const DAY_COUNTS = [30, 90, 365] as const;
export type DayCount = (typeof DAY_COUNTS)[number];

/** How many days the address asks for. */
export function readDayCount(params: URLSearchParams): DayCount {
  return DAY_COUNTS.find((count) => String(count) === params.get('days')) ?? 30;
}

export function totalOf(days: EquipmentHistoryView['days']): {
  readonly kg: number;
  readonly batches: number;
} {
  return days.reduce((sum, { kg, batches }) => ({ kg: sum.kg + kg, batches: sum.batches + batches }), {
    kg: 0,
    batches: 0,
  });
}

/** A day of the plant in words. It is the plant's already, and is shifted by no zone any more. */
export function dayLabel(day: string, locale: string, form: 'short' | 'long'): string {
  const parts =
    form === 'short'
      ? ({ day: 'numeric', month: 'short' } as const)
      : ({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const);
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, { ...parts, timeZone: 'UTC' });
}

/** Address of the batches that used an equipment, of all days or of one. */
export function batchesAddress(key: string, day?: string): string {
  return `/history?${new URLSearchParams({ ...(day !== undefined && { from: day, to: day }), equipment: key })}`;
}
