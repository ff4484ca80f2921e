import type { Publish } from '../../shared/contract/events.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import { AppError } from '../../shared/errors.ts';
import { slot, ZERO_KG } from '../../shared/units.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import { alarmCodeOf } from '../domain/alarm-rules.ts';
import type { Batch, BatchResult, HistoryStatus, ReportOutcome, ReportProgress } from '../domain/batch.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger, NewId } from '../domain/ports.ts';
import { questionOf } from '../domain/slot-judgement.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import { type ReportOptions, reportCompleted, reportFailed } from '../odoo/report-result.ts';
import type { Dispatcher } from '../outbox/dispatcher.ts';
import type { EntryHead } from '../outbox/entry-head.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { HistoryRepository } from '../store/history-repository.ts';
import { showResultAlarms } from './result-alarms.ts';
import { clearSlotAlarms } from './slot-alarms.ts';
import type { Task, TaskOutcome } from './task.ts';

/** Held with this reason, a result is about to be dropped: its batch goes to the history as cancelled. */
export const CANCELLING = 'cancelled by an operator';

export interface CompletionParts {
  readonly dispatcher: Dispatcher;
  readonly outbox: Outbox;
  readonly batches: BatchRepository;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  /** Whether a finished row without a weight is pushed without a question. */
  readonly zeroWeight: () => 'ask' | 'accept';
  /** Batches became history; so many are left in the queue. */
  readonly onArchived: (left: number) => void;
}

/** TASK 3: reports results to Odoo and moves what Odoo has confirmed to the history. */
export function createCompletionTask(parts: CompletionParts): Task {
  return {
    number: 3,
    name: 'Push and archive',
    run: ({ signal, cause }) => runCompletion(parts, signal, cause === 'manual'),
  };
}

async function runCompletion(
  parts: CompletionParts,
  signal: AbortSignal,
  byHand: boolean,
): Promise<TaskOutcome> {
  const { outbox, dispatcher, leadership } = parts;
  await leadership.assertLeader();
  await reconcile(parts);
  if (outbox.count() === 0) return { kind: 'skipped', reason: 'no result waits for Odoo' };
  // Whoever runs this by hand may have put right what Odoo refused.
  if (byHand) outbox.wakeAll(parts.clock.now(), { parkedToo: true });
  const drained = await dispatcher.drain(signal, { force: byHand });
  showResultAlarms(outbox, parts.alarms);
  if (drained.archived > 0) parts.onArchived(await parts.batches.count());
  const again = drained.nextDueInMs === null ? {} : { againAfterMs: Math.max(drained.nextDueInMs, 100) };
  const summary = [
    `${drained.confirmed} confirmed by Odoo`,
    `${drained.archived} archived`,
    `${drained.waiting} waiting`,
    `${outbox.count('parked') + outbox.count('held')} need a person`,
  ].join(', ');
  if (drained.linkDown) {
    const cause = outbox.waitingFault;
    return {
      kind: 'failed',
      code: cause?.code ?? 'ODOO_UNREACHABLE',
      message: `${cause?.message ?? 'Odoo cannot be reached'}; ${drained.waiting} results wait in the outbox`,
      ...again,
    };
  }
  return { kind: 'done', summary, ...again };
}

/**
 * Brings database and outbox together: a result captured while the database was away is applied to its
 * row; a finished row without an outbox entry (an adopted database, a replaced data folder) gets one.
 */
async function reconcile(parts: CompletionParts): Promise<void> {
  const { batches, outbox, clock, logger, newId } = parts;
  const rows = await batches.activeBatches();
  const queued = new Map(rows.map((row) => [row.moId, row]));
  const entries = new Map<string, string>();
  for (const head of outbox.heads()) {
    if (!(await isDropped(parts, head, queued.get(head.moId)))) entries.set(head.moId, head.id);
  }
  for (const row of rows) {
    const id = entries.get(row.moId);
    if (id === undefined && (row.resultId !== null || row.statusManufacturing)) {
      const result = resultFromRow(row, row.resultId ?? newId(), clock.now());
      const accepted = result.question === 'zero-weight' && parts.zeroWeight() === 'accept';
      outbox.capture(accepted ? { ...result, question: null } : result);
      logger.info(`${row.moId} was finished in the database but not on its way to Odoo: it is now`, {
        task: 3,
        moId: row.moId,
      });
    } else if (id !== undefined && row.resultId === null) {
      const entry = outbox.byId(id);
      if (entry !== undefined) await batches.applyResult(entry.result, clock.now());
    }
  }
}

