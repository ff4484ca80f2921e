import { Decimal } from 'decimal.js';
import type { Kg } from '../../shared/units.ts';
import { sumKg } from '../../shared/units.ts';
import type { OdooReply } from './odoo-reply.ts';
import type { BillOfMaterials, OrderEntry } from './schemas.ts';
import { weightInKg } from './weight-unit.ts';

/** Size of a bill of materials, or why it is not known. */
export type BomSize =
  | { readonly kind: 'known'; readonly quantity: Kg }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Components that add up to the order within this share of it belong to a bill of the order's own size. */
const SAME_SIZE_WITHIN = 0.05;

/** The size of bill `bomId` from Odoo's answer; never a size of another bill, never a guessed unit. */
export function readBomSize(reply: OdooReply<readonly BillOfMaterials[]>, bomId: number): BomSize {
  if (reply.kind === 'fault') return { kind: 'unknown', reason: reply.fault.message };
  const bom = reply.value.find((candidate) => candidate.bom_id === bomId);
  if (bom === undefined) return { kind: 'unknown', reason: `Odoo did not answer BoM ${bomId}` };
  if (bom.product_qty === null || bom.product_qty <= 0 || bom.uom === null) {
    return { kind: 'unknown', reason: `BoM ${bomId} tells no size or no unit` };
  }
  const quantity = weightInKg(bom.product_qty, bom.uom);
  if (quantity === null) return { kind: 'unknown', reason: `BoM ${bomId} is measured in ${bom.uom}` };
  // A size that is 0 after the conversion cannot be scaled by.
  if (quantity <= 0) return { kind: 'unknown', reason: `BoM ${bomId} is smaller than a milligram` };
  return { kind: 'known', quantity };
}

/**
 * Sum of an order's components as its bill lists them, in kg: of bom_components where they can be read,
 * else of the consumption lines (both are in the bill's own size). Null when neither has weights only.
 */
export function sumOfComponents(order: OrderEntry): Kg | null {
  const listed = order.bom_components ?? [];
  const consumed = order.components_consumption.map(({ to_consume, uom }) => ({ quantity: to_consume, uom }));
  return (listed.length === 0 ? null : sumInKg(listed)) ?? sumInKg(consumed);
}

/** True when `sum` is within 5 % of `quantity`. */
export function isSameSize(sum: Kg, quantity: Kg): boolean {
  return new Decimal(sum).minus(quantity).abs().lte(new Decimal(quantity).times(SAME_SIZE_WITHIN));
}

function sumInKg(lines: readonly { quantity: number | null; uom: string | null }[]): Kg | null {
  const weights: Kg[] = [];
  for (const { quantity, uom } of lines) {
    if (quantity === null || quantity < 0 || uom === null) return null;
    const weight = weightInKg(quantity, uom);
    if (weight === null) return null;
    weights.push(weight);
  }
  return sumKg(weights);
}
