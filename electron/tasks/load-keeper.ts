import type { Publish } from '../../shared/contract/events.ts';
import { AppError, assertNever } from '../../shared/errors.ts';
import { causeText } from '../../shared/text/text.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Batch, EpochMs } from '../domain/batch.ts';
import { cause, momentOf } from '../domain/cause.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger, NewId } from '../domain/ports.ts';
import type { PlcGateway, WriteSlot } from '../plc/gateway.ts';
import { type GateState, judgeGate } from '../plc/handshake/gate.ts';
import { buildLoadImage, type LoadImage, type LoadOrder } from '../plc/handshake/load-image.ts';
import { decideRecovery } from '../plc/handshake/load-recovery.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { OpenLoad } from '../store/load-rows.ts';
import { imageOfOne } from './image-of-one.ts';
import { observeLoad } from './load-observation.ts';
import { WriteTrouble } from './write-trouble.ts';

export type LoadStart =
  | { readonly kind: 'loaded'; readonly loadId: string; readonly armed: boolean }
  /** The PLC has not read the last load; nothing was written. */
  | { readonly kind: 'gate-closed'; readonly waiting: readonly number[]; readonly orders: readonly string[] }
  | { readonly kind: 'gate-faulty'; readonly slot: number; readonly found: number };

export type LoadProgress =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly loadId: string; readonly forMs: number }
  | { readonly kind: 'accepted'; readonly loadId: string }
  | { readonly kind: 'repeated'; readonly loadId: string }
  | { readonly kind: 'conflict'; readonly loadId: string; readonly reason: string };

/** How often a load that the PLC leaves unread is compared word by word again, in milliseconds. */
const FULL_LOOK_EVERY_MS = 10_000;

export interface LoadKeeperParts {
  readonly gateway: PlcGateway;
  readonly batches: BatchRepository;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly publish: Publish;
  /** Whether a load may join batches that are still in the queue. */
  readonly intakeGate: 'empty-queue' | 'free-slots';
  /** The epoch of this station's right to command, for the record; null when it is not known. */
  readonly epoch: () => number | null;
  /** A load that the PLC leaves unread for longer is an alarm, in milliseconds. */
  readonly gateStuckAfterMs: () => number;
}

/**
 * Puts loads into the PLC's WRITE area and brings interrupted ones to an end. The order of steps is the
 * safety of it: read the gate (S1), commit the intents, write and verify all data (S2), remember that the
 * gate is about to be armed, arm it last and alone, remember that it is armed.
 */
export class LoadKeeper {
  readonly #parts: LoadKeeperParts;
  readonly #trouble: WriteTrouble;
  /** When the PLC was last found without any order in either area; null when this process never saw that. */
  #memoryLostAt: EpochMs | null = null;
  /** When this process first saw the open load at its stage, in monotonic milliseconds. */
  #stage: { readonly key: string; readonly sinceMs: number; lookedAtMs: number } | null = null;

  constructor(parts: LoadKeeperParts) {
    this.#parts = parts;
    this.#trouble = new WriteTrouble(parts.alarms);
  }

  /** Loads these orders into their slots and empties the others, if the PLC has read the load before. */
  begin(orders: readonly LoadOrder[]): Promise<LoadStart> {
    const { gateway, batches, leadership, clock, newId } = this.#parts;
    return gateway.exclusive(async () => {
      await leadership.assertLeader();
      await gateway.requireRunMode();
      const write = await gateway.readWriteArea();
      const gate = judgeGate(gateway.profile.gate, write);
      if (gate.kind === 'closed') {
        return { kind: 'gate-closed', waiting: gate.waiting, orders: ordersIn(write) };
      }
      if (gate.kind === 'faulty') return { kind: 'gate-faulty', slot: gate.slot, found: gate.found };
      const before = await gateway.readFeedbackRaw();
      const image = buildLoadImage(gateway.profile, orders);
      const loadId = newId();
      const epoch = this.#parts.epoch();
      await batches.beginLoad({
        loadId,
        ...(epoch !== null && { epoch }),
        profile: gateway.profile.name,
        createdAt: clock.now(),
        intakeGate: this.#parts.intakeGate,
        slots: image.slots.map(({ slot, payload }, index) => ({
          slot,
          plan: orders.find((order) => order.slot === slot)?.plan ?? null,
          words: payload,
          readBeforeMo: before[index]?.moId || null,
          readBeforeWords: before[index]?.words ?? [],
        })),
      });
      if (gate.kind === 'cold-start')
        this.#say('cold start: the PLC was never loaded, its gate counts as open');
      const armed = await this.#carryOut(loadId, image, gate.kind === 'cold-start');
      return { kind: 'loaded', loadId, armed };
    });
  }

