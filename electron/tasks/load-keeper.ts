import { assertNever } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Publish } from '../domain/events.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger, NewId } from '../domain/ports.ts';
import type { PlcGateway, RawSlot, WriteSlot } from '../plc/gateway.ts';
import { judgeGate } from '../plc/handshake/gate.ts';
import { buildLoadImage, type LoadImage, type LoadOrder } from '../plc/handshake/load-image.ts';
import { decideRecovery, type LoadObservation } from '../plc/handshake/load-recovery.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { OpenLoad } from '../store/load-rows.ts';

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
  readonly gateStuckAfterMs: number;
}

/**
 * Puts loads into the PLC's WRITE area and brings interrupted ones to an end. The order of steps is the
 * safety of it: read the gate (S1), commit the intents, write and verify all data (S2), remember that the
 * gate is about to be armed, arm it last and alone, remember that it is armed.
 */
export class LoadKeeper {
  readonly #parts: LoadKeeperParts;
  /** When this process first saw the open load at its stage, in monotonic milliseconds. */
  #stage: { readonly key: string; readonly sinceMs: number; lookedAtMs: number } | null = null;

  constructor(parts: LoadKeeperParts) {
    this.#parts = parts;
  }

  /** Loads these orders into their slots and empties the others, if the PLC has read the load before. */
  begin(orders: readonly LoadOrder[]): Promise<LoadStart> {
    const { gateway, batches, leadership, clock, newId } = this.#parts;
    return gateway.exclusive(async () => {
      await leadership.assertLeader();
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

  /** Follows the open load: notes that the PLC has read it, or goes on where a crash or a lost reply left it. */
  async settle(): Promise<LoadProgress> {
    const { batches, gateway } = this.#parts;
    const open = await batches.openLoad();
    if (open === null) {
      this.#stage = null;
      return { kind: 'none' };
    }
    return await gateway.exclusive(() => this.#settleOpen(open));
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
    const seen = this.#observe(open, image, await gateway.readWriteArea(), await gateway.readFeedbackRaw());
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
        this.#say(`load ${open.loadId.slice(0, 8)} was interrupted (${open.stage}): writing it again`);
        await this.#carryOut(open.loadId, image, decision.closeGateFirst);
        return { kind: 'repeated', loadId: open.loadId };
      case 'conflict':
        this.#parts.alarms.raise('GATE_STUCK', 'load', decision.reason, { task: 1 });
        return { kind: 'conflict', loadId: open.loadId, reason: decision.reason };
      default:
        return assertNever(decision, 'recovery decision');
    }
  }

  async #carryOut(loadId: string, image: LoadImage, closeGateFirst: boolean): Promise<boolean> {
    const { gateway, batches, leadership, clock } = this.#parts;
    await leadership.assertLeader();
    if (closeGateFirst) await gateway.closeGates();
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
    if (forMs > this.#parts.gateStuckAfterMs) {
      const since = new Date(open.armedAt ?? open.createdAt).toISOString();
      this.#parts.alarms.raise('GATE_STUCK', 'load', `the PLC has not read the load since ${since}`, {
        task: 1,
      });
    }
    return { kind: 'waiting', loadId: open.loadId, forMs };
  }

  #observe(
    open: OpenLoad,
    image: LoadImage,
    write: readonly WriteSlot[],
    read: readonly RawSlot[],
  ): Omit<LoadObservation, 'stageAgeMs'> {
    const { gateway } = this.#parts;
    const ours = new Set(open.slots.flatMap(({ moId }) => (moId === null ? [] : [moId])));
    return {
      gateOpen: judgeGate(gateway.profile.gate, write).kind === 'ready',
      wordsMatch: gateway.matches(image, write),
      onlyOurOrders: write.every(({ moId }) => moId === '' || (moId !== null && ours.has(moId))),
      allEmpty: write.every(({ moId }) => moId === ''),
      taken: open.slots.some(({ slot, moId, readBeforeMo, readBeforeWords }) => {
        const shown = read[slot - 1];
        if (moId === null || shown === undefined || shown.moId !== moId) return false;
        return readBeforeMo !== moId || shown.words.some((word, index) => word !== readBeforeWords[index]);
      }),
    };
  }

  #say(message: string): void {
    this.#parts.logger.info(message, { task: 1 });
  }
}

function ordersIn(slots: readonly WriteSlot[]): readonly string[] {
  return slots.flatMap(({ moId }) => (moId === null || moId === '' ? [] : [moId]));
}
