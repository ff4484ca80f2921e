import type { Batch } from './batch.ts';

/** What the outbox says of a batch's result; null when none was captured yet. */
export type ResultState = 'waiting' | 'parked' | 'held' | 'confirmed' | null;

/** Where a batch stands, in the order of its life. */
export type BatchPhase =
  /** Its order is stored, the PLC's words are not all written yet. */
  | 'loading'
  /** Armed: the PLC has not read it yet. */
  | 'written'
  /** The PLC has read it; its turn has not come. */
  | 'queued'
  | 'running'
  /** The PLC calls it finished or failed, without evidence that it ran. */
  | 'unproven'
  /** Its result waits for an operator's answer. */
  | 'question'
  /** Its result is on its way to Odoo. */
  | 'reporting'
  /** Odoo refused its result. */
  | 'refused'
  /** Odoo has it; the history row comes next. */
  | 'confirmed';

export function phaseOf(batch: Batch, result: ResultState): BatchPhase {
  switch (result) {
    case 'waiting':
      return 'reporting';
    case 'parked':
      return 'refused';
    case 'held':
      return 'question';
    case 'confirmed':
      return 'confirmed';
    case null:
      break;
  }
  if (batch.life.finishedAt !== null) return 'reporting';
  if (batch.statusManufacturing || batch.statusOperation) return 'unproven';
  if (batch.life.runningSeenAt !== null) return 'running';
  if (batch.life.acceptedAt !== null) return 'queued';
  return batch.life.writtenAt === null && batch.loadId !== null ? 'loading' : 'written';
}
