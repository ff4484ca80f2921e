import { AppError, messageOf } from '../../shared/errors.ts';
import { causeText } from '../../shared/text/text.ts';
import { type Kg, type Slot, slot, sumKg } from '../../shared/units.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Batch, BatchPlan } from '../domain/batch.ts';
import { cause, momentOf } from '../domain/cause.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import { fetchLoadable } from '../odoo/fetch-orders.ts';
import { type HeldBackOrder, heldBack as heldBackOrder } from '../odoo/intake-order.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PlcGateway } from '../plc/gateway.ts';
import { judgeGate } from '../plc/handshake/gate.ts';
import { encodePlan, type LoadOrder } from '../plc/handshake/load-image.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import { slotsOf } from '../plc/memory-map/addresses.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { HistoryRepository } from '../store/history-repository.ts';
import { type LoadKeeper, type LoadProgress, type LoadStart, ordersIn } from './load-keeper.ts';
import type { Task, TaskOutcome } from './task.ts';

/** While the PLC keeps the gate closed or a load is unsettled: the pause to the next look, in milliseconds. */
const LOOK_AGAIN_MS = 2_000;
/** How many pages of Odoo's list are read in one run, in pages: enough to get past orders that are held back. */
const MAX_PAGES = 20;
const PAGE_SIZE = 50;

export interface IntakeParts {
  readonly odoo: OdooClient;
  readonly gateway: PlcGateway;
  readonly link: LinkWatch;
  readonly batches: BatchRepository;
  readonly history: HistoryRepository;
  readonly outbox: Outbox;
  readonly loads: LoadKeeper;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A load was released to the PLC. */
  readonly onLoaded: () => void;
  /** Most orders of one load. */
  readonly syncBatchLimit: () => number;
  /** When orders are taken: only when every batch is done, or slot by slot. */
  readonly intakeGate: 'empty-queue' | 'free-slots';
  readonly maxBatchKg: Kg;
  /** A gate that stays closed for longer is an alarm, in milliseconds. */
  readonly gateStuckAfterMs: () => number;
}

/** TASK 1: when the queue is empty, takes confirmed orders from Odoo and loads them into the PLC. */
export function createIntakeTask(parts: IntakeParts): Task {
  const intake = new Intake(parts);
  return { number: 1, name: 'Intake', run: () => intake.run() };
}

class Intake {
  readonly #parts: IntakeParts;
  /** The gate was closed when last asked: ask it before Odoo is asked again. */
  #gateClosedSince: number | null = null;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async run(): Promise<TaskOutcome> {
    const unsettled = await this.#settleLoad();
    if (unsettled !== null) return unsettled;
    const free = await this.#freeSlots();
    if (!Array.isArray(free)) return free;
    const refused = (await this.#modeRefusal()) ?? (await this.#gateStillClosed());
    if (refused !== null) return refused;
    const fetched = await fetchLoadable(this.#parts.odoo, {
      limit: Math.min(this.#parts.syncBatchLimit(), free.length),
      pageSize: PAGE_SIZE,
      maxPages: MAX_PAGES,
      isKnown: (moId) => this.#isKnown(moId),
      maxBatchKg: this.#parts.maxBatchKg,
    });
    if (fetched.kind === 'fault') {
      return { kind: 'failed', code: fetched.fault.code, message: fetched.fault.message };
    }
    const { plans, heldBack } = this.#encodable(fetched.plans, fetched.heldBack);
    this.#reportHeldBack(heldBack, fetched);
    if (plans.length === 0) return { kind: 'skipped', reason: nothingToLoad(heldBack.length) };
    this.#announce(plans);
    const orders = plans.flatMap((plan, index): LoadOrder[] => {
      const slot = free[index];
      return slot === undefined ? [] : [{ slot, plan }];
    });
    return this.#concluded(await this.#parts.loads.begin(orders), plans);
  }

