import { useFormat } from '../../../lib/use-format.ts';
import type { Day } from '../plant-day.ts';

const FORMS = {
  short: { day: 'numeric', month: 'short' },
  long: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
} as const;

/** A day in words: `2 Mar` on an axis, `Sen, 2 Mar 2026` where there is room. */
export function useDayLabel(): (day: Day, form: keyof typeof FORMS) => string {
  const { locale } = useFormat();
  return (day, form) =>
    // The day is the plant's already: as it stands, it is shifted no more.
    new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, { ...FORMS[form], timeZone: 'UTC' });
}
