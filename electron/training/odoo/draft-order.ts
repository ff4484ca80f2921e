import { hash32 } from '../seeded-random.ts';
import { equipmentByCode, type Move, type MoveEquipment, type Order, type OrderState } from './order.ts';

/** One line of an order to be made: a material, its amount for one bill of materials, and where it comes from. */
export interface DraftLine {
  readonly productName: string;
  readonly toConsume: number;
  /** Odoo's code of the equipment, e.g. "silo101"; null for a material that no silo holds. */
  readonly equipmentCode: string | null;
  /** How answers spell that code; default: as it is. */
  readonly spelling?: string;
  /** Default "kg". */
  readonly uom?: string;
}

/** What it takes to make an order; everything else has a default. */
export interface DraftOrder {
  /** Default: the next free WH/MO/nnnnn. */
  readonly name?: string;
  /** Default "JF PLUS KUR". */
  readonly productName?: string;
  readonly quantity: number;
  /** Size of the bill of materials; default: the order's quantity. */
  readonly bomQuantity?: number;
  /** Default: one of its own. */
  readonly bomId?: number;
  /** Default none: answers then say `false`. */
  readonly bomCode?: string;
  /** Default "confirmed". */
  readonly state?: OrderState;
  /** Default "kg". */
  readonly uom?: string;
  readonly lines: readonly DraftLine[];
}

/** Ids that a bill of materials gets when the draft names none start here: above those of the recipes. */
const FIRST_OWN_BOM_ID = 10_000;
const HOUR_MS = 3_600_000;

/**
 * Makes an order out of a draft.
 * @param name the order's name
 * @param nextId gives a new record id on each call
 * @param nowMs scheduled start, UTC
 */
export function makeOrder(draft: DraftOrder, name: string, nextId: () => number, nowMs: number): Order {
  const uom = draft.uom ?? 'kg';
  const productName = draft.productName ?? 'JF PLUS KUR';
  const id = nextId();
  return {
    id,
    name,
    reference: null,
    state: draft.state ?? 'confirmed',
    quantity: draft.quantity,
    producedQuantity: 0,
    uom,
    ...productIds(productName),
    productName,
    bom: {
      id: draft.bomId ?? FIRST_OWN_BOM_ID + id,
      code: draft.bomCode ?? null,
      quantity: draft.bomQuantity ?? draft.quantity,
      uom,
    },
    scheduledStart: nowMs,
    scheduledEnd: nowMs + HOUR_MS,
    moves: draft.lines.map((line) => makeMove(line, nextId())),
  };
}

function makeMove(line: DraftLine, id: number): Move {
  return {
    id,
    ...productIds(line.productName),
    productName: line.productName,
    toConsume: line.toConsume,
    quantityDone: 0,
    uom: line.uom ?? 'kg',
    equipment: line.equipmentCode === null ? null : equipmentOf(line.equipmentCode, line.spelling),
  };
}

/** A code that the mill does not have is still an equipment of this Odoo: somebody has created it there. */
function equipmentOf(code: string, spelling: string | undefined): MoveEquipment {
  const known = equipmentByCode(code) ?? {
    id: 1000 + (hash32(code) % 1000),
    code,
    spelling: code,
    name: code,
  };
  return { ...known, spelling: spelling ?? known.spelling };
}

/** The same product has the same ids in every order; they follow from its name, so there is no product table. */
function productIds(productName: string): { productTmplId: number; productId: number } {
  const productTmplId = 1 + (hash32(productName) % 1_000_000);
  return { productTmplId, productId: productTmplId + 1_000_000 };
}
