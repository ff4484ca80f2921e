import { AppError } from '../../../shared/errors.ts';
import type { BatchResult } from '../../domain/batch.ts';
import type { BatchPhase } from '../../domain/batch-phase.ts';
import { questionOf } from '../../domain/slot-judgement.ts';
import { CANCELLING } from '../../tasks/completion.ts';
import { archiveCancelled, clearAlarmsOf, refuseWhileSent, setAside } from './archive-cancelled.ts';
import {
  type CommandHandler,
  type CommandServices,
  consequence,
  findQueued,
  keepsOrder,
  type QueuedBatch,
  requirePhase,
} from './command-handler.ts';
import { hasEnded, requireWritable } from './write-again.ts';

const RESETTABLE: readonly BatchPhase[] = [
  'running',
  'queued',
  'unproven',
  'question',
  'reporting',
  'refused',
];
const CANCELLABLE: readonly BatchPhase[] = [
  'written',
  'queued',
  'running',
  'unproven',
  'question',
  'reporting',
  'refused',
];

/** Its load was given up, or it is with the PLC and has not ended. */
const WRITABLE: readonly BatchPhase[] = ['loading', 'written', 'queued', 'running', 'unproven'];

/** Held with this reason, a result is about to be forgotten. It says so to whoever finds it after a crash. */
const RESETTING = 'its reset did not come to its end: reset it again, or release it';

/** What an audit keeps of a batch: everything, the captured result included. */
export function record({ batch, entry, phase }: QueuedBatch): unknown {
  return { phase, batch, result: entry?.result ?? null, result_state: entry?.state ?? null };
}

