import type { z } from 'zod';
import { recogniseEquipment } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Clock } from '../domain/ports.ts';
import type { LinkState } from './link-state.ts';
import type { OdooCaller, OdooClientPorts } from './odoo-caller.ts';
import { createCaller, firstIssue } from './odoo-caller.ts';
import type { OdooReply } from './odoo-reply.ts';
import { fault } from './odoo-reply.ts';
import { toOdooTime } from './odoo-time.ts';
import type { BillOfMaterials, EquipmentFailureRecord, OrderDetail, OrderEntry } from './schemas.ts';
import * as schemas from './schemas.ts';
import type { Credentials } from './session.ts';
import type { TransportOptions } from './transport.ts';

export interface OdooClientOptions extends TransportOptions, Credentials {
  /** Where equipment failures go; on a 404 the other known path is tried and then kept. */
  readonly equipmentFailurePath: string;
}

/** One entry of a page: read, or unreadable with what is wrong, so that it can be named to the operator. */
export type OrderReading =
  | { readonly kind: 'order'; readonly order: OrderEntry }
  | { readonly kind: 'unreadable'; readonly moId: string | null; readonly problem: string };

export interface OrderPage {
  /** Entries on this page before any was sorted out: fewer than asked for means the last page. */
  readonly entries: readonly OrderReading[];
}

export interface ConsumptionUpdate {
  /** Finished weight in kg, > 0; left out while it is not known. */
  readonly quantity?: Kg;
  /** Kilograms per canonical Odoo code, each > 0. */
  readonly components: Readonly<Record<string, Kg>>;
}

export interface EquipmentFailure {
  readonly equipmentCode: string;
  readonly description: string;
  readonly occurredAt: EpochMs;
}

export interface ManualConsumption {
  readonly moId: string;
  readonly equipmentId: string | number;
  readonly productId: number;
  readonly quantity: Kg;
  readonly weighedAt: EpochMs;
}

export type UpdateAnswer = z.output<typeof schemas.updateAnswer>;

/**
 * Typed calls to the SCADA module. Each sends at most one request that changes anything, except after a
 * session that was over or a path that does not exist: both are surely not applied. None throws.
 */
export interface OdooClient {
  confirmedOrders(page: { limit: number; offset: number }): Promise<OdooReply<OrderPage>>;
  /** All bills that Odoo answered for this id; the caller picks. */
  billOfMaterials(bomId: number): Promise<OdooReply<readonly BillOfMaterials[]>>;
  /** Replaces quantities: safe to repeat while the order is open. */
  updateConsumptions(moId: string, update: ConsumptionUpdate): Promise<OdooReply<UpdateAnswer>>;
  /** Success does not prove that the order is closed. */
  markDone(moId: string, finishedQty: Kg): Promise<OdooReply<null>>;
  /** Null: Odoo says that there is no such order. It may also say so by a rejection. */
  orderDetail(moId: string): Promise<OdooReply<OrderDetail | null>>;
  cancelOrder(moId: string): Promise<OdooReply<null>>;
  /** Makes a new record at each call: look for the twin before repeating. */
  reportEquipmentFailure(failure: EquipmentFailure): Promise<OdooReply<null>>;
  listEquipmentFailures(
    equipmentCode: string,
    limit: number,
  ): Promise<OdooReply<readonly EquipmentFailureRecord[]>>;
  /** Sets (never adds) the consumption of one product: a repeat changes nothing. */
  recordConsumption(consumption: ManualConsumption): Promise<OdooReply<null>>;
  link(): LinkState;
  /** Ends calls in flight (their outcome is unknown) and refuses later ones. */
  close(): void;
}

const FAILURE_PATHS = ['/api/scada/equipment-failure', '/api/scada/equipment-failure/report'];

/** The client of one Odoo. Throws AppError CONFIG_INVALID for an unusable address. */
export function createOdooClient(options: OdooClientOptions, ports: OdooClientPorts): OdooClient {
  const caller = createCaller(options, ports);
  return {
    ...orderCalls(caller),
    ...failureCalls(caller, options.equipmentFailurePath),
    ...weighingCalls(caller, ports.clock),
    link: () => caller.link(),
    close: () => caller.close(),
  };
}

