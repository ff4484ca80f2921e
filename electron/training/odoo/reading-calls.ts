import { type Handler, numberOf, orderOf, textOf } from './call-context.ts';
import type { JsonValue } from './json-value.ts';
import { bomEntry, detail, listEntry } from './order-answers.ts';
import { refused, success } from './reply.ts';

const DEFAULT_PAGE_ORDERS = 50;
const DEFAULT_PAGE_BOMS = 100;

/**
 * POST /api/scada/mo-list-detailed {limit, offset, states}, earliest scheduled start first; `count` is that
 * of the page. Without `states` every order is listed, also done ones: the module's default has changed
 * between versions, and who relies on it should notice here.
 */
export const orderList: Handler = (params, { books }) => {
  const page = pageOf(params, DEFAULT_PAGE_ORDERS);
  if (page === null) return refused('limit and offset must be whole numbers');
  const states = statesOf(params.states);
  const data = books
    .orders()
    .filter((order) => states === null || states.includes(order.state))
    .toSorted((a, b) => a.scheduledStart - b.scheduledStart || a.id - b.id)
    .slice(page.offset, page.offset + page.limit)
    .map(listEntry);
  return success({ count: data.length, data });
};

/** POST /api/scada/boms {bom_id?}: a bare list as result, without a status; [] for an unknown id. */
export const billsOfMaterials: Handler = (params, { books }) => {
  const page = pageOf(params, DEFAULT_PAGE_BOMS);
  if (page === null) return refused('limit and offset must be whole numbers');
  const asked = numberOf(params.bom_id);
  const perBom = new Map(books.orders().map((order) => [order.bom.id, order]));
  const wanted = [...perBom.values()].filter((order) => asked === null || order.bom.id === asked);
  return { kind: 'result', result: wanted.slice(page.offset, page.offset + page.limit).map(bomEntry) };
};

/** POST /api/scada/mo-detail {mo_id}. */
export const orderDetail: Handler = (params, context) => {
  const name = textOf(params.mo_id);
  if (name === '') return refused('mo_id is required');
  const order = orderOf(params, context);
  return order === undefined ? refused(`MO not found: ${name}`) : success({ data: detail(order) });
};

interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Paging of a list; null when it makes no sense. */
export function pageOf(params: { readonly [key: string]: JsonValue }, defaultLimit: number): Page | null {
  const limit = params.limit === undefined ? defaultLimit : numberOf(params.limit);
  const offset = params.offset === undefined ? 0 : numberOf(params.offset);
  const sensible = [limit, offset].every((each) => each !== null && Number.isInteger(each) && each >= 0);
  return sensible && limit !== null && offset !== null ? { limit, offset } : null;
}

/** The states asked for, as a list or as text with commas; null when none were named. */
function statesOf(states: JsonValue | undefined): readonly string[] | null {
  if (typeof states === 'string' && states.trim() !== '') return states.split(',').map((each) => each.trim());
  if (Array.isArray(states)) return states.map((each: JsonValue) => textOf(each));
  return null;
}
