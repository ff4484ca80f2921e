import type { Publish } from '../../shared/contract/events.ts';
import { AppError, assertNever, messageOf } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Batch, BatchResult, EpochMs } from '../domain/batch.ts';
import { cause } from '../domain/cause.ts';
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
import { EndedSlots, keyOf } from './ended-slots.ts';
import type { LiveBoard, SlotView } from './live-board.ts';
import { questionCause } from './result-alarms.ts';
import { SlotAcknowledger } from './slot-acknowledger.ts';
import { slotSubject } from './slot-alarms.ts';
import { faultText, rejectionText } from './slot-fault-text.ts';

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
  readonly failedBatchPolicy: () => 'report' | 'hold';
  /** Whether a result without a weight is pushed without a question. */
  readonly zeroWeight: () => 'ask' | 'accept';
}

/** What came of handling one slot. */
export interface HandledSlot {
  /** Null when not even that could be found out. */
  readonly view: SlotView | null;
  /** What kept all that follows from the view from being done; the next reading tries again. */
  readonly trouble: { readonly thrown: unknown } | null;
}

/** What a reading means, and what is to be done about it: the meaning holds also where that fails. */
interface Step {
  readonly view: SlotView;
  readonly act?: () => Promise<void>;
}

/**
 * Takes what a READ slot shows to where it belongs, in the order that loses nothing: outbox first, then
 * the database, then the PLC's flag (S3). What ended is never changed by PLC data again (S4).
 */
export class SlotKeeper {
  readonly #parts: SlotKeeperParts;
  readonly #acknowledger: SlotAcknowledger;
  readonly #ended: EndedSlots;
  readonly #watches = new Map<number, SlotWatch>();
  /** When the last reading of each slot was stored, and of which order. */
  readonly #stored = new Map<number, { readonly moId: string; readonly at: EpochMs }>();

  constructor(parts: SlotKeeperParts) {
    this.#parts = parts;
    this.#acknowledger = new SlotAcknowledger(parts);
    this.#ended = new EndedSlots(parts);
  }

  /** Handles one slot of a read cycle. `batch` is what the database expects there, if anything. Never rejects. */
  async handle(decoded: DecodedSlot, batch: Batch | undefined, readAt: EpochMs): Promise<HandledSlot> {
    let view: SlotView | null = null;
    try {
      const step = this.#judge(decoded, batch, readAt);
      view = step.view;
      this.#show(decoded, view, readAt);
      await step.act?.();
      return { view, trouble: null };
    } catch (thrown) {
      return { view, trouble: { thrown } };
    }
  }

