import type { Slot } from '../../shared/units.ts';
import type { Batch } from '../domain/batch.ts';
import type { Logger } from '../domain/ports.ts';
import type { SlotReading } from '../domain/slot-judgement.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { SlotFactBook, SlotKey } from '../outbox/slot-facts.ts';

export interface EndedSlotsParts {
  readonly facts: SlotFactBook;
  readonly outbox: Outbox;
  readonly logger: Logger;
}

/** Which orders have ended in which slots, for all that the outbox's file and the database know. */
export class EndedSlots {
  readonly #parts: EndedSlotsParts;

  constructor(parts: EndedSlotsParts) {
    this.#parts = parts;
  }

  /**
   * The order that a slot shows, when it has ended for us: then only its flag is still our business.
   *
   * @param batch what the database expects in the slot, if anything
   */
  at(reading: SlotReading, batch: Batch | undefined): SlotKey | null {
    const ended = this.#known(reading, batch);
    if (ended === null || batch?.moId !== reading.moId) return ended;
    const loadedAgain = batch.loadId !== ended.loadId;
    return loadedAgain || this.#isAbandoned(ended, batch) ? null : ended;
  }

  #known({ slot, moId }: SlotReading, batch: Batch | undefined): SlotKey | null {
    const known = this.#parts.facts.endedIn(slot, moId);
    if (known !== null || batch?.moId !== moId) return known;
    return hasEndedInDatabase(batch) ? keyOf(batch, slot) : null;
  }

  /**
   * A cancellation notes the ending before its batch is history. Where it died in between, the batch is still
   * ours: without this its result would be acknowledged, and kept nowhere (S3).
   */
  #isAbandoned(ended: SlotKey, batch: Batch): boolean {
    const { facts, outbox, logger } = this.#parts;
    if (hasEndedInDatabase(batch) || outbox.entry(ended.moId, ended.loadId) !== undefined) return false;
    if (!facts.isAbandonedEnding(ended)) return false;
    facts.forgetEnding(ended);
    const { moId, slot } = ended;
    const message = `${moId} is still in the queue: what was done to it by hand did not come to its end`;
    logger.warn(message, { task: 2, moId, slot });
    return true;
  }
}

export function keyOf(batch: Batch, slot: Slot): SlotKey {
  return { loadId: batch.loadId, slot, moId: batch.moId };
}

function hasEndedInDatabase({ resultId, life, statusManufacturing }: Batch): boolean {
  return resultId !== null || life.finishedAt !== null || statusManufacturing;
}
