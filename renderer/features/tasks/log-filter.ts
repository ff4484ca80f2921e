import type { QueryGiven } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../lib/plant-time.ts';

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];
export const TASKS = [1, 2, 3, 4, 5, 6, 7] as const;
export type TaskNumber = (typeof TASKS)[number];

export const PAGE_LINES = 100;

/** Which lines of the log are shown. Kept in the address; times as the plant's clock shows them. */
export interface LogFilter {
  readonly task: TaskNumber | null;
  readonly level: Level | null;
  readonly mo: string;
  readonly module: string;
  readonly text: string;
  readonly from: string;
  readonly to: string;
  /** Counts from 0, the newest lines. */
  readonly page: number;
  /** New lines come by themselves; only on the first page. */
  readonly follow: boolean;
}

export const WHOLE_LOG: LogFilter = {
  task: null,
  level: null,
  mo: '',
  module: '',
  text: '',
  from: '',
  to: '',
  page: 0,
  follow: true,
};

/** Whatever stands in an address is read as far as it makes sense. */
export function readLogFilter(params: URLSearchParams): LogFilter {
  const pageText = params.get('page') ?? '';
  const page = /^\d{1,6}$/.test(pageText) ? Number(pageText) : 0;
  return {
    task: TASKS.find((task) => String(task) === params.get('task')) ?? null,
    level: LEVELS.find((level) => level === params.get('level')) ?? null,
    mo: params.get('mo') ?? '',
    module: params.get('module') ?? '',
    text: params.get('q') ?? '',
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
    page,
    follow: page === 0 && params.get('follow') !== '0',
  };
}

/** The address of a filter: what is usual is left out. */
export function writeLogFilter(filter: LogFilter): Record<string, string> {
  const { task, level, mo, module, text, from, to, page, follow } = filter;
  return {
    tab: 'logs',
    ...(task !== null && { task: String(task) }),
    ...(level !== null && { level }),
    ...(mo !== '' && { mo }),
    ...(module !== '' && { module }),
    ...(text !== '' && { q: text }),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
    ...(page > 0 && { page: String(page) }),
    ...(!follow && page === 0 && { follow: '0' }),
  };
}

/** A changed filter shows its newest lines; what is not known of it stays as it is. */
export function changedFilter(filter: LogFilter, changed: Partial<LogFilter>): LogFilter {
  return { ...filter, page: 0, ...changed };
}

export function isFiltered({ task, level, mo, module, text, from, to }: LogFilter): boolean {
  return task !== null || level !== null || [mo, module, text, from, to].some((part) => part !== '');
}

type LogQuestion = Omit<QueryGiven<'logs'>, 'limit' | 'offset'>;

/** What the station is asked for. A time that is none does not narrow the question. */
export function logQuestion(filter: LogFilter, timeZone: string): LogQuestion {
  const { task, level, mo, module, text } = filter;
  const from = instantOf(filter.from, timeZone);
  const to = instantOf(filter.to, timeZone);
  return {
    ...(task !== null && { task }),
    ...(level !== null && { level }),
    ...(mo.trim() !== '' && { mo_id: mo.trim().slice(0, 64) }),
    ...(module !== '' && { module: module.slice(0, 255) }),
    ...(text !== '' && { text: text.slice(0, 200) }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}
