import type { FailedPushView } from '../../../shared/contract/views.ts';

export const STATES = ['parked', 'held', 'waiting'] as const satisfies readonly FailedPushView['state'][];
export const KINDS = ['completed', 'failed'] as const satisfies readonly FailedPushView['kind'][];
export const COLUMNS = ['mo', 'product', 'kind', 'state', 'since', 'attempts', 'next'] as const;
export type Column = (typeof COLUMNS)[number];

/** What of the list is shown, and in which order. Kept in the address. */
export interface PushView {
  /** Part of an MO's name or of a product's. */
  readonly sought: string;
  readonly state: FailedPushView['state'] | null;
  readonly kind: FailedPushView['kind'] | null;
  readonly by: Column;
  readonly descending: boolean;
  /** The order whose details are open. */
  readonly open: string | null;
}

/** Whatever stands in an address is read as far as it makes sense. Oldest first unless said otherwise. */
export function readView(params: URLSearchParams): PushView {
  return {
    sought: params.get('q') ?? '',
    state: STATES.find((state) => state === params.get('state')) ?? null,
    kind: KINDS.find((kind) => kind === params.get('kind')) ?? null,
    by: COLUMNS.find((column) => column === params.get('by')) ?? 'since',
    descending: params.get('order') === 'desc',
    open: params.get('open'),
  };
}

/** The address of a view: what is usual is left out. */
export function writeView({ sought, state, kind, by, descending, open }: PushView): Record<string, string> {
  return {
    ...(sought !== '' && { q: sought }),
    ...(state !== null && { state }),
    ...(kind !== null && { kind }),
    ...(by !== 'since' && { by }),
    ...(descending && { order: 'desc' }),
    ...(open !== null && { open }),
  };
}

/** Choosing the column that the list is sorted by turns the order round. */
export function sortedBy(view: PushView, by: Column): PushView {
  return { ...view, by, descending: view.by === by && !view.descending };
}

export function shownPushes(
  pushes: readonly FailedPushView[],
  { sought, state, kind, by, descending }: PushView,
): readonly FailedPushView[] {
  const part = sought.trim().toLowerCase();
  const compare = COMPARE[by];
  return pushes
    .filter(
      (push) =>
        (state === null || push.state === state) &&
        (kind === null || push.kind === kind) &&
        (push.mo_id.toLowerCase().includes(part) || (push.finished_goods ?? '').toLowerCase().includes(part)),
    )
    .toSorted((a, b) => (descending ? compare(b, a) : compare(a, b)) || a.mo_id.localeCompare(b.mo_id));
}

type Compare = (a: FailedPushView, b: FailedPushView) => number;

/** What needs a person comes first. */
const URGENCY: readonly FailedPushView['state'][] = ['parked', 'held', 'waiting', 'confirmed'];

const COMPARE: Readonly<Record<Column, Compare>> = {
  mo: (a, b) => a.mo_id.localeCompare(b.mo_id),
  product: (a, b) => (a.finished_goods ?? '').localeCompare(b.finished_goods ?? ''),
  kind: (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  state: (a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state),
  since: (a, b) => Date.parse(a.since) - Date.parse(b.since),
  attempts: (a, b) => a.attempts - b.attempts,
  // What is never tried by itself comes after everything that is.
  next: (a, b) => nextTry(a) - nextTry(b),
};

function nextTry({ state, next_attempt_at }: FailedPushView): number {
  if (state !== 'waiting') return Number.MAX_SAFE_INTEGER;
  return next_attempt_at === null ? 0 : Date.parse(next_attempt_at);
}

/** What can be sent again at once. Held results have to be released first. */
export function canBeRetried({ state }: Pick<FailedPushView, 'state'>): boolean {
  return state === 'waiting' || state === 'parked';
}
