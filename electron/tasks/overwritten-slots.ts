import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Batch } from '../domain/batch.ts';
import { cause } from '../domain/cause.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { SlotFactBook, UnacknowledgedSlot } from '../outbox/slot-facts.ts';
import type { DecodedSlot } from '../plc/memory-map/slot-codec.ts';
import { slotSubject } from './slot-alarms.ts';

export interface OverwrittenSlotsParts {
  readonly facts: SlotFactBook;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What became of an unacknowledged slot: still to be waited for, or gone, with a word about it or without. */
type Fate = 'wait' | 'overwritten' | 'never-shown';

/**
 * Gives up slots that can never be acknowledged any more, as the PLC shows something else there: nothing else
 * would end the readings for their sake. Should such an order show up again, its flag is set all the same.
 */
export class OverwrittenSlots {
  readonly #parts: OverwrittenSlotsParts;
  /** Orders that this process saw in their slot, and those that the last reading found gone. */
  #seen = new Set<string>();
  #gone = new Set<string>();

  constructor(parts: OverwrittenSlotsParts) {
    this.#parts = parts;
  }

  /** One reading of all slots. What two readings in a row find gone is given up. */
  look(shown: readonly DecodedSlot[], expected: ReadonlyMap<number, Batch>): void {
    const { facts } = this.#parts;
    const seen = new Set<string>();
    const gone = new Set<string>();
    for (const slot of facts.unacknowledged()) {
      const name = `${slot.loadId} ${slot.slot} ${slot.moId}`;
      const decoded = shown.find((other) => other.slot === slot.slot);
      if (this.#seen.has(name) || slot.runningSeenAt !== null || isShown(decoded, slot)) seen.add(name);
      const fate = fateOf(slot, decoded, expected.get(slot.slot), seen.has(name));
      if (fate === 'wait') continue;
      if (this.#gone.has(name)) this.#giveUp(slot, decoded, fate);
      else gone.add(name);
    }
    this.#seen = seen;
    this.#gone = gone;
  }

  #giveUp(slot: UnacknowledgedSlot, decoded: DecodedSlot | undefined, fate: Fate): void {
    const { facts, alarms, clock, logger } = this.#parts;
    const { moId } = slot;
    const context = { task: 2, slot: slot.slot, moId } as const;
    facts.giveUp(slot, clock.now());
    const subject = slotSubject(slot.slot);
    if (fate === 'never-shown') {
      logger.info(`${subject}: ${moId} was never shown there; it is not waited for any more`, context);
      return;
    }
    const about = { slot: slot.slot, mo_id: moId };
    const why =
      decoded?.kind === 'valid'
        ? cause('slot-overwritten', { ...about, found: decoded.content.moId })
        : cause('slot-emptied', about);
    alarms.announce('SLOT_OVERWRITTEN', `${subject}: ${moId}`, why, context);
  }
}

function isShown(decoded: DecodedSlot | undefined, { moId }: UnacknowledgedSlot): boolean {
  return decoded?.kind === 'valid' && decoded.content.moId === moId;
}

/** An order that was cancelled before the PLC began with it may still come, until a later load has its slot. */
function fateOf(
  slot: UnacknowledgedSlot,
  decoded: DecodedSlot | undefined,
  batch: Batch | undefined,
  wasSeen: boolean,
): Fate {
  if (decoded?.kind === 'faulty' || isShown(decoded, slot)) return 'wait';
  if (wasSeen) return 'overwritten';
  const shown = decoded?.kind === 'valid' ? decoded.content.moId : null;
  const isLater = batch !== undefined && batch.moId === shown && batch.loadId !== slot.loadId;
  return isLater ? 'never-shown' : 'wait';
}
