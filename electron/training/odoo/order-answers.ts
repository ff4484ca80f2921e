import type { JsonObject, JsonValue } from './json-value.ts';
import { naiveUtc } from './naive-utc.ts';
import { equipmentByCode, MAIN_PLC, type Move, type MoveEquipment, type Order } from './order.ts';

/** An order as /api/scada/mo-list-detailed shows it. Odoo sends `false` where a text is empty. */
export function listEntry(order: Order): JsonObject {
  return {
    mo_id: order.name,
    reference: orFalse(order.reference),
    state: order.state,
    schedule_start: naiveUtc(order.scheduledStart),
    schedule_end: naiveUtc(order.scheduledEnd),
    equipment: equipmentDetails(MAIN_PLC),
    product_tmpl_id: order.productTmplId,
    product_id: order.productId,
    product_name: order.productName,
    quantity: order.quantity,
    produced_qty: order.producedQuantity,
    uom: order.uom,
    bom_id: order.bom.id,
    bom_code: orFalse(order.bom.code),
    bom_components: order.moves.map(bomComponent),
    components_consumption: order.moves.map((move) => ({
      ...productOf(move),
      to_consume: move.toConsume,
      reserved: 0,
      consumed: move.quantityDone,
      uom: move.uom,
      equipment: move.equipment === null ? null : equipmentDetails(move.equipment),
    })),
  };
}

/** An order as /api/scada/mo-detail shows it: the state, and what was really booked. */
export function detail(order: Order): JsonObject {
  return {
    mo_id: order.name,
    state: order.state,
    quantity: order.quantity,
    produced_qty: order.producedQuantity,
    product_name: order.productName,
    moves: order.moves.map((move) => ({
      id: move.id,
      ...productOf(move),
      to_consume: move.toConsume,
      quantity_done: move.quantityDone,
      uom: move.uom,
      equipment:
        move.equipment === null
          ? null
          : { id: move.equipment.id, code: move.equipment.spelling, name: move.equipment.name },
    })),
  };
}

/** The bill of materials behind an order, as /api/scada/boms shows it. */
export function bomEntry(order: Order): JsonObject {
  return {
    bom_id: order.bom.id,
    bom_code: orFalse(order.bom.code),
    product_tmpl_id: order.productTmplId,
    product_id: order.productId,
    product_name: order.productName,
    product_qty: order.bom.quantity,
    uom: order.bom.uom,
    components: order.moves.map(bomComponent),
  };
}

function bomComponent(move: Move): JsonObject {
  return { ...productOf(move), quantity: move.toConsume, uom: move.uom };
}

function productOf(move: Move): JsonObject {
  return { product_tmpl_id: move.productTmplId, product_id: move.productId, product_name: move.productName };
}

function equipmentDetails(equipment: MoveEquipment): JsonObject {
  return {
    id: equipment.id,
    code: equipment.spelling,
    name: equipment.name,
    equipment_type: equipment.id === MAIN_PLC.id ? 'plc' : 'silo',
    manufacturer: false,
    serial_number: false,
    is_active: equipmentByCode(equipment.code) !== undefined,
    connection_status: 'connected',
  };
}

function orFalse(text: string | null): JsonValue {
  return text === null || text === '' ? false : text;
}
