import { AppError, assertNever, messageOf } from '../../shared/errors.ts';
import type { Slot } from '../../shared/units.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import { decideAcknowledge } from '../domain/acknowledgement.ts';
import type { Batch, BatchResult, EpochMs } from '../domain/batch.ts';
import type { Publish } from '../../shared/contract/events.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, LogContext, Logger, NewId } from '../domain/ports.ts';
import {
  type Ending,
  type Judgement,
  judgeSlot,
  NO_WATCH,
  type SlotReading,
  type SlotWatch,
} from '../domain/slot-judgement.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { SlotFactBook, SlotKey } from '../outbox/slot-facts.ts';
import type { PlcGateway } from '../plc/gateway.ts';
import type { DecodedSlot } from '../plc/memory-map/slot-codec.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { LiveBoard, SlotView } from './live-board.ts';
import { questionText } from './result-alarms.ts';

/** A row that shows no change is touched at least this often, in milliseconds: its last reading stays honest. */
const HEARTBEAT_MS = 30_000;

export interface SlotKeeperParts {
  readonly gateway: PlcGateway;
  readonly batches: BatchRepository;
  readonly outbox: Outbox;
  readonly facts: SlotFactBook;
  readonly board: LiveBoard;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly publish: Publish;
  /** Whether a failed batch is reported to Odoo by itself or waits for an operator. */
  readonly failedBatchPolicy: 'report' | 'hold';
  /** Whether a result without a weight is pushed without a question. */
  readonly zeroWeight: 'ask' | 'accept';
}

/**
 * Takes what a READ slot shows to where it belongs, in the order that loses nothing: outbox first, then
 * the database, then the PLC's flag (S3). What ended is never changed by PLC data again (S4).
 */
export class SlotKeeper {
  readonly #parts: SlotKeeperParts;
  readonly #watches = new Map<number, SlotWatch>();
  readonly #persistedAt = new Map<string, EpochMs>();

  constructor(parts: SlotKeeperParts) {
    this.#parts = parts;
  }

