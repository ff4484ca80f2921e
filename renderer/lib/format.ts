import type { Language } from '../../shared/text/text.ts';
import { clockNow } from './clock.ts';

/** Shown where nothing is known. Never 0, never blank. */
export const UNKNOWN = '–';

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** Numbers, times and durations as a language writes them, in the mill's time zone. */
export interface Format {
  readonly locale: string;
  /** Kilograms, two decimals, without the unit. */
  kg(value: number | null | undefined): string;
  /** Kilograms without decimals: targets and limits. */
  wholeKg(value: number | null | undefined): string;
  /** With its sign: `+1,20` or `−0,30`. */
  deviationKg(value: number | null | undefined): string;
  /** One decimal and the sign: `−0,4 %`. */
  deviationPercent(value: number | null | undefined): string;
  percent(value: number | null | undefined): string;
  count(value: number | null | undefined): string;
  number(value: number | null | undefined, decimals: number): string;
  /** `14:07:32` */
  time(at: string | number | null | undefined): string;
  /** `2 Mar 2026` */
  date(at: string | number | null | undefined): string;
  /** `2 Mar 14:07:32`; the year only where it is another one. */
  dateTime(at: string | number | null | undefined): string;
  /** `0,4 dtk`, `6 mnt 12 dtk`, `3 j 05 mnt` */
  duration(ms: number | null | undefined): string;
}

const UNITS: Readonly<Record<Language, { s: string; min: string; h: string; d: string }>> = {
  id: { s: 'dtk', min: 'mnt', h: 'j', d: 'hr' },
  en: { s: 's', min: 'min', h: 'h', d: 'd' },
};

export function createFormat(language: Language, timeZone: string): Format {
  const locale = LOCALES[language];
  const decimals = [0, 1, 2, 3].map(
    (digits) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const clock = {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const;
  // Indonesian writes 14.07.32; a control room's clocks have colons.
  const timeFormat = new Intl.DateTimeFormat('en-GB', clock);
  const dateFormat = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const dayFormat = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  const yearFormat = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric' });
  const number = (value: number | null | undefined, digits: number): string => {
    if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
    return (decimals[digits] ?? new Intl.NumberFormat(locale)).format(value).replace('-', '−');
  };
  const signed = (value: number | null | undefined, digits: number): string => {
    const text = number(value, digits);
    // What rounds to nothing has no direction.
    if (!/[1-9]/.test(text)) return text.replace('−', '');
    return value !== null && value !== undefined && value > 0 ? `+${text}` : text;
  };
  const moment = (at: string | number | null | undefined, form: (date: Date) => string): string => {
    if (at === null || at === undefined) return UNKNOWN;
    const date = new Date(at);
    return Number.isNaN(date.getTime()) ? UNKNOWN : form(date);
  };
  return {
    locale,
    kg: (value) => number(value, 2),
    wholeKg: (value) => number(value, 0),
    deviationKg: (value) => signed(value, 2),
    deviationPercent: (value) => (typeof value === 'number' ? `${signed(value, 1)} %` : UNKNOWN),
    percent: (value) => (typeof value === 'number' ? `${number(value, 1)} %` : UNKNOWN),
    count: (value) => number(value, 0),
    number,
    time: (at) => moment(at, (date) => timeFormat.format(date)),
    date: (at) => moment(at, (date) => dateFormat.format(date)),
    dateTime: (at) =>
      moment(at, (date) => {
        const thisYear = yearFormat.format(date) === yearFormat.format(clockNow());
        return `${(thisYear ? dayFormat : dateFormat).format(date)} ${timeFormat.format(date)}`;
      }),
    duration: (ms) => formatDuration(ms, UNITS[language], number),
  };
}

function formatDuration(
  ms: number | null | undefined,
  units: (typeof UNITS)[Language],
  number: (value: number, digits: number) => string,
): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return UNKNOWN;
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${number(seconds, 1)} ${units.s}`;
  if (seconds < 60) return `${number(Math.floor(seconds), 0)} ${units.s}`;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${units.min} ${two(seconds % 60)} ${units.s}`;
  if (seconds < 86_400)
    return `${Math.floor(seconds / 3600)} ${units.h} ${two((seconds % 3600) / 60)} ${units.min}`;
  return `${Math.floor(seconds / 86_400)} ${units.d} ${Math.floor((seconds % 86_400) / 3600)} ${units.h}`;
}
