import type { Mutator } from '../../testing/fuzz.ts';
import { CANCEL, DETAIL, MARK_DONE, UPDATE } from '../../testing/scripted-order.ts';

export const MO = 'WH/MO/00014';
export const LOGIN = '/api/scada/authenticate';
export const LIST = '/api/scada/mo-list-detailed';
export const BOMS = '/api/scada/boms';
export const FAILURE = '/api/scada/equipment-failure';
export const WEIGHING = '/api/scada/material-consumption';

const SILO_A = { id: 1, code: 'silo101', name: 'SILO A' };
const LINES = [
  { product_name: 'PKE', to_consume: 600, uom: 'kg', equipment: SILO_A },
  { product_name: 'kopra', to_consume: 400, uom: 'kg', equipment: { id: 2, code: 'SILO 102', name: false } },
];
const MOVES = [
  {
    product_tmpl_id: 412,
    product_id: 9,
    product_name: 'PKE',
    quantity_done: 41,
    uom: 'kg',
    equipment: SILO_A,
  },
];
const ORDER = {
  mo_id: MO,
  state: 'confirmed',
  product_name: 'JF PLUS KUR',
  quantity: 1000,
  uom: 'kg',
  bom_id: 12,
  bom_code: 'JF',
  equipment: false,
  bom_components: [{ quantity: 1000, uom: 'kg' }],
  components_consumption: LINES,
};
const RECORD = { equipment_code: 'silo101', description: 'START_FAILURE', date: '2026-01-04 23:30:05' };

/** Replies as the SCADA module gives them: path -> results of the JSON-RPC frame. */
export const RESULTS: Readonly<Record<string, readonly unknown[]>> = {
  [LIST]: [{ status: 'success', count: 1, data: [ORDER] }],
  [BOMS]: [
    [{ bom_id: 12, product_qty: 1000, uom: 'kg', components: [] }],
    { data: [{ bom_id: 12, product_qty: 500, uom: 'kg' }] },
  ],
  [UPDATE]: [{ status: 'success' }, { status: 'success', errors: ['silo101: No raw material move found'] }],
  [MARK_DONE]: [{ status: 'success', message: 'done' }],
  [DETAIL]: ['confirmed', 'done', 'cancel'].map((state) => ({
    status: 'success',
    data: { mo_id: MO, state, produced_qty: 41, uom: 'kg', moves: MOVES },
  })),
  [CANCEL]: [{ status: 'success' }],
  [FAILURE]: [{ status: 'success' }, { status: 'success', data: [RECORD] }, [RECORD]],
  [WEIGHING]: [{ status: 'success' }],
};
const REFUSALS: readonly unknown[] = [
  { result: { status: 'error', message: `Cannot update MO "${MO}" in state "done"` } },
  { result: { status: 'error', message: `Manufacturing Order "${MO}" not found` } },
  {
    error: {
      code: 100,
      message: 'Odoo Session Expired',
      data: { name: 'odoo.http.SessionExpiredException' },
    },
  },
  {
    error: {
      code: 200,
      message: 'Odoo Server Error',
      data: { name: 'odoo.exceptions.UserError', message: 'no' },
    },
  },
];
const TOKENS = [
  '"status"',
  '"error"',
  '"result"',
  '"data"',
  'false',
  'true',
  '100',
  '-1',
  '1e400',
  '{"a":',
  '[{',
  '}]',
];
/** The text of one reply to `path`: a right one, a damaged one, one of another call, none at all. */
export function replyText(mutator: Mutator, path: string): string {
  const from = mutator.chance(0.8) ? path : mutator.pick(Object.keys(RESULTS));
  const frame = mutator.chance(0.85)
    ? { jsonrpc: '2.0', id: null, result: mutator.pick(RESULTS[from] ?? [{ status: 'success' }]) }
    : mutator.pick(REFUSALS);
  const text = JSON.stringify(frame);
  switch (mutator.whole(0, 9)) {
    case 0:
    case 1:
      return text;
    case 2:
    case 3:
      return mutator.text(text, TOKENS);
    case 4:
      return mutator.chance(0.1)
        ? nested(mutator, text)
        : Buffer.from(mutator.bytes(Buffer.from(text))).toString('latin1');
    default:
      return JSON.stringify(mutator.json(frame)) ?? '';
  }
}

/** A value of the text replaced by brackets in brackets. */
function nested(mutator: Mutator, text: string): string {
  const values = [...text.matchAll(/:("[^"]*"|\d+|true|false|null)/g)];
  const { index, 0: value } = mutator.pick(values);
  return `${text.slice(0, index)}:${mutator.deepJson()}${text.slice(index + value.length)}`;
}
