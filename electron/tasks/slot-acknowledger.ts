import type { Publish } from '../../shared/contract/events.ts';
import { messageOf } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import { decideAcknowledge } from '../domain/acknowledgement.ts';
import { cause } from '../domain/cause.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, LogContext, Logger } from '../domain/ports.ts';
import type { SlotFactBook, SlotKey } from '../outbox/slot-facts.ts';
import type { PlcGateway } from '../plc/gateway.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import { slotSubject } from './slot-alarms.ts';

export interface SlotAcknowledgerParts {
  readonly gateway: PlcGateway;
  readonly batches: BatchRepository;
  readonly facts: SlotFactBook;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publish: Publish;
}

/** Tells the PLC that a READ slot is read. Whoever calls this has made sure that what was read is durable (S3). */
export class SlotAcknowledger {
  readonly #parts: SlotAcknowledgerParts;

  constructor(parts: SlotAcknowledgerParts) {
    this.#parts = parts;
  }

  /** A reading of a batch under way: only a PLC whose memory map says so wants to hear of it. */
  async running({ slot }: SlotKey, flag: 0 | 1, context: LogContext): Promise<void> {
    const { gateway, leadership, logger } = this.#parts;
    if (gateway.profile.acknowledge !== 'every-read' || flag === 1 || !leadership.mayAcknowledge()) return;
    // Taken back at once, it says that there are newer values already.
    await gateway.exclusive(() => gateway.setReadFlag(slot));
    logger.debug(`slot ${slot}: reading acknowledged`, context);
  }

  /**
   * An order that has ended: its flag is set once, and again a limited number of times when the PLC takes it
   * back. Throws AppError (PLC_...) when it is not known that the PLC has got it: the next reading tries again.
   */
  async ended(key: SlotKey, flag: 0 | 1, context: LogContext): Promise<void> {
    const { facts, gateway, alarms, leadership, clock, logger } = this.#parts;
    const subject = slotSubject(key.slot);
    if (flag === 1) alarms.clear('SLOT_ACKNOWLEDGE_LOST', subject, context);
    if (!leadership.mayAcknowledge()) return;
    switch (decideAcknowledge(flag, facts.factsOf(key))) {
      case 'nothing':
        return;
      case 'give-up': {
        const why = cause('slot-flag-taken-back', { mo_id: key.moId });
        alarms.raise('SLOT_ACKNOWLEDGE_LOST', subject, why, context);
        return;
      }
      case 'remember':
        return await this.#acknowledged(key, context);
      case 'write': {
        if ((await gateway.exclusive(() => gateway.setReadFlag(key.slot))) === 'kept') {
          return await this.#acknowledged(key, context);
        }
        // It counts: a PLC that is too quick to be read back would otherwise be told without end.
        facts.recordAcknowledged(key, clock.now());
        logger.warn(`slot ${key.slot}: the PLC took back the flag of ${key.moId} at once`, context);
      }
    }
  }

  async #acknowledged(key: SlotKey, context: LogContext): Promise<void> {
    const { facts, batches, clock, logger, publish } = this.#parts;
    facts.recordAcknowledged(key, clock.now());
    logger.info(`slot ${key.slot}: told the PLC that ${key.moId} is read`, context);
    publish({ kind: 'batch-acknowledged', moId: key.moId, slot: key.slot });
    await batches.markAcknowledged(key.moId, clock.now()).catch((thrown: unknown) => {
      logger.warn(`acknowledgement of ${key.moId} is noted on disk only: ${messageOf(thrown)}`, context);
    });
  }
}