  /** Handles one slot of a read cycle. `batch` is what the database expects there, if anything. */
  async handle(decoded: DecodedSlot, batch: Batch | undefined, readAt: EpochMs): Promise<SlotView> {
    const view = await this.#judge(decoded, batch, readAt);
    this.#parts.board.put({
      slot: decoded.slot,
      moId: decoded.kind === 'valid' ? decoded.content.moId : decoded.kind === 'faulty' ? decoded.moId : null,
      view,
      readAt,
      words: decoded.words,
      faults: decoded.kind === 'faulty' ? decoded.faults.map(describeFault) : [],
    });
    return view;
  }

  async #judge(decoded: DecodedSlot, batch: Batch | undefined, readAt: EpochMs): Promise<SlotView> {
    const subject = `slot ${decoded.slot}`;
    const context: LogContext = { task: 2, slot: decoded.slot, ...(batch && { moId: batch.moId }) };
    if (decoded.kind === 'faulty') {
      this.#watches.set(decoded.slot, NO_WATCH);
      if (batch === undefined) return 'stale';
      const shown = decoded.faults.map(describeFault).join('; ');
      this.#parts.alarms.raise('SLOT_FAULTY', subject, `rejected as a whole: ${shown}`, context);
      return 'faulty';
    }
    this.#parts.alarms.clear('SLOT_FAULTY', subject, context);
    if (decoded.kind === 'blank') {
      this.#watches.set(decoded.slot, NO_WATCH);
      return 'blank';
    }
    const reading = readingOf(decoded, readAt);
    if (await this.#acknowledgeEnded(decoded, reading, batch, context)) return 'ended';
    if (batch === undefined) return 'stale';
    return await this.#judgeLiving(batch, reading, decoded.flag, context);
  }

  async #judgeLiving(
    batch: Batch,
    reading: SlotReading,
    flag: 0 | 1,
    context: LogContext,
  ): Promise<SlotView> {
    const { facts, alarms } = this.#parts;
    const key = keyOf(batch, reading.slot);
    const runningSeen = batch.life.runningSeenAt !== null || facts.factsOf(key).runningSeenAt !== null;
    const watch = this.#watches.get(reading.slot) ?? NO_WATCH;
    const judged = judgeSlot(batch, reading, runningSeen, watch);
    this.#watches.set(reading.slot, judged.watch);
    const subject = `slot ${reading.slot}`;
    const { judgement } = judged;
    if (judgement.kind !== 'foreign') alarms.clear('SLOT_FOREIGN_MO', subject, context);
    if (judgement.kind !== 'unproven') alarms.clear('SLOT_NO_EVIDENCE', subject, context);
    switch (judgement.kind) {
      case 'stale':
        return 'stale';
      case 'foreign':
        alarms.raise('SLOT_FOREIGN_MO', subject, `shows ${reading.moId}, expected ${batch.moId}`, context);
        return 'foreign';
      case 'running':
        await this.#progress(batch, reading, judgement, context);
        await this.#acknowledgeRunning(key, flag, context);
        return 'running';
      case 'watching':
        return 'watching';
      case 'unproven':
        alarms.raise(
          'SLOT_NO_EVIDENCE',
          subject,
          `the PLC calls ${batch.moId} ended, but it was never seen running: an operator must decide`,
          context,
        );
        return 'unproven';
      case 'ended':
        await this.#end(batch, reading, judgement.ending, flag, context);
        return 'ended';
      default:
        return assertNever(judgement, 'judgement');
    }
  }

  async #progress(
    batch: Batch,
    reading: SlotReading,
    judgement: Extract<Judgement, { kind: 'running' }>,
    context: LogContext,
  ): Promise<void> {
    const { facts, batches, logger, publish } = this.#parts;
    const first = batch.life.runningSeenAt === null;
    if (first) facts.recordRunning(keyOf(batch, reading.slot), reading.readAt);
    const persistedAt = this.#persistedAt.get(batch.moId) ?? 0;
    if (!first && !judgement.changed && reading.readAt - persistedAt < HEARTBEAT_MS) return;
    await batches.updateProgress(batch.moId, {
      actuals: reading.actuals,
      weight: reading.weight,
      statusManufacturing: false,
      statusOperation: false,
      lastReadAt: reading.readAt,
      ...(judgement.changed && { lastChangedAt: reading.readAt }),
      ...(first && { runningSeenAt: reading.readAt }),
      ...(judgement.dosing && batch.life.firstDosingAt === null && { firstDosingAt: reading.readAt }),
    });
    this.#persistedAt.set(batch.moId, reading.readAt);
    if (judgement.dosing && batch.life.firstDosingAt === null) {
      logger.info(`slot ${reading.slot}: ${batch.moId} is being dosed`, context);
    }
    if (judgement.changed || first) publish({ kind: 'batch-changed', moId: batch.moId, slot: reading.slot });
  }

  async #end(
    batch: Batch,
    reading: SlotReading,
    ending: Ending,
    flag: 0 | 1,
    context: LogContext,
  ): Promise<void> {
    const { outbox, logger, newId, publish, failedBatchPolicy, zeroWeight } = this.#parts;
    const accepted = ending.question === 'zero-weight' && zeroWeight === 'accept';
    const result: BatchResult = {
      resultId: newId(),
      kind: ending.kind,
      moId: batch.moId,
      slot: reading.slot,
      loadId: batch.loadId,
      actuals: reading.actuals,
      weight: reading.weight,
      failureNoted: ending.failureNoted,
      question: accepted ? null : ending.question,
      words: reading.words,
      readAt: reading.readAt,
    };
    // Durable from here on; after a crash in between, the first capture stands.
    const { result: captured } = outbox.capture(result, {
      hold:
        ending.kind === 'failed' && failedBatchPolicy === 'hold'
          ? 'failed batches wait for an operator'
          : null,
    });
    const what = ending.kind === 'failed' ? 'FAILED in the PLC' : `finished, ${reading.weight.toFixed(2)} kg`;
    logger.info(`slot ${reading.slot}: ${batch.moId} ${what}`, context);
    if (ending.kind === 'failed') {
      this.#parts.alarms.raise('BATCH_FAILED', batch.moId, `${batch.moId} failed in the PLC`, context);
    }
    if (result.question !== null) {
      this.#parts.alarms.raise(
        'RESULT_QUESTION',
        batch.moId,
        questionText(batch.moId, result.question),
        context,
      );
    }
    await this.#applyIfPossible(captured, context);
    publish({ kind: 'batch-ended', moId: batch.moId, slot: reading.slot, result: ending.kind });
    await this.#acknowledge(keyOf(batch, reading.slot), flag, context);
  }

  /** The database may be away: the result is safe in the outbox, and is applied when it is back. */
  async #applyIfPossible(result: BatchResult, context: LogContext): Promise<void> {
    try {
      await this.#parts.batches.applyResult(result, this.#parts.clock.now());
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'STORE_UNAVAILABLE') throw thrown;
      this.#parts.logger.warn(`${result.moId} is kept in the outbox: ${messageOf(thrown)}`, context);
    }
  }

  /** True when this slot shows an order that ended for us: then only its flag is still our business. */
  async #acknowledgeEnded(
    decoded: Extract<DecodedSlot, { kind: 'valid' }>,
    reading: SlotReading,
    batch: Batch | undefined,
    context: LogContext,
  ): Promise<boolean> {
    const ended = this.#endedOf(reading, batch);
    if (ended === null) return false;
    const loadedAgain = batch?.moId === reading.moId && batch.loadId !== ended.loadId;
    if (loadedAgain) return false;
    this.#watches.set(reading.slot, NO_WATCH);
    const stillEnded = reading.statusManufacturing === 1 || reading.statusOperation === 1;
    if (stillEnded) await this.#acknowledge(ended, decoded.flag, context);
    return true;
  }

  /** What ended in this slot, for all that this station or the database knows. */
  #endedOf({ slot, moId }: SlotReading, batch: Batch | undefined): SlotKey | null {
    const known = this.#parts.facts.endedIn(slot, moId);
    if (known !== null || batch?.moId !== moId) return known;
    const endedInDatabase = batch.resultId !== null || batch.life.finishedAt !== null || batch.statusManufacturing;
    return endedInDatabase ? keyOf(batch, slot) : null;
  }

  async #acknowledgeRunning(key: SlotKey, flag: 0 | 1, context: LogContext): Promise<void> {
    if (this.#parts.gateway.profile.acknowledge !== 'every-read' || flag === 1) return;
    if (!this.#parts.leadership.mayAcknowledge()) return;
    await this.#parts.gateway.exclusive(() => this.#parts.gateway.acknowledge(key.slot));
    this.#parts.logger.debug(`slot ${key.slot}: reading acknowledged`, context);
  }

  async #acknowledge(key: SlotKey, flag: 0 | 1, context: LogContext): Promise<void> {
    const { facts, gateway, batches, alarms, leadership, clock, logger, publish } = this.#parts;
    if (!leadership.mayAcknowledge()) return;
    const decision = decideAcknowledge(flag, facts.factsOf(key));
    const subject = `slot ${key.slot}`;
    if (decision === 'nothing') return;
    if (decision === 'give-up') {
      alarms.raise(
        'SLOT_ACKNOWLEDGE_LOST',
        subject,
        `the PLC keeps taking back the flag of ${key.moId}`,
        context,
      );
      return;
    }
    if (decision === 'write') await gateway.exclusive(() => gateway.acknowledge(key.slot));
    facts.recordAcknowledged(key, clock.now());
    logger.info(`slot ${key.slot}: told the PLC that ${key.moId} is read`, context);
    publish({ kind: 'batch-acknowledged', moId: key.moId, slot: key.slot });
    await batches.markAcknowledged(key.moId, clock.now()).catch((thrown: unknown) => {
      logger.warn(`acknowledgement of ${key.moId} is noted on disk only: ${messageOf(thrown)}`, context);
    });
  }
}

function keyOf(batch: Batch, slot: Slot): SlotKey {
  return { loadId: batch.loadId, slot, moId: batch.moId };
}

function readingOf(decoded: Extract<DecodedSlot, { kind: 'valid' }>, readAt: EpochMs): SlotReading {
  const { content, slot, words } = decoded;
  return {
    slot,
    moId: content.moId,
    actuals: content.components,
    weight: content.weight,
    statusManufacturing: content.statusManufacturing,
    statusOperation: content.statusOperation,
    words,
    readAt,
  };
}

function describeFault(fault: { address: number; field: string; expected: string; found: string }): string {
  return `D${fault.address} (${fault.field}) expected ${fault.expected}, found ${fault.found}`;
}
