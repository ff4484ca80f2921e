import { type CallContext, type Handler, numberOf, orderOf, textOf } from './call-context.ts';
import { addQuantity, replaceQuantity, withBooking } from './consumption.ts';
import type { JsonObject } from './json-value.ts';
import { readNaiveUtc } from './naive-utc.ts';
import { equipmentByCode, isOpen } from './order.ts';
import { refused, success } from './reply.ts';

/**
 * POST /api/scada/material-consumption {equipment_id (a code), product_id, quantity, timestamp, mo_id,
 * update_mode?}: books one material of one order. The default mode adds, so a repeated call doubles;
 * "replace" does not.
 */
export const materialConsumption: Handler = (params, context) => {
  const faults = faultsOf(params, context);
  if (faults.length > 0) return refused(`Validation failed: ${faults.join('; ')}`);
  const order = orderOf(params, context);
  const quantity = numberOf(params.quantity);
  if (order === undefined || quantity === null) return refused('MO ID is required');
  if (!isOpen(order)) return refused(`Cannot update consumption for MO in ${order.state} state`);
  const moves = order.moves.filter((move) => move.productId === numberOf(params.product_id));
  if (moves.length === 0) return refused('No raw material move found for this product in MO');

  const mode = textOf(params.update_mode).toLowerCase() === 'replace' ? 'replace' : 'add';
  const booking = mode === 'replace' ? replaceQuantity(moves, quantity) : addQuantity(moves, quantity);
  const state = order.state === 'confirmed' ? 'progress' : order.state;
  context.books.save({ ...order, moves: withBooking(order.moves, booking), state });
  return success({
    message: `Material consumption ${mode === 'replace' ? 'replaced' : 'added'} to MO moves`,
    mo_id: order.name,
    mo_state: state,
    applied_qty: booking.appliedQuantity,
    move_ids: booking.moveIds,
    update_mode: mode,
    can_update_again: true,
  });
};

/** Everything that the module's validation finds wrong, in its words and order. */
function faultsOf(params: JsonObject, context: CallContext): string[] {
  const faults: string[] = [];
  const code = textOf(params.equipment_id);
  const quantity = numberOf(params.quantity);
  const orderName = textOf(params.mo_id);
  if (code === '') faults.push('Equipment ID is required');
  else if (equipmentByCode(code) === undefined) faults.push(`Equipment "${code}" not found`);
  if (numberOf(params.product_id) === null) faults.push('Product ID or Product Template ID is required');
  if (orderName === '') faults.push('MO ID is required');
  else if (orderOf(params, context) === undefined)
    faults.push(`Manufacturing Order "${orderName}" not found`);
  if (quantity === null) faults.push('Quantity must be a number');
  else if (quantity <= 0) faults.push('Quantity must be positive');
  faults.push(...timestampFaults(textOf(params.timestamp), context.clock.now()));
  return faults;
}

function timestampFaults(timestamp: string, nowMs: number): string[] {
  if (timestamp === '') return ['Timestamp is required'];
  const read = readNaiveUtc(timestamp);
  if (read.kind === 'no-time') return ['Invalid timestamp format'];
  if (read.kind === 'with-zone') return ["can't compare offset-naive and offset-aware datetimes"];
  return read.ms > nowMs ? ['Timestamp cannot be in the future'] : [];
}
