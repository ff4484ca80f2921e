import type { Kg } from '../../shared/units.ts';
import type { BatchPlan } from '../domain/batch.ts';
import type { BomSize } from './bom-size.ts';
import { readBomSize } from './bom-size.ts';
import type { HeldBackOrder } from './intake-order.ts';
import { heldBack, planOrder } from './intake-order.ts';
import type { OdooClient, OrderReading } from './odoo-client.ts';
import type { OdooFault, OdooReply } from './odoo-reply.ts';
import type { OrderEntry } from './schemas.ts';

export interface FetchOptions {
  /** As many plans as there are free slots; the rest stays in Odoo. */
  readonly limit: number;
  readonly pageSize: number;
  /** More pages than this are not looked at in one run. */
  readonly maxPages: number;
  /** True for an order that was loaded before (in a slot, in history): it is passed over. */
  isKnown(moId: string): boolean | Promise<boolean>;
  /** Highest weight of a batch, tolerance included. */
  readonly maxBatchKg: Kg;
}

export type FetchOutcome =
  | {
      readonly kind: 'fetched';
      readonly plans: readonly BatchPlan[];
      /** Orders that were seen in this run and cannot be loaded. */
      readonly heldBack: readonly HeldBackOrder[];
      /** Names of all orders that were looked at. */
      readonly seen: ReadonlySet<string>;
      /** Odoo's list was read to its end; otherwise nothing is known of the orders that were not seen. */
      readonly complete: boolean;
    }
  | { readonly kind: 'fault'; readonly fault: OdooFault };

type FetchClient = Pick<OdooClient, 'confirmedOrders' | 'billOfMaterials'>;

/**
 * Finds the next loadable orders, in Odoo's order. Reads only. A fault of the link ends the run as a
 * fault, even when some orders were read before: half a list must not pass for the whole one.
 */
export async function fetchLoadable(client: FetchClient, options: FetchOptions): Promise<FetchOutcome> {
  const plans: BatchPlan[] = [];
  const held: HeldBackOrder[] = [];
  const seen = new Set<string>();
  const bomSizes = createBomCache(client);
  let complete = false;

  for (let page = 0; page < options.maxPages && plans.length < options.limit; page += 1) {
    const offset = page * options.pageSize;
    const reply = await client.confirmedOrders({ limit: options.pageSize, offset });
    if (reply.kind === 'fault') return reply;
    const { entries } = reply.value;
    complete = entries.length < options.pageSize;
    for (const reading of entries) {
      if (plans.length >= options.limit) {
        complete = false;
        break;
      }
      const order = sortOut(reading, seen, held);
      if (order === null || (await options.isKnown(order.mo_id))) continue;
      const size = await bomSizes(order);
      if (size.kind === 'fault') return size;
      const decision = planOrder(order, size.value, options.maxBatchKg);
      if (decision.kind === 'plan') plans.push(decision.plan);
      else held.push(decision);
    }
    if (complete) break;
  }
  return { kind: 'fetched', plans, heldBack: held, seen, complete };
}

/** The order to look at, or null for one that was seen already, is not confirmed, or cannot be read. */
function sortOut(reading: OrderReading, seen: Set<string>, held: HeldBackOrder[]): OrderEntry | null {
  const moId = reading.kind === 'order' ? reading.order.mo_id : reading.moId;
  if (moId !== null && seen.has(moId)) return null;
  if (moId !== null) seen.add(moId);
  if (reading.kind === 'unreadable') {
    const name = moId ?? '(without a name)';
    held.push(heldBack(name, 'unreadable', `Odoo's entry cannot be read: ${reading.problem}`));
    return null;
  }
  if (reading.order.state === null) {
    held.push(heldBack(reading.order.mo_id, 'state', 'Odoo does not tell its state'));
    return null;
  }
  // An older module ignores the filter and lists every state: those orders are not ours to name.
  return reading.order.state === 'confirmed' ? reading.order : null;
}

/**
 * Asks each bill of materials once per run. That it cannot be read (older module, refused, odd answer)
 * is an answer; that Odoo cannot be reached is a fault.
 */
function createBomCache(client: FetchClient): (order: OrderEntry) => Promise<OdooReply<BomSize>> {
  const known = new Map<number, BomSize>();
  return async ({ bom_id: bomId }) => {
    if (bomId === null) return { kind: 'ok', value: { kind: 'unknown', reason: 'the order names no BoM' } };
    const cached = known.get(bomId);
    if (cached !== undefined) return { kind: 'ok', value: cached };
    const reply = await client.billOfMaterials(bomId);
    if (reply.kind === 'fault' && (reply.fault.linkDown || reply.fault.class === 'transient')) return reply;
    const size = readBomSize(reply, bomId);
    known.set(bomId, size);
    return { kind: 'ok', value: size };
  };
}
