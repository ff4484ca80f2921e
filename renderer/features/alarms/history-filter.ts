import { ALARM_CHANGES, type AlarmChangeKind } from '../../../shared/contract/alarms.ts';
import type { QueryGiven } from '../../../shared/contract/contract.ts';
import { ERROR_CODES } from '../../../shared/errors.ts';
import { readMoment } from './plant-moment.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The range that ends now, in milliseconds; `all` has no beginning. */
const SPAN_MS = { '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS, all: null } as const;
export type Span = keyof typeof SPAN_MS;
export const SPANS = ['24h', '7d', '30d', 'all'] as const satisfies readonly Span[];
const DEFAULT_SPAN: Span = '7d';

/** What of the history is shown. Either a span, or moments that were chosen. */
export interface HistoryFilter {
  readonly span: Span | null;
  /** ISO 8601 in UTC. */
  readonly from: string | null;
  /** Before this moment. */
  readonly to: string | null;
  readonly code: string | null;
  /** The whole subject: `slot 3`. */
  readonly subject: string | null;
  readonly change: AlarmChangeKind | null;
}

export const NO_FILTER: HistoryFilter = {
  span: DEFAULT_SPAN,
  from: null,
  to: null,
  code: null,
  subject: null,
  change: null,
};

/** Codes that alarms may have, as far as a screen knows. */
export const FILTER_CODES: readonly string[] = [
  ...ERROR_CODES.PLC,
  ...ERROR_CODES.SLOT,
  ...ERROR_CODES.HEALTH,
  ...ERROR_CODES.EVENT,
  ...ERROR_CODES.ODOO,
  ...ERROR_CODES.INTAKE,
  ...ERROR_CODES.STORE,
  ...ERROR_CODES.OUTBOX,
  'SETTINGS_FILE_BAD',
  'INTERNAL',
];

/** Whatever does not make sense in an address counts as not given. */
export function readHistoryFilter(params: URLSearchParams): HistoryFilter {
  const from = readMoment(params.get('from'));
  const to = readMoment(params.get('to'));
  const span = SPANS.find((known) => known === params.get('range')) ?? DEFAULT_SPAN;
  return {
    span: from === null && to === null ? span : null,
    from,
    to,
    code: params.get('code')?.slice(0, 64) || null,
    subject: params.get('subject')?.trim().slice(0, 200) || null,
    change: ALARM_CHANGES.find((known) => known === params.get('change')) ?? null,
  };
}

export function writeHistoryFilter({
  span,
  from,
  to,
  code,
  subject,
  change,
}: HistoryFilter): URLSearchParams {
  return new URLSearchParams({
    tab: 'history',
    ...(span !== null && span !== DEFAULT_SPAN && { range: span }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(code !== null && { code }),
    ...(subject !== null && { subject }),
    ...(change !== null && { change }),
  });
}

/** Address of the history of one alarm, or of a time. */
export function historyAddress(filter: Partial<HistoryFilter>): string {
  return `/alarms?${writeHistoryFilter({ ...NO_FILTER, ...filter })}`;
}

/** When a span begins, ISO 8601 in UTC; null: it has no beginning. `now` in milliseconds since 1970. */
export function beginOf(span: Span, now: number): string | null {
  const { [span]: lasts } = SPAN_MS;
  return lasts === null ? null : new Date(now - lasts).toISOString();
}

/** What the station is asked. */
export function historyInput(
  { span, from, to, code, subject, change }: HistoryFilter,
  cursor: string | null,
  now: number,
): QueryGiven<'alarmHistory'> {
  const begin = span === null ? from : beginOf(span, now);
  return {
    ...(begin !== null && { from: begin }),
    ...(to !== null && { to }),
    ...(code !== null && { code }),
    ...(subject !== null && { subject }),
    ...(change !== null && { change }),
    ...(cursor !== null && /^\d{1,15}\.\d{1,15}$/.test(cursor) && { cursor }),
  };
}
