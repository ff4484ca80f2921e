import type { QueryGiven } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../lib/plant-time.ts';

export const OUTCOMES = ['started', 'done', 'refused', 'failed'] as const;
export const PAGE_ENTRIES = 50;

/** Which entries are shown. Kept in the address; times as the plant's clock shows them. */
export interface AuditFilter {
  readonly actor: string;
  readonly command: string;
  readonly mo: string;
  readonly outcome: (typeof OUTCOMES)[number] | null;
  readonly from: string;
  readonly to: string;
  /** Counts from 0, the newest entries. */
  readonly page: number;
}

export const WHOLE_AUDIT: AuditFilter = {
  actor: '',
  command: '',
  mo: '',
  outcome: null,
  from: '',
  to: '',
  page: 0,
};

/** Whatever stands in an address is read as far as it makes sense. */
export function readAuditFilter(params: URLSearchParams): AuditFilter {
  const page = params.get('page') ?? '';
  return {
    actor: params.get('actor') ?? '',
    command: params.get('command') ?? '',
    mo: params.get('mo') ?? '',
    outcome: OUTCOMES.find((outcome) => outcome === params.get('outcome')) ?? null,
    from: params.get('from') ?? '',
    to: params.get('to') ?? '',
    page: /^\d{1,6}$/.test(page) ? Number(page) : 0,
  };
}

/** The address of a filter: what is usual is left out. */
export function writeAuditFilter(filter: AuditFilter): Record<string, string> {
  const { outcome, page, ...names } = filter;
  const given = Object.entries(names).filter(([, value]) => value !== '');
  return {
    ...Object.fromEntries(given),
    ...(outcome !== null && { outcome }),
    ...(page > 0 && { page: String(page) }),
  };
}

export function isFiltered(filter: AuditFilter): boolean {
  return Object.keys(writeAuditFilter({ ...filter, page: 0 })).length > 0;
}

/** What the station is asked for. A time that is none does not narrow the question. */
export function auditQuestion(
  { actor, command, mo, outcome, from, to }: AuditFilter,
  timeZone: string,
): Omit<QueryGiven<'audit'>, 'limit' | 'offset'> {
  const since = instantOf(from, timeZone);
  const before = instantOf(to, timeZone);
  return {
    ...(actor !== '' && { actor: actor.slice(0, 128) }),
    ...(command !== '' && { command: command.slice(0, 64) }),
    ...(mo.trim() !== '' && { mo_id: mo.trim().slice(0, 64) }),
    ...(outcome !== null && { outcome }),
    ...(since !== null && { from: since }),
    ...(before !== null && { to: before }),
  };
}