/** Takes out a result that must never be sent; false for any other. */
async function isDropped(
  { batches, outbox, logger }: CompletionParts,
  { id, moId, loadId, slot: at, state, holdReason }: EntryHead,
  row: Batch | undefined,
): Promise<boolean> {
  if (row === undefined) {
    // A cancellation that died half-way: its batch is history already.
    if (state !== 'held' || holdReason !== CANCELLING) return false;
    outbox.remove(id, 'cancelled');
    return true;
  }
  if (state === 'confirmed' || row.loadId === null || loadId === null || loadId === row.loadId) return false;
  // A reset has replaced its load: the order is being run anew. Only a load that this database knows is one that
  // it has replaced. One that it does not know is newer than the database, which was put back to an earlier state
  // then: such a result is all that is left of its run, and stays for a person.
  if ((await batches.loadedWords({ loadId, slot: at })) === null) return false;
  outbox.remove(id, 'cancelled');
  logger.warn(`${moId} was reset: the result of its earlier load is not sent`, { task: 3, moId });
  return true;
}

function resultFromRow(row: Batch, resultId: string, now: number): BatchResult {
  const actuals = perComponent(({ key }) => row.actuals[key] ?? ZERO_KG);
  const weight = row.weight ?? ZERO_KG;
  return {
    resultId,
    kind: row.statusManufacturing ? 'completed' : 'failed',
    moId: row.moId,
    slot: row.slot ?? slot(Math.max(1, row.batchNo)),
    loadId: row.loadId,
    actuals,
    weight,
    failureNoted: row.statusOperation,
    question: row.statusManufacturing ? questionOf(row.targets, actuals, weight) : null,
    words: [],
    readAt: row.life.lastReadAt ?? now,
  };
}

export interface DeliveryParts {
  readonly odoo: OdooClient;
  readonly history: HistoryRepository;
  readonly batches: BatchRepository;
  readonly outbox: Outbox;
  readonly leadership: Leadership;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publish: Publish;
  readonly report: () => ReportOptions;
}

/** What the dispatcher does with one entry: report it to Odoo, and archive what Odoo has confirmed. */
export class Delivery {
  readonly #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Reports one result to Odoo. */
  async deliver(entry: OutboxEntry, progress: ReportProgress): Promise<ReportOutcome> {
    const { odoo, leadership, alarms, report, publish } = this.#parts;
    await leadership.assertLeader();
    const { result } = entry;
    // A result with a question was held; that it is here means that an operator said "send it".
    const options: ReportOptions =
      result.question === null ? report() : { ...report(), zeroWeight: 'accept' };
    const outcome =
      result.kind === 'completed'
        ? await reportCompleted(odoo, result, progress, options)
        : await reportFailed(odoo, result, progress);
    if (outcome.kind === 'park') {
      const context = { task: 3, moId: result.moId, slot: result.slot } as const;
      alarms.raise(alarmCodeOf(outcome.fault.code), result.moId, outcome.fault.message, context);
    }
    publish({ kind: 'report-changed', moId: result.moId });
    return outcome;
  }

  /** Moves a confirmed batch to the history: one transaction, once (S5). */
  async archive(entry: OutboxEntry): Promise<'archived' | 'already'> {
    const { history, batches, outbox, alarms, clock, logger, publish } = this.#parts;
    const { result } = entry;
    await batches.applyResult(result, clock.now());
    const status: HistoryStatus = result.kind;
    const archived = await history.archive({
      moId: result.moId,
      resultId: result.resultId,
      status,
      notes: notesOf(entry),
      confirmedByOdooAt: entry.confirmedAt,
      archivedAt: clock.now(),
    });
    if (archived === 'not-found') {
      throw new AppError('STORE_CONFLICT', `${result.moId} is neither in the queue nor in the history`);
    }
    outbox.slotFacts.markArchived(result, clock.now());
    for (const alarm of alarms.active()) {
      if (alarm.subject === result.moId)
        alarms.clear(alarm.code, alarm.subject, { task: 3, moId: result.moId });
    }
    clearSlotAlarms(alarms, result.slot, { task: 3, moId: result.moId });
    logger.info(`${result.moId} is in the history: ${status}`, {
      task: 3,
      moId: result.moId,
      slot: result.slot,
    });
    publish({ kind: 'batch-archived', moId: result.moId, status });
    return archived;
  }
}

function notesOf(entry: OutboxEntry): string | null {
  const notes = [
    entry.confirmedNote,
    entry.result.failureNoted && entry.result.kind === 'completed' ? 'the PLC noted a failure' : null,
  ].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join('; ');
}