  /**
   * Writes one batch of the queue into its slot again, as a load of its own; the other WRITE slots are
   * emptied. Throws AppError PLC_GATE_CLOSED or PLC_NOT_IN_RUN_MODE, and STORE_CONFLICT while another load is open.
   *
   * @param forget what is known of its run before: called when nothing is in the way any more, in this same
   *   turn, so that no reading takes the old ending for the new one
   */
  beginAgain(batch: Batch, forget: () => Promise<void> = async () => undefined): Promise<void> {
    const { gateway, batches, leadership, clock, newId, epoch } = this.#parts;
    return gateway.exclusive(async () => {
      await leadership.assertLeader();
      await gateway.requireRunMode();
      const gate = judgeGate(gateway.profile.gate, await gateway.readWriteArea());
      requireOpen(gate);
      const before = await gateway.readFeedbackRaw();
      const image = imageOfOne(gateway.profile, batch, await batches.loadedWords(batch));
      const shown = before.find(({ slot, moId }) => slot === batch.slot && moId === batch.moId);
      // The PLC holds a new order back until its slot is acknowledged.
      if (shown !== undefined && batch.slot !== null) await gateway.acknowledge(batch.slot);
      await forget();
      const loadId = newId();
      const stationEpoch = epoch();
      await batches.beginReload(batch.moId, {
        loadId,
        ...(stationEpoch !== null && { epoch: stationEpoch }),
        profile: gateway.profile.name,
        createdAt: clock.now(),
        slots: image.slots.map(({ slot, moId, payload }, index) => ({
          slot,
          moId,
          words: payload,
          readBeforeMo: before[index]?.moId || null,
          readBeforeWords: before[index]?.words ?? [],
        })),
      });
      await this.#carryOut(loadId, image, gate.kind === 'cold-start');
    });
  }

  /** Throws AppError PLC_GATE_CLOSED unless the PLC has read the last load. */
  async requireOpenGate(): Promise<void> {
    const { gateway, clock } = this.#parts;
    await gateway.exclusive(async () => {
      const gate = judgeGate(gateway.profile.gate, await gateway.readWriteArea());
      requireOpen(gate);
      if (gate.kind !== 'cold-start') return;
      const read = await gateway.readFeedbackRaw();
      if (read.every(({ moId }) => moId === '')) this.#memoryLostAt = clock.now();
    });
  }

  /**
   * Whether the PLC may still hold an order that it accepted at this time, also one that it shows nowhere yet.
   * Only a PLC that was found as if it had never been loaded has lost its orders; the memory of that ends
   * with the process, which then says "may hold": the safe side.
   */
  mayHold(acceptedAt: EpochMs): boolean {
    return this.#memoryLostAt === null || acceptedAt > this.#memoryLostAt;
  }

  /** Follows the open load: notes that the PLC has read it, or goes on where a crash or a lost reply left it. */
  settle(): Promise<LoadProgress> {
    const { batches, gateway } = this.#parts;
    return gateway.exclusive(async () => {
      // Asked for in here: what the database said before this turn may be a load that is armed meanwhile.
      const open = await batches.openLoad();
      if (open !== null) return await this.#settleOpen(open);
      this.#stage = null;
      this.#trouble.over();
      return { kind: 'none' };
    });
  }