  /** Brings an interrupted load to its end first; null when there is none. */
  async #settleLoad(): Promise<TaskOutcome | null> {
    const { leadership, link, loads } = this.#parts;
    await leadership.assertLeader();
    if (link.status.link === 'lost') return { kind: 'skipped', reason: 'the PLC does not answer' };
    const progress = await loads.settle();
    return progress.kind === 'none' || progress.kind === 'accepted' ? null : this.#unsettled(progress);
  }

  /** The mode is asked for anew: what was last known of it may be from before somebody turned the key. */
  async #modeRefusal(): Promise<TaskOutcome | null> {
    const { gateway } = this.#parts;
    if ((await gateway.exclusive(() => gateway.readMode())) !== 'program') return null;
    return {
      kind: 'failed',
      code: 'PLC_NOT_IN_RUN_MODE',
      message: 'the PLC is in PROGRAM mode: nothing would answer a load',
      againAfterMs: LOOK_AGAIN_MS,
    };
  }

  /** The slots that new orders may go into: all, once the queue is empty; or those that no batch claims. */
  async #freeSlots(): Promise<Slot[] | TaskOutcome> {
    const { batches, outbox, gateway, intakeGate } = this.#parts;
    const queue = await batches.activeBatches();
    const slots = slotsOf(gateway.profile);
    this.#reportWithoutSlot(queue, slots);
    if (queue.length === 0) return slots;
    const taken = new Set(queue.map((batch) => batch.slot));
    const free =
      intakeGate === 'free-slots' && !taken.has(null) ? slots.filter((slot) => !taken.has(slot)) : [];
    if (free.length > 0) return free;
    const waiting = outbox.count() - outbox.count('confirmed');
    return {
      kind: 'skipped',
      reason: `${queue.length} batches are still in the queue, ${waiting} not yet in Odoo`,
    };
  }

  /** Rows that no slot of the PLC will ever bring to an end: they keep new orders out until somebody acts. */
  #reportWithoutSlot(queue: readonly Batch[], slots: readonly Slot[]): void {
    const { alarms } = this.#parts;
    const stranded = queue.filter(
      ({ slot: own, statusManufacturing, resultId }) =>
        (own === null || !slots.includes(own)) && !statusManufacturing && resultId === null,
    );
    for (const { moId, batchNo, slot: own } of stranded) {
      const why =
        own === null
          ? cause('row-without-slot', { mo_id: moId, value: batchNo })
          : cause('row-outside-slots', { mo_id: moId, slot: own });
      alarms.raise('INTAKE_ROW_WITHOUT_SLOT', moId, why, { task: 1, moId });
    }
    alarms.clearOthers('INTAKE_ROW_WITHOUT_SLOT', new Set(stranded.map(({ moId }) => moId)), { task: 1 });
  }

  /** When the gate was closed at the last look: asks the PLC again before Odoo is bothered. */
  async #gateStillClosed(): Promise<TaskOutcome | null> {
    if (this.#gateClosedSince === null) return null;
    const { gateway } = this.#parts;
    const write = await gateway.exclusive(() => gateway.readWriteArea());
    const gate = judgeGate(gateway.profile.gate, write);
    if (gate.kind === 'closed') return this.#gateClosed(ordersIn(write));
    if (gate.kind === 'faulty') return this.#gateFaulty(gate);
    this.#gateOpened();
    return null;
  }

  #gateOpened(): void {
    this.#gateClosedSince = null;
    this.#parts.alarms.clear('GATE_STUCK', 'gate', { task: 1 });
  }

  #unsettled(progress: Exclude<LoadProgress, { kind: 'none' | 'accepted' }>): TaskOutcome {
    if (progress.kind === 'repeated') {
      this.#parts.onLoaded();
      return { kind: 'done', summary: 'an interrupted load was written again' };
    }
    const reason = progress.kind === 'conflict' ? progress.reason : 'the PLC is still reading the load';
    return { kind: 'skipped', reason, againAfterMs: LOOK_AGAIN_MS };
  }

  #concluded(start: LoadStart, plans: readonly BatchPlan[]): TaskOutcome {
    switch (start.kind) {
      case 'loaded':
        this.#gateOpened();
        this.#parts.onLoaded();
        return { kind: 'done', summary: `${plans.length} orders loaded` };
      case 'gate-closed':
        return this.#gateClosed(start.orders);
      case 'gate-faulty':
        return this.#gateFaulty(start);
    }
  }

  #gateFaulty({ slot: number, found }: { slot: number; found: number }): TaskOutcome {
    this.#gateClosedSince ??= this.#parts.clock.now();
    const why = cause('gate-faulty', { slot: number, value: found });
    this.#parts.alarms.raise('GATE_STUCK', 'gate', why, { task: 1 });
    const message = causeText('en', why);
    return { kind: 'failed', code: 'PLC_GATE_CLOSED', message, againAfterMs: LOOK_AGAIN_MS };
  }

  #gateClosed(orders: readonly string[]): TaskOutcome {
    const reason = `the PLC has not read the load of ${orders.join(', ') || 'before'} yet`;
    const now = this.#parts.clock.now();
    this.#gateClosedSince ??= now;
    if (now - this.#gateClosedSince >= this.#parts.gateStuckAfterMs()) {
      const since = momentOf(this.#gateClosedSince);
      const why =
        orders.length === 0
          ? cause('gate-closed-orders-unknown', { since })
          : cause('gate-closed', { orders: orders.join(', '), since });
      this.#parts.alarms.raise('GATE_STUCK', 'gate', why, { task: 1 });
    }
    return { kind: 'skipped', reason, againAfterMs: LOOK_AGAIN_MS };
  }

  /** An order is loaded at most once: not when it is in the queue, in history or still on its way to Odoo. */
  async #isKnown(moId: string): Promise<boolean> {
    if (this.#parts.outbox.entry(moId) !== undefined) return true;
    return (await this.#parts.history.knownMoIds([moId])).has(moId);
  }

  /** Sets aside orders whose values the PLC cannot hold, so that they do not keep others out. */
  #encodable(
    plans: readonly BatchPlan[],
    heldBack: readonly HeldBackOrder[],
  ): { plans: readonly BatchPlan[]; heldBack: readonly HeldBackOrder[] } {
    const refused: HeldBackOrder[] = [];
    const good = plans.filter((plan) => {
      try {
        encodePlan(this.#parts.gateway.profile, slot(1), plan);
        return true;
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        refused.push(heldBackOrder(plan.moId, 'unreadable', messageOf(thrown)));
        return false;
      }
    });
    return { plans: good, heldBack: [...heldBack, ...refused] };
  }

  /**
   * An alarm is over when its order was looked at and not held back, or is gone from Odoo's whole list. A run
   * that had its slots filled before it came to an order says nothing about it.
   */
  #reportHeldBack(
    heldBack: readonly HeldBackOrder[],
    { seen, complete }: { readonly seen: ReadonlySet<string>; readonly complete: boolean },
  ): void {
    const { alarms } = this.#parts;
    const still = new Set(heldBack.map(({ moId }) => moId));
    for (const { moId, rule, reason } of heldBack) {
      const why = cause(`order-${rule}`, { mo_id: moId, text: reason });
      alarms.raise('INTAKE_MO_HELD_BACK', moId, why, { task: 1, moId });
    }
    for (const { code, subject } of alarms.active()) {
      if (code !== 'INTAKE_MO_HELD_BACK' || still.has(subject)) continue;
      if (complete || seen.has(subject)) alarms.clear(code, subject, { task: 1 });
    }
  }

  #announce(plans: readonly BatchPlan[]): void {
    const { logger } = this.#parts;
    const first = plans[0]?.moId ?? '';
    const last = plans.at(-1)?.moId ?? '';
    logger.info(`fetched ${plans.length} orders from Odoo: ${first} to ${last}`, { task: 1 });
    for (const plan of plans) {
      if (plan.bomQuantity !== null && plan.bomQuantity !== plan.quantity) {
        const scale = `${plan.quantity} kg from a bill of materials for ${plan.bomQuantity} kg`;
        logger.info(`${plan.moId}: scaled to ${scale}`, { task: 1, moId: plan.moId });
      }
      if (plan.unrouted.length > 0) {
        const names = plan.unrouted
          .map(({ productName, quantity }) => `${productName} ${quantity} kg`)
          .join(', ');
        const total = sumKg(plan.unrouted.map(({ quantity }) => quantity));
        logger.info(`${plan.moId}: ${total} kg are not routed to a silo (${names})`, {
          task: 1,
          moId: plan.moId,
        });
      }
    }
  }
}

function nothingToLoad(heldBack: number): string {
  return heldBack === 0
    ? 'Odoo has no confirmed order to load'
    : `Odoo has no order that can be loaded; ${heldBack} are held back`;
}
