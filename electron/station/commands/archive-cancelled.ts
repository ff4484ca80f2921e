import { AppError } from '../../../shared/errors.ts';
import { CANCELLING } from '../../tasks/completion.ts';
import { clearSlotAlarms } from '../../tasks/slot-alarms.ts';
import type { Caller, CommandServices, QueuedBatch } from './command-handler.ts';

/** Throws AppError COMMAND_NOT_NOW while TASK 3 runs and may have this result on its way to Odoo. */
export function refuseWhileSent(services: CommandServices, { batch, entry }: QueuedBatch): void {
  if (entry === undefined || services.outbox.byId(entry.id)?.state !== 'waiting') return;
  const isSending = services.scheduler.status().some(({ number, running }) => number === 3 && running);
  if (!isSending) return;
  throw new AppError('COMMAND_NOT_NOW', `results are being sent to Odoo, maybe that of ${batch.moId}: wait`);
}

/**
 * Keeps a batch's result, if it has one, from being sent from now on; returns what undoes it.
 * Throws AppError COMMAND_NOT_NOW when it may be on its way at this moment.
 *
 * @param reason what an operator is told of it should the command die half-way
 */
export function setAside(services: CommandServices, queued: QueuedBatch, reason: string): () => void {
  const { outbox } = services;
  const { batch } = queued;
  refuseWhileSent(services, queued);
  // Asked for again: TASK 2 may have captured it since the queue was read.
  const entry = outbox.entry(batch.moId, batch.loadId);
  if (entry === undefined) return () => undefined;
  if (entry.state === 'confirmed') throw new AppError('COMMAND_NOT_NOW', `Odoo has ${batch.moId} already`);
  outbox.hold(entry.id, reason);
  return () => void outbox.restore(entry);
}

/**
 * Moves one batch to the history as cancelled; its result, if any, is never sent. Where the database does not
 * take it, the batch is what it was before.
 */
export async function archiveCancelled(
  services: CommandServices,
  queued: QueuedBatch,
  caller: Caller,
): Promise<void> {
  const { history, outbox, clock, publish } = services;
  const { batch } = queued;
  const now = clock.now();
  const putBack = setAside(services, queued, CANCELLING);
  const forgetEnding = noteEnding(services, queued);
  try {
    await history.archive({
      moId: batch.moId,
      resultId: null,
      status: 'cancelled',
      notes: `cancelled by ${caller.actor}: ${caller.reason ?? ''}`,
      confirmedByOdooAt: null,
      archivedAt: now,
    });
  } catch (thrown) {
    forgetEnding();
    putBack();
    throw thrown;
  }
  // Before the result goes: an ending without either would be taken for one that was never dealt with.
  if (batch.slot !== null) {
    outbox.slotFacts.markArchived({ loadId: batch.loadId, slot: batch.slot, moId: batch.moId }, now);
  }
  const entry = outbox.entry(batch.moId, batch.loadId);
  if (entry !== undefined) outbox.remove(entry.id, 'cancelled');
  clearAlarmsOf(services, batch.moId);
  clearSlotAlarms(services.alarms, batch.slot, { moId: batch.moId });
  publish({ kind: 'batch-archived', moId: batch.moId, status: 'cancelled' });
}

/** The PLC may still end a cancelled batch and wait for its flag: that is answered, and nothing else. */
function noteEnding({ outbox, clock }: CommandServices, { batch }: QueuedBatch): () => void {
  if (batch.slot === null) return () => undefined;
  const { slotFacts } = outbox;
  const key = { loadId: batch.loadId, slot: batch.slot, moId: batch.moId };
  const { endedAt, runningSeenAt } = slotFacts.factsOf(key);
  if (endedAt !== null) return () => undefined;
  slotFacts.recordEnded(key, clock.now());
  return () => {
    slotFacts.forget(key);
    if (runningSeenAt !== null) slotFacts.recordRunning(key, runningSeenAt);
  };
}

/** What was wrong with a batch is of no interest once it is cancelled or begins anew. */
export function clearAlarmsOf({ alarms }: CommandServices, moId: string): void {
  for (const { code, subject } of alarms.active()) if (subject === moId) alarms.clear(code, subject);
}