  #show(decoded: DecodedSlot, view: SlotView, readAt: EpochMs): void {
    this.#parts.board.put({
      slot: decoded.slot,
      moId: decoded.kind === 'valid' ? decoded.content.moId : decoded.kind === 'faulty' ? decoded.moId : null,
      view,
      readAt,
      words: decoded.words,
      actuals: decoded.kind === 'valid' ? decoded.content.components : null,
      faults: decoded.kind === 'faulty' ? decoded.faults.map(faultText) : [],
    });
  }

  #judge(decoded: DecodedSlot, batch: Batch | undefined, readAt: EpochMs): Step {
    const subject = slotSubject(decoded.slot);
    const context: LogContext = { task: 2, slot: decoded.slot, ...(batch && { moId: batch.moId }) };
    if (decoded.kind === 'faulty') {
      this.#watches.set(decoded.slot, NO_WATCH);
      if (batch === undefined) return { view: 'stale' };
      const why = cause('slot-rejected', { text: rejectionText(decoded.faults) });
      this.#parts.alarms.raise('SLOT_FAULTY', subject, why, context);
      return { view: 'faulty' };
    }
    this.#parts.alarms.clear('SLOT_FAULTY', subject, context);
    if (decoded.kind === 'blank') {
      this.#watches.set(decoded.slot, NO_WATCH);
      return { view: 'blank' };
    }
    const reading = readingOf(decoded, readAt);
    const ended = this.#ended.at(reading, batch);
    if (ended !== null) return this.#judgeEnded(ended, reading, decoded.flag, context);
    this.#parts.alarms.clear('SLOT_ACKNOWLEDGE_LOST', subject, context);
    if (batch === undefined) return { view: 'stale' };
    return this.#judgeLiving(batch, reading, decoded.flag, context);
  }

  #judgeLiving(batch: Batch, reading: SlotReading, flag: 0 | 1, context: LogContext): Step {
    const { facts, alarms } = this.#parts;
    const key = keyOf(batch, reading.slot);
    const runningSeen = batch.life.runningSeenAt !== null || facts.factsOf(key).runningSeenAt !== null;
    const watch = this.#watches.get(reading.slot) ?? NO_WATCH;
    const judged = judgeSlot(batch, reading, runningSeen, watch);
    this.#watches.set(reading.slot, judged.watch);
    const subject = slotSubject(reading.slot);
    const { judgement } = judged;
    if (judgement.kind !== 'foreign') alarms.clear('SLOT_FOREIGN_MO', subject, context);
    if (judgement.kind !== 'unproven') alarms.clear('SLOT_NO_EVIDENCE', subject, context);
    switch (judgement.kind) {
      case 'stale':
      case 'watching':
        return { view: judgement.kind };
      case 'foreign':
        alarms.raise(
          'SLOT_FOREIGN_MO',
          subject,
          cause('slot-shows-other-order', { found: reading.moId, mo_id: batch.moId }),
          context,
        );
        return { view: 'foreign' };
      case 'running':
        return {
          view: 'running',
          act: async () => {
            await this.#progress(batch, reading, judgement, context);
            await this.#acknowledger.running(key, flag, context);
          },
        };
      case 'unproven':
        alarms.raise(
          'SLOT_NO_EVIDENCE',
          subject,
          cause('slot-ended-unproven', { mo_id: batch.moId }),
          context,
        );
        return { view: 'unproven' };
      case 'ended':
        return { view: 'ended', act: () => this.#end(batch, reading, judgement.ending, flag, context) };
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
    const stored = this.#stored.get(reading.slot);
    const storedAt = stored?.moId === batch.moId ? stored.at : 0;
    if (!first && !judgement.changed && reading.readAt - storedAt < HEARTBEAT_MS) return;
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
    this.#stored.set(reading.slot, { moId: batch.moId, at: reading.readAt });
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
    const accepted = ending.question === 'zero-weight' && zeroWeight() === 'accept';
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
        ending.kind === 'failed' && failedBatchPolicy() === 'hold'
          ? 'failed batches wait for an operator'
          : null,
    });
    const what = ending.kind === 'failed' ? 'FAILED in the PLC' : `finished, ${reading.weight.toFixed(2)} kg`;
    logger.info(`slot ${reading.slot}: ${batch.moId} ${what}`, context);
    if (ending.kind === 'failed') {
      this.#parts.alarms.raise(
        'BATCH_FAILED',
        batch.moId,
        cause('batch-failed', { mo_id: batch.moId }),
        context,
      );
    }
    if (result.question !== null) {
      this.#parts.alarms.raise(
        'RESULT_QUESTION',
        batch.moId,
        questionCause(batch.moId, result.question),
        context,
      );
    }
    await this.#applyIfPossible(captured, context);
    publish({ kind: 'batch-ended', moId: batch.moId, slot: reading.slot, result: ending.kind });
    await this.#acknowledger.ended(keyOf(batch, reading.slot), flag, context);
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

  #judgeEnded(ended: SlotKey, reading: SlotReading, flag: 0 | 1, context: LogContext): Step {
    this.#watches.set(reading.slot, NO_WATCH);
    const stillEnded = reading.statusManufacturing === 1 || reading.statusOperation === 1;
    if (!stillEnded) return { view: 'ended' };
    return { view: 'ended', act: () => this.#acknowledger.ended(ended, flag, context) };
  }
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
