import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { LogContext } from '../domain/ports.ts';

/** Alarms about what a slot shows of its batch: without a batch that is of no interest, and nobody looks again. */
const ABOUT_A_BATCH = ['SLOT_FAULTY', 'SLOT_FOREIGN_MO', 'SLOT_NO_EVIDENCE'] as const;

/** What alarms about a slot call it. */
export function slotSubject(slot: number): string {
  return `slot ${slot}`;
}

/** The batch of a slot left the queue: whatever was wrong with the slot is over for us. */
export function clearSlotAlarms(alarms: AlarmBook, slot: number | null, context: LogContext): void {
  if (slot === null) return;
  for (const code of ABOUT_A_BATCH) alarms.clear(code, slotSubject(slot), context);
}

/** Clears what is left of slots that hold no batch of the queue: a reading may have been under way as it left. */
export function clearOtherSlotAlarms(
  alarms: AlarmBook,
  used: readonly (number | null)[],
  context: LogContext,
): void {
  const subjects = new Set(used.flatMap((slot) => (slot === null ? [] : [slotSubject(slot)])));
  for (const code of ABOUT_A_BATCH) alarms.clearOthers(code, subjects, context);
}