  async #settleOpen(open: OpenLoad): Promise<LoadProgress> {
    const { gateway, clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    const key = `${open.loadId} ${open.stage}`;
    const first = this.#stage?.key !== key;
    if (first || this.#stage === null) this.#stage = { key, sinceMs: nowMs, lookedAtMs: nowMs };
    const stage = this.#stage;
    const fullLook = first || open.stage !== 'armed' || nowMs - stage.lookedAtMs >= FULL_LOOK_EVERY_MS;
    if (!fullLook) {
      const open1 = (await gateway.readGates()).every((gate) => gate === 1);
      return open1 ? await this.#accept(open) : this.#wait(open);
    }
    stage.lookedAtMs = nowMs;
    const image: LoadImage = {
      slots: open.slots.map(({ slot, moId, words }) => ({ slot, moId, payload: words })),
    };
    const write = await gateway.readWriteArea();
    const seen = observeLoad(gateway, open, image, write, await gateway.readFeedbackRaw());
    const decision = decideRecovery(open.stage, { ...seen, stageAgeMs: nowMs - stage.sinceMs });
    switch (decision.kind) {
      case 'wait':
        return this.#wait(open);
      case 'mark-armed':
        await this.#markArmed(open.loadId, image);
        return this.#wait(open);
      case 'mark-accepted':
        if (open.stage !== 'armed') await this.#markArmed(open.loadId, image);
        return await this.#accept(open);
      case 'repeat':
        await gateway.requireRunMode();
        this.#say(`load ${open.loadId.slice(0, 8)} was interrupted (${open.stage}): writing it again`);
        await this.#carryOut(open.loadId, image, decision.closeGateFirst);
        return { kind: 'repeated', loadId: open.loadId };
      case 'release-rest': {
        await gateway.requireRunMode();
        this.#say(
          `load ${open.loadId.slice(0, 8)}: slots ${decision.slots.join(', ')} are still to be released`,
        );
        const rest = image.slots.filter(({ slot }) => decision.slots.includes(slot));
        await this.#carryOut(open.loadId, { slots: rest }, false);
        return { kind: 'repeated', loadId: open.loadId };
      }
      case 'conflict':
        this.#parts.alarms.raise('GATE_STUCK', 'load', decision.cause, { task: 1 });
        return { kind: 'conflict', loadId: open.loadId, reason: causeText('en', decision.cause) };
      default:
        return assertNever(decision, 'recovery decision');
    }
  }

  #carryOut(loadId: string, image: LoadImage, closeGateFirst: boolean): Promise<boolean> {
    return this.#trouble.watch(() => this.#write(loadId, image, closeGateFirst));
  }

  /** True when the gate was seen armed; false when its reply was lost. */
  async #write(loadId: string, image: LoadImage, closeGateFirst: boolean): Promise<boolean> {
    const { gateway, batches, leadership, clock } = this.#parts;
    await leadership.assertLeader();
    // A later look begins to count anew: the time since the first try says nothing about this one.
    this.#stage = null;
    if (closeGateFirst) await gateway.setGatesRead();
    await gateway.writeVerified(image);
    await batches.markArming(loadId, clock.now());
    await leadership.assertLeader();
    if ((await gateway.arm(image)) === 'unsettled') {
      this.#say(`load ${loadId.slice(0, 8)}: the gate's reply was lost; watching what the PLC does`);
      return false;
    }
    await this.#markArmed(loadId, image);
    return true;
  }

  async #markArmed(loadId: string, image: LoadImage): Promise<void> {
    const { batches, clock, publish } = this.#parts;
    await batches.markArmed(loadId, clock.now());
    const moIds = image.slots.flatMap(({ moId }) => (moId === null ? [] : [moId]));
    this.#say(`${moIds.length} orders are in the PLC, verified word by word, and released to it`);
    publish({ kind: 'load-armed', loadId, moIds });
  }

  async #accept(open: OpenLoad): Promise<LoadProgress> {
    const { batches, clock, alarms, publish } = this.#parts;
    await batches.markAccepted(open.loadId, clock.now());
    alarms.clear('GATE_STUCK', 'load', { task: 1 });
    this.#stage = null;
    this.#say('the PLC has read the load');
    publish({ kind: 'load-accepted', loadId: open.loadId });
    return { kind: 'accepted', loadId: open.loadId };
  }

  #wait(open: OpenLoad): LoadProgress {
    const forMs = this.#parts.clock.now() - (open.armedAt ?? open.createdAt);
    if (forMs > this.#parts.gateStuckAfterMs()) {
      const since = momentOf(open.armedAt ?? open.createdAt);
      this.#parts.alarms.raise('GATE_STUCK', 'load', cause('load-unread', { since }), { task: 1 });
    }
    return { kind: 'waiting', loadId: open.loadId, forMs };
  }

  #say(message: string): void {
    this.#parts.logger.info(message, { task: 1 });
  }
}

/** The names of the orders that WRITE slots hold, for a message. */
export function ordersIn(slots: readonly WriteSlot[]): readonly string[] {
  return slots.flatMap(({ moId }) => (moId === null || moId === '' ? [] : [moId]));
}

function requireOpen(gate: GateState): void {
  if (gate.kind === 'ready' || gate.kind === 'cold-start') return;
  throw new AppError('PLC_GATE_CLOSED', 'the PLC has not read the last load yet');
}
