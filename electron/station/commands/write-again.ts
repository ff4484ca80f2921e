import { AppError } from '../../../shared/errors.ts';
import type { Slot } from '../../../shared/units.ts';
import type { DecodedSlot, SlotContent } from '../../plc/memory-map/slot-codec.ts';
import type { CommandServices, QueuedBatch } from './command-handler.ts';

/**
 * The slot that an order may be written into again. Throws AppError PLC_GATE_CLOSED or PLC_NOT_IN_RUN_MODE, and
 * COMMAND_NOT_NOW when it has no slot or another load is under way, and whenever it might run twice:
 * - a READ slot shows it as not ended, or its own slot cannot be read as a whole
 * - the PLC has accepted it and has not shown it yet (phase `queued`): a PLC that shows one order after the
 *   other keeps it until its turn comes. It may be written once that is over: the PLC calls it ended, it was
 *   seen running and is shown no more, or the PLC has lost its memory (a cold start with both areas empty).
 *   An order whose load was given up, as by a gate override, was never accepted.
 */
export async function requireWritable(
  services: CommandServices,
  { batch, phase }: QueuedBatch,
): Promise<Slot> {
  const { gateway, loads, batches } = services;
  const { moId, slot: own, life } = batch;
  if (own === null) throw new AppError('COMMAND_NOT_NOW', `${moId} has no slot`);
  await loads.requireOpenGate();
  await gateway.exclusive(() => gateway.requireRunMode());
  if ((await batches.openLoad()) !== null) throw new AppError('COMMAND_NOT_NOW', 'another load is under way');
  const shown = await gateway.exclusive(() => gateway.readFeedback());
  const busy = shown.find((slot) => mayRun(slot, moId, own));
  if (busy !== undefined) {
    throw new AppError(
      'COMMAND_NOT_NOW',
      `the PLC may have ${moId} in slot ${busy.slot} and run it: writing it again would run it twice`,
    );
  }
  if (phase === 'queued' && life.acceptedAt !== null && loads.mayHold(life.acceptedAt)) {
    throw new AppError(
      'COMMAND_NOT_NOW',
      `the PLC has accepted ${moId} and will run it: writing it again would run it twice`,
    );
  }
  return own;
}

/** Whether a READ slot says, or leaves possible, that the PLC still has this order to run. */
function mayRun(shown: DecodedSlot, moId: string, own: Slot): boolean {
  switch (shown.kind) {
    case 'blank':
      return false;
    case 'valid':
      return shown.content.moId === moId && !hasEnded(shown.content);
    case 'faulty':
      // What is wrong with it may be its status words, or the very name.
      return shown.moId === moId || (shown.slot === own && shown.moId === null);
  }
}

/** Whether the status words of a READ slot say that its order is finished or failed. */
export function hasEnded({
  statusManufacturing,
  statusOperation,
}: Pick<SlotContent, 'statusManufacturing' | 'statusOperation'>): boolean {
  return statusManufacturing === 1 || statusOperation === 1;
}