export const resetBatch: CommandHandler<'resetBatch'> = {
  async preview(services, { mo_id, clear_actuals, push_to_plc }) {
    const queued = await findQueued(services, mo_id);
    requirePhase(queued, RESETTABLE, 'a reset');
    const plc = [consequence('plc-nothing')];
    if (push_to_plc) {
      const slot = await requireWritable(services, queued);
      plc.splice(
        0,
        1,
        consequence('plc-slot-acknowledged', { slot }),
        consequence('plc-order-written', { mo_id, slot }),
      );
    }
    return {
      plc,
      database: [
        consequence('database-result-forgotten', { mo_id }),
        ...(clear_actuals ? [consequence('database-actuals-cleared', { mo_id })] : []),
      ],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services, { mo_id, clear_actuals, push_to_plc }) {
    const { loads, scheduler } = services;
    const queued = await findQueued(services, mo_id);
    requirePhase(queued, RESETTABLE, 'a reset');
    refuseWhileSent(services, queued);
    const forget = (): Promise<void> => forgetEnding(services, queued, clear_actuals);
    if (push_to_plc) {
      await requireWritable(services, queued);
      await loads.beginAgain(queued.batch, forget);
    } else await forget();
    scheduler.wake(2);
    const after = record(await findQueued(services, mo_id));
    const message = push_to_plc
      ? `${mo_id} is reset and written to the PLC again`
      : `${mo_id} is reset: it is read from the PLC again`;
    return { output: { changed: 1, message }, before: record(queued), after };
  },
};

/**
 * Forgets how a batch ended. Until the database has forgotten it, its result is held: whatever happens in
 * between, the result is neither lost nor sent without an operator's word.
 */
async function forgetEnding(
  services: CommandServices,
  queued: QueuedBatch,
  clearActuals: boolean,
): Promise<void> {
  const { batches, outbox } = services;
  const { batch, entry } = queued;
  const putBack = setAside(services, queued, RESETTING);
  try {
    await batches.forgetResult(batch.moId, { clearActuals });
  } catch (thrown) {
    putBack();
    throw thrown;
  }
  // Before the result goes: a slot that is known as ended, without a result, would never be read again.
  if (batch.slot !== null) {
    outbox.slotFacts.forget({ loadId: batch.loadId, slot: batch.slot, moId: batch.moId });
  }
  if (entry !== undefined) outbox.remove(entry.id, 'cancelled');
  clearAlarmsOf(services, batch.moId);
}

export const writeBatch: CommandHandler<'writeBatch'> = {
  async preview(services, { mo_id }) {
    const slot = await requireWritable(services, await findOpen(services, mo_id));
    return {
      plc: [consequence('plc-order-written', { mo_id, slot })],
      database: [consequence('database-nothing')],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services, { mo_id }) {
    const queued = await findOpen(services, mo_id);
    await requireWritable(services, queued);
    await services.loads.beginAgain(queued.batch);
    services.scheduler.wake(2);
    const after = record(await findQueued(services, mo_id));
    const output = { changed: 1, message: `${mo_id} is written to the PLC again` };
    return { output, before: record(queued), after };
  },
};

async function findOpen(services: CommandServices, moId: string): Promise<QueuedBatch> {
  const queued = await findQueued(services, moId);
  if (queued.entry !== undefined) throw new AppError('COMMAND_NOT_NOW', `${moId} has ended: reset it first`);
  requirePhase(queued, WRITABLE, 'a write');
  return queued;
}

export const cancelBatch: CommandHandler<'cancelBatch'> = {
  async preview(services, { mo_id, cancel_in_odoo }) {
    const queued = await findQueued(services, mo_id);
    requirePhase(queued, CANCELLABLE, 'a cancellation');
    return {
      plc: [keepsOrder(queued.batch)],
      database: [consequence('database-row-cancelled', { mo_id })],
      odoo: [consequence(cancel_in_odoo ? 'odoo-order-cancelled' : 'odoo-order-stays-open', { mo_id })],
    };
  },
  async execute(services, { mo_id, cancel_in_odoo }, caller) {
    const queued = await findQueued(services, mo_id);
    requirePhase(queued, CANCELLABLE, 'a cancellation');
    if (cancel_in_odoo) await cancelInOdoo(services, queued);
    await archiveCancelled(services, queued, caller);
    if ((await services.batches.count()) === 0) services.scheduler.wake(1);
    return {
      output: { changed: 1, message: `${mo_id} is archived as cancelled` },
      before: record(queued),
      after: null,
    };
  },
};

/** Cancels the order in Odoo; its result is not sent meanwhile, and goes its way again when Odoo says no. */
async function cancelInOdoo(services: CommandServices, queued: QueuedBatch): Promise<void> {
  const { odoo } = services;
  const { moId } = queued.batch;
  const putBack = setAside(services, queued, CANCELLING);
  const cancelled = await odoo.cancelOrder(moId);
  if (cancelled.kind === 'ok') return;
  const detail = await odoo.orderDetail(moId);
  if (detail.kind === 'ok' && detail.value?.state === 'cancel') return;
  putBack();
  throw new AppError(cancelled.fault.code, `Odoo did not cancel ${moId}: ${cancelled.fault.message}`);
}

export const releaseUnproven: CommandHandler<'releaseUnproven'> = {
  async preview(services, { mo_id }) {
    const queued = await findQueued(services, mo_id);
    requirePhase(queued, ['unproven'], 'a release');
    await readEnding(services, queued);
    return {
      plc: [consequence('plc-nothing')],
      database: [consequence('database-result-taken', { mo_id })],
      odoo: [consequence('odoo-result-sent', { mo_id })],
    };
  },
  async execute(services, { mo_id }) {
    const { outbox, batches, scheduler, alarms, clock } = services;
    const queued = await findQueued(services, mo_id);
    requirePhase(queued, ['unproven'], 'a release');
    const result = await readEnding(services, queued);
    const { result: captured } = outbox.capture(result);
    // A question about its figures is answered by the same word.
    const entry = outbox.entry(captured.moId, captured.loadId);
    if (entry?.state === 'held') outbox.release(entry.id);
    await batches.applyResult(captured, clock.now());
    alarms.clear('SLOT_NO_EVIDENCE', `slot ${captured.slot}`);
    scheduler.wake(2);
    scheduler.wake(3);
    const after = record(await findQueued(services, mo_id));
    return { output: { changed: 1, message: `${mo_id} is taken as it is` }, before: record(queued), after };
  },
};

/** What the PLC shows of an ended batch now, as a result that an operator answers for. */
async function readEnding(services: CommandServices, { batch }: QueuedBatch): Promise<BatchResult> {
  const { gateway, newId, clock } = services;
  const shown = (await gateway.exclusive(() => gateway.readFeedback())).find(
    ({ slot }) => slot === batch.slot,
  );
  if (shown?.kind !== 'valid' || shown.content.moId !== batch.moId || !hasEnded(shown.content)) {
    throw new AppError(
      'COMMAND_NOT_NOW',
      `the PLC does not show ${batch.moId} as ended in slot ${batch.slot} any more`,
    );
  }
  const { content } = shown;
  return {
    resultId: newId(),
    kind: content.statusManufacturing === 1 ? 'completed' : 'failed',
    moId: batch.moId,
    slot: shown.slot,
    loadId: batch.loadId,
    actuals: content.components,
    weight: content.weight,
    failureNoted: content.statusOperation === 1,
    question:
      content.statusManufacturing === 1
        ? questionOf(batch.targets, content.components, content.weight)
        : null,
    words: shown.words,
    readAt: clock.now(),
  };
}
