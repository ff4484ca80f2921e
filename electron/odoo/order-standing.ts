import { Decimal } from 'decimal.js';
import type { PerComponent } from '../../shared/domain/equipment.ts';
import { EQUIPMENT, perComponent, recogniseEquipment } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
import { sumKg, ZERO_KG } from '../../shared/units.ts';
import { isMainPlc } from './main-plc.ts';
import type { OdooClient } from './odoo-client.ts';
import type { OdooFault } from './odoo-reply.ts';
import type { OrderDetail } from './schemas.ts';
import { weightInKg } from './weight-unit.ts';

/** Where an order stands in Odoo, read back: what every unknown outcome is settled by (S7). */
export type OrderStanding =
  | { readonly kind: 'open' }
  | { readonly kind: 'done'; readonly detail: OrderDetail }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unknown-order'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly fault: OdooFault };

/** The module answers an unknown name with status "error" and such a text: 'Manufacturing Order "X" not found'. */
const NO_SUCH = /not found|does ?n[o']t exist|no such|unknown/i;
const ABOUT_AN_ORDER = /\b(mo|order|record)\b/i;

/** Half of the PLC's smallest step: Odoo may round to its own number of decimals. */
const SAME_WITHIN_KG = 0.005;

/** Reads where the order stands. Changes nothing. */
export async function readStanding(
  client: Pick<OdooClient, 'orderDetail'>,
  moId: string,
): Promise<OrderStanding> {
  const reply = await client.orderDetail(moId);
  if (reply.kind === 'fault') {
    const { fault } = reply;
    if (fault.class === 'rejected' && saysNoSuchOrder(fault.message, moId)) {
      return { kind: 'unknown-order', message: fault.message };
    }
    return { kind: 'unreadable', fault };
  }
  if (reply.value === null) return { kind: 'unknown-order', message: `Odoo knows no order ${moId}` };
  const state = reply.value.state.toLowerCase();
  if (state === 'done') return { kind: 'done', detail: reply.value };
  if (state === 'cancel' || state === 'cancelled') return { kind: 'cancelled' };
  // draft, confirmed, progress, to_close: Odoo itself refuses a change where none is allowed.
  return { kind: 'open' };
}

/** A missing database or session must not be taken for a missing order. */
function saysNoSuchOrder(message: string, moId: string): boolean {
  return NO_SUCH.test(message) && (message.includes(moId) || ABOUT_AN_ORDER.test(message));
}

/**
 * True when the order's moves hold exactly these quantities: the sums per equipment, within 0.005 kg, for all 15
 * components. Lines that the PLC does not dose do not count. A move that cannot be read, an unknown
 * equipment or an unknown unit proves nothing, hence false.
 */
export function movesEqual(detail: OrderDetail, actuals: PerComponent<Kg>): boolean {
  const found = sumsOfMoves(detail);
  if (found === null) return false;
  return EQUIPMENT.every(({ key }) => new Decimal(found[key]).minus(actuals[key]).abs().lte(SAME_WITHIN_KG));
}

function sumsOfMoves(detail: OrderDetail): PerComponent<Kg> | null {
  if (detail.moves === null) return null;
  const sums = perComponent((): Kg => ZERO_KG);
  for (const move of detail.moves) {
    const code = move.equipment?.code ?? null;
    if (code === null) continue;
    const equipment = recogniseEquipment(code);
    if (equipment === undefined) {
      if (isMainPlc(code)) continue;
      return null;
    }
    if (move.done === null || move.done < 0 || move.uom === null) return null;
    const weight = weightInKg(move.done, move.uom);
    if (weight === null) return null;
    sums[equipment.key] = sumKg([sums[equipment.key], weight]);
  }
  return sums;
}
