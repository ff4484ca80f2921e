import { z } from 'zod';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';

/** What a SCADA equipment is called in the training Odoo. */
const moveEquipmentSchema = z.object({
  id: z.number(),
  /** The code by which calls address it; Odoo compares it letter by letter. */
  code: z.string(),
  /** The code as answers show it: mostly the same, sometimes "SILO 111" or "silo114", as people typed it. */
  spelling: z.string(),
  name: z.string(),
});

/** One raw-material line of an order. */
const moveSchema = z.object({
  id: z.number(),
  productTmplId: z.number(),
  productId: z.number(),
  productName: z.string(),
  /** In `uom`, for one bill of materials' size: never scaled to the order's quantity. */
  toConsume: z.number(),
  quantityDone: z.number(),
  uom: z.string(),
  equipment: moveEquipmentSchema.nullable(),
});

export const orderStateSchema = z.enum(['draft', 'confirmed', 'progress', 'to_close', 'done', 'cancel']);

/** A manufacturing order with its bill of materials and its moves. */
export const orderSchema = z.object({
  id: z.number(),
  name: z.string(),
  reference: z.string().nullable(),
  state: orderStateSchema,
  quantity: z.number(),
  producedQuantity: z.number(),
  uom: z.string(),
  productTmplId: z.number(),
  productId: z.number(),
  productName: z.string(),
  bom: z.object({ id: z.number(), code: z.string().nullable(), quantity: z.number(), uom: z.string() }),
  /** Milliseconds since 1970, UTC. */
  scheduledStart: z.number(),
  scheduledEnd: z.number(),
  moves: z.array(moveSchema).readonly(),
});

export type MoveEquipment = Readonly<z.infer<typeof moveEquipmentSchema>>;
export type Move = Readonly<z.infer<typeof moveSchema>>;
export type OrderState = z.infer<typeof orderStateSchema>;
export type Order = Readonly<z.infer<typeof orderSchema>>;

/** The code of the equipment that stands for the whole plant: a line that shows it has no silo of its own. */
export const MAIN_PLC: MoveEquipment = { id: 1, code: 'PLC01', spelling: 'PLC01', name: 'Main PLC' };

const KNOWN: readonly MoveEquipment[] = [
  MAIN_PLC,
  ...EQUIPMENT.map((each, place) => ({
    id: place + 2,
    code: each.odooCode,
    spelling: each.odooCode,
    name: each.name,
  })),
];

/** Looks an equipment up by its exact code, as Odoo does: "SILO 101" is not "silo101". */
export function equipmentByCode(code: string): MoveEquipment | undefined {
  return KNOWN.find((each) => each.code === code);
}

/** True while Odoo still takes quantities for the order. */
export function isOpen(order: Order): boolean {
  return order.state !== 'done' && order.state !== 'cancel';
}

/** A quantity without the last digits of float arithmetic (Odoo keeps fewer decimals than that). */
export function rounded(quantity: number): number {
  return Math.round(quantity * 1e6) / 1e6;
}

/** The quantities done, per equipment code; lines that share an equipment are added up. Unrouted lines are left out. */
export function quantitiesDone(order: Order): Readonly<Record<string, number>> {
  const perCode: Record<string, number> = {};
  for (const move of order.moves) {
    if (move.equipment === null) continue;
    perCode[move.equipment.code] = rounded((perCode[move.equipment.code] ?? 0) + move.quantityDone);
  }
  return perCode;
}