function orderCalls({ read, write }: OdooCaller) {
  return {
    async confirmedOrders({ limit, offset }) {
      const params = { limit, offset, states: ['confirmed'] };
      const reply = await read('/api/scada/mo-list-detailed', params, schemas.orderPage);
      return mapReply(reply, (page) => ({ entries: page.data.map(readEntry) }));
    },
    billOfMaterials: (bomId) => read('/api/scada/boms', { bom_id: bomId }, schemas.billsOfMaterials),
    updateConsumptions(moId, { quantity, components }) {
      const params = { ...components, ...(quantity === undefined ? {} : { quantity }), mo_id: moId };
      return write('/api/scada/mo/update-with-consumptions', params, schemas.updateAnswer);
    },
    async markDone(moId, finishedQty) {
      const params = { mo_id: moId, finished_qty: finishedQty };
      return mapReply(await write('/api/scada/mo/mark-done', params, schemas.plainSuccess), () => null);
    },
    async orderDetail(moId) {
      const reply = await read('/api/scada/mo-detail', { mo_id: moId }, schemas.orderDetailAnswer);
      return aboutThisOrder(reply, moId);
    },
    async cancelOrder(moId) {
      const reply = await write('/api/scada/mo/cancel', { mo_id: moId }, schemas.plainSuccess);
      return mapReply(reply, () => null);
    },
  } satisfies Partial<OdooClient>;
}

function failureCalls({ write, list }: OdooCaller, configuredPath: string) {
  let pathInUse = configuredPath;

  /** Tries the path in use, on a 404 the other ones, and stays with the first that exists. */
  async function onFailurePath<T>(send: (path: string) => Promise<OdooReply<T>>): Promise<OdooReply<T>> {
    const first = await send(pathInUse);
    if (!isWrongPath(first)) return first;
    for (const path of FAILURE_PATHS.filter((other) => other !== pathInUse)) {
      const reply = await send(path);
      if (isWrongPath(reply)) continue;
      pathInUse = path;
      return reply;
    }
    return first;
  }

  return {
    async reportEquipmentFailure({ equipmentCode, description, occurredAt }) {
      const params = {
        equipment_code: canonicalCode(equipmentCode),
        description,
        date: toOdooTime(occurredAt),
      };
      const reply = await onFailurePath((path) => write(path, params, schemas.plainSuccess));
      return mapReply(reply, () => null);
    },
    listEquipmentFailures(equipmentCode, limit) {
      const params = { equipment_code: canonicalCode(equipmentCode), limit };
      return onFailurePath((path) => list(path, params, schemas.equipmentFailures));
    },
  } satisfies Partial<OdooClient>;
}

function weighingCalls({ write }: OdooCaller, clock: Clock) {
  return {
    async recordConsumption({ moId, equipmentId, productId, quantity, weighedAt }) {
      const params = {
        mo_id: moId,
        equipment_id: equipmentId,
        product_id: productId,
        quantity,
        // Odoo refuses a time in the future; our clock may have been set back since the weighing.
        timestamp: toOdooTime(Math.min(weighedAt, clock.now())),
        update_mode: 'replace',
      };
      const reply = await write('/api/scada/material-consumption', params, schemas.plainSuccess);
      return mapReply(reply, () => null);
    },
  } satisfies Partial<OdooClient>;
}

function readEntry(entry: unknown): OrderReading {
  const parsed = schemas.orderEntry.safeParse(entry);
  if (parsed.success) return { kind: 'order', order: parsed.data };
  const named = typeof entry === 'object' && entry !== null && 'mo_id' in entry ? entry.mo_id : null;
  return {
    kind: 'unreadable',
    moId: typeof named === 'string' && named !== '' ? named : null,
    problem: firstIssue(parsed.error),
  };
}

/** An answer about another order than the one asked for decides nothing. */
function aboutThisOrder(reply: OdooReply<OrderDetail | null>, moId: string): OdooReply<OrderDetail | null> {
  const answered = reply.kind === 'ok' ? (reply.value?.mo_id ?? moId) : moId;
  if (answered === moId) return reply;
  return fault('unknown-outcome', 'ODOO_MALFORMED_REPLY', `asked for ${moId}, got ${answered}`);
}

function mapReply<T, U>(reply: OdooReply<T>, map: (value: T) => U): OdooReply<U> {
  return reply.kind === 'ok' ? { kind: 'ok', value: map(reply.value) } : reply;
}

/** Odoo knows its own spelling only. An unknown code goes out as it is: Odoo's refusal names it. */
function canonicalCode(code: string): string {
  return recogniseEquipment(code)?.odooCode ?? code;
}

/** A missing path of the call itself; a login that found no path (link down) is another matter. */
function isWrongPath(reply: OdooReply<unknown>): boolean {
  return reply.kind === 'fault' && reply.fault.code === 'ODOO_WRONG_PATH' && !reply.fault.linkDown;
}
