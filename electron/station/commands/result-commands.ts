import { AppError } from '../../../shared/errors.ts';
import type { OutboxEntry } from '../../outbox/outbox-entry.ts';
import { CANCELLING } from '../../tasks/completion.ts';
import { type CommandHandler, type CommandServices, consequence, findResult } from './command-handler.ts';

const NOTHING_IN_PLC = [consequence('plc-nothing')];
const NOTHING_IN_DATABASE = [consequence('database-nothing')];

/** What an audit keeps of a result's way to Odoo. */
function summary(entry: OutboxEntry | undefined): unknown {
  if (entry === undefined) return null;
  const { state, attempts, holdReason, lastFault } = entry;
  return { mo_id: entry.result.moId, state, attempts, hold_reason: holdReason, last_fault: lastFault };
}

function chosen(services: CommandServices, moIds: readonly string[] | 'all'): readonly OutboxEntry[] {
  const entries =
    moIds === 'all'
      ? services.outbox.entries()
      : [...new Set(moIds)].map((moId) => findResult(services, moId));
  const pushable = entries.filter(({ state }) => state === 'waiting' || state === 'parked');
  if (pushable.length === 0) {
    throw new AppError(
      'COMMAND_NOT_NOW',
      'none of these results can be sent again: held ones must be released first',
    );
  }
  return pushable;
}

export const retryPush: CommandHandler<'retryPush'> = {
  async preview(services, { mo_ids }) {
    const odoo = chosen(services, mo_ids).map(({ result }) =>
      consequence('odoo-result-sent', { mo_id: result.moId }),
    );
    return { plc: NOTHING_IN_PLC, database: NOTHING_IN_DATABASE, odoo };
  },
  async execute(services, { mo_ids }) {
    const entries = chosen(services, mo_ids);
    const before = entries.map(summary);
    for (const { id } of entries) services.outbox.release(id);
    services.scheduler.wake(3);
    const after = entries.map(({ id }) => summary(services.outbox.byId(id)));
    return {
      output: { changed: entries.length, message: `${entries.length} results are sent again` },
      before,
      after,
    };
  },
};

export const holdPush: CommandHandler<'holdPush'> = {
  async preview(services, { mo_id }) {
    requireState(findResult(services, mo_id), ['waiting', 'parked']);
    return {
      plc: NOTHING_IN_PLC,
      database: [consequence('database-result-held', { mo_id })],
      odoo: [consequence('odoo-result-not-sent', { mo_id })],
    };
  },
  async execute(services, { mo_id }, { reason, actor }) {
    const entry = findResult(services, mo_id);
    requireState(entry, ['waiting', 'parked']);
    services.outbox.hold(entry.id, `held by ${actor}: ${reason ?? ''}`);
    const after = summary(services.outbox.byId(entry.id));
    return { output: { changed: 1, message: `${mo_id} is held` }, before: summary(entry), after };
  },
};

/**
 * Throws AppError COMMAND_NOT_NOW for a result whose batch is history as cancelled: the cancellation died before
 * it took the result out, and TASK 3 does so with its next run. STORE_UNAVAILABLE when that cannot be looked up.
 */
async function requireNotCancelled(
  { history }: CommandServices,
  { holdReason, result }: OutboxEntry,
): Promise<void> {
  if (holdReason !== CANCELLING) return;
  const rows = await history.byMo(result.moId);
  if (!rows.some(({ status, loadId }) => status === 'cancelled' && loadId === result.loadId)) return;
  throw new AppError('COMMAND_NOT_NOW', `${result.moId} was cancelled: its result is not sent`);
}

export const releasePush: CommandHandler<'releasePush'> = {
  async preview(services, { mo_id }) {
    const entry = findResult(services, mo_id);
    requireState(entry, ['held']);
    await requireNotCancelled(services, entry);
    return {
      plc: NOTHING_IN_PLC,
      database: NOTHING_IN_DATABASE,
      odoo: [consequence('odoo-result-sent', { mo_id })],
    };
  },
  async execute(services, { mo_id }) {
    const entry = findResult(services, mo_id);
    requireState(entry, ['held']);
    await requireNotCancelled(services, entry);
    services.outbox.release(entry.id);
    services.alarms.clear('RESULT_QUESTION', mo_id);
    services.scheduler.wake(3);
    const after = summary(services.outbox.byId(entry.id));
    return { output: { changed: 1, message: `${mo_id} is released` }, before: summary(entry), after };
  },
};

export const acceptLeftOpen: CommandHandler<'acceptLeftOpen'> = {
  async preview(services, { mo_id }) {
    requireLeftOpen(findResult(services, mo_id));
    return {
      plc: NOTHING_IN_PLC,
      database: [consequence('database-row-archived', { mo_id })],
      odoo: [consequence('odoo-order-stays-open', { mo_id })],
    };
  },
  async execute(services, { mo_id }, { actor, reason }) {
    const entry = findResult(services, mo_id);
    requireLeftOpen(entry);
    const note = `consumption is in Odoo, its order was left open; accepted by ${actor}: ${reason ?? ''}`;
    services.outbox.confirm(entry.id, note, services.clock.now());
    services.scheduler.wake(3);
    const after = summary(services.outbox.byId(entry.id));
    return {
      output: { changed: 1, message: `${mo_id} is accepted as it is` },
      before: summary(entry),
      after,
    };
  },
};

function requireState(entry: OutboxEntry, states: readonly OutboxEntry['state'][]): void {
  if (states.includes(entry.state)) return;
  throw new AppError(
    'COMMAND_NOT_NOW',
    `the result of ${entry.result.moId} is ${entry.state}, not ${states.join(' or ')}`,
  );
}

function requireLeftOpen(entry: OutboxEntry): void {
  const { moId } = entry.result;
  if (entry.state !== 'parked' || entry.lastFault?.code !== 'ODOO_LEFT_OPEN') {
    throw new AppError('COMMAND_NOT_NOW', `${moId} is not an order that Odoo left open`);
  }
  if (!entry.steps.has('update-confirmed')) {
    throw new AppError(
      'COMMAND_NOT_NOW',
      `Odoo has not confirmed the consumption of ${moId}: send it again first`,
    );
  }
}
