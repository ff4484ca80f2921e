import { type Handler, numberOf, orderOf, textOf } from './call-context.ts';
import { replaceQuantity, withBooking } from './consumption.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import { equipmentByCode, isOpen, type Order, type OrderState } from './order.ts';
import { refused, success } from './reply.ts';

/** Keys of an update that are no equipment codes. */
const OWN_KEYS = ['mo_id', 'quantity'];

/**
 * POST /api/scada/mo/update-with-consumptions {mo_id, quantity?, <equipment code>: amount, ..}: books the
 * amounts in the place of earlier ones. An amount of 0 or less is skipped without a word; a key that is no
 * equipment of this order becomes a line of `errors`, and the call is a success all the same. `quantity` is
 * the finished weight: it does not change what the order was for.
 */
export const updateWithConsumptions: Handler = (params, context) => {
  const name = textOf(params.mo_id);
  if (name === '') return refused('mo_id is required');
  const order = orderOf(params, context);
  if (order === undefined) return refused(`Manufacturing Order "${name}" not found`);
  if (!isOpen(order)) return refused(`Cannot update MO "${name}" in state "${order.state}"`);
  const quantity = params.quantity === undefined ? undefined : numberOf(params.quantity);
  if (quantity === null) return refused(`Invalid quantity value: ${textOf(params.quantity)}`);
  if (quantity !== undefined && quantity <= 0) return refused('quantity must be > 0');

  const { booked, items, errors } = bookAll(order, params);
  const updated = { ...booked, ...(quantity === undefined ? {} : { producedQuantity: quantity }) };
  const state = stateAfterBooking(updated);
  context.books.save({ ...updated, state });
  return success({
    message: errors.length === 0 ? 'MO updated successfully' : 'MO updated with some errors',
    mo_id: name,
    mo_state: state,
    consumed_items: items,
    ...(quantity === undefined ? {} : { updated_finished_qty: quantity }),
    ...(errors.length === 0 ? {} : { errors }),
  });
};

function bookAll(order: Order, params: JsonObject): { booked: Order; items: JsonValue[]; errors: string[] } {
  let booked = order;
  const items: JsonValue[] = [];
  const errors: string[] = [];
  for (const [code, value] of Object.entries(params)) {
    if (OWN_KEYS.includes(code)) continue;
    const amount = numberOf(value);
    if (amount === null) {
      errors.push(`${code}: Invalid quantity value ${JSON.stringify(value)}`);
      continue;
    }
    if (amount <= 0) continue;
    const moves = booked.moves.filter((move) => move.equipment?.code === code);
    if (moves.length === 0) {
      const known = equipmentByCode(code) !== undefined;
      errors.push(
        `${code}: ${known ? 'No raw material move found for this equipment' : 'Equipment not found'}`,
      );
      continue;
    }
    const booking = replaceQuantity(moves, amount);
    booked = { ...booked, moves: withBooking(booked.moves, booking) };
    items.push({ equipment_code: code, applied_qty: booking.appliedQuantity, move_ids: booking.moveIds });
  }
  return { booked, items, errors };
}

/** Odoo 14 works an open order's state out from what was booked; it is then no longer in the list of confirmed ones. */
function stateAfterBooking(order: Order): OrderState {
  if (order.producedQuantity >= order.quantity) return 'to_close';
  const started = order.producedQuantity > 0 || order.moves.some((move) => move.quantityDone > 0);
  return started ? 'progress' : order.state;
}

/** POST /api/scada/mo/mark-done {mo_id, finished_qty, equipment_id?}: closes the order; an error the second time. */
export const markDone: Handler = (params, context) => {
  const name = textOf(params.mo_id);
  if (name === '') return refused('mo_id is required');
  const order = orderOf(params, context);
  if (order === undefined) return refused(`MO not found: ${name}`);
  if (params.finished_qty === undefined || params.finished_qty === null) {
    return refused('finished_qty is required');
  }
  const finished = numberOf(params.finished_qty);
  if (finished === null) return refused('finished_qty must be a number');
  if (finished <= 0) return refused('finished_qty must be > 0');
  // A closed order's finished-product move is closed too, so the module finds none.
  if (!isOpen(order)) return refused('No finished product move found for this MO');
  context.books.save({ ...order, producedQuantity: finished, state: 'done' });
  return success({ message: 'Manufacturing order marked as done', mo_id: name });
};

/** POST /api/scada/mo/cancel {mo_id}: a success also for one that is cancelled already; refuses a done one. */
export const cancelOrder: Handler = (params, context) => {
  const name = textOf(params.mo_id);
  if (name === '') return refused('mo_id is required');
  const order = orderOf(params, context);
  if (order === undefined) return refused(`MO not found: ${name}`);
  if (order.state === 'done') return refused(`Cannot cancel MO "${name}" in state "done"`);
  const already = order.state === 'cancel';
  if (!already) context.books.save({ ...order, state: 'cancel' });
  const message = `Manufacturing order ${already ? 'already cancelled' : 'cancelled successfully'}`;
  return success({ message, mo_id: name, mo_state: 'cancel' });
};
