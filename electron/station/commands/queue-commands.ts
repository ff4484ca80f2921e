import type { ConsequenceView } from '../../../shared/contract/views.ts';
import { AppError } from '../../../shared/errors.ts';
import { archiveCancelled, refuseWhileSent } from './archive-cancelled.ts';
import { record } from './batch-commands.ts';
import {
  type Caller,
  type CommandHandler,
  type CommandServices,
  consequence,
  findQueued,
  keepsOrder,
  type QueuedBatch,
} from './command-handler.ts';

export const startOver: CommandHandler<'startOver'> = {
  async preview(services) {
    const queue = await cancellable(services);
    return {
      plc: [consequence('plc-gate-opens'), ...(await overwritten(services))],
      database: [consequence('database-queue-cancelled', { batches: queue.length })],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services, _input, caller) {
    const { gateway } = services;
    const queue = await cancellable(services);
    const before = await gateway.exclusive(async () => {
      // Before the gates: one that an operator opened does not say that the PLC has read the load.
      await giveUpOpenLoad(services);
      // Before the archive: an order that is history must not be taken by the PLC afterwards.
      await gateway.setAllWriteFlagsRead();
      return await archiveAll(services, queue, caller);
    });
    services.alarms.clear('GATE_STUCK', 'gate');
    services.alarms.clear('GATE_STUCK', 'load');
    services.scheduler.wake(1);
    const message = `${before.length} batches are archived as cancelled, the WRITE flags are open`;
    return { output: { changed: before.length, message }, before, after: null };
  },
};

export const clearQueue: CommandHandler<'clearQueue'> = {
  async preview(services) {
    const queue = await cancellable(services);
    return {
      plc: queue.length === 0 ? [consequence('plc-nothing')] : queue.map(({ batch }) => keepsOrder(batch)),
      database: [consequence('database-queue-cancelled', { batches: queue.length })],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services, _input, caller) {
    const queue = await cancellable(services);
    // In a turn of its own, so that no load is armed while its batches leave.
    const before = await services.gateway.exclusive(() => archiveAll(services, queue, caller));
    services.scheduler.wake(1);
    const message = `${before.length} batches are archived as cancelled`;
    return { output: { changed: before.length, message }, before, after: null };
  },
};

export const overrideGate: CommandHandler<'overrideGate'> = {
  async preview(services) {
    await requireClosedGate(services);
    const isOpen = (await services.batches.openLoad()) !== null;
    return {
      plc: [consequence('plc-gate-opens'), ...(await overwritten(services))],
      database: [consequence(isOpen ? 'database-load-given-up' : 'database-nothing')],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services) {
    const { gateway } = services;
    await requireClosedGate(services);
    const before = await overwritten(services);
    await gateway.exclusive(async () => {
      // A gate that an operator opened does not say that the PLC has read the load.
      await giveUpOpenLoad(services);
      await gateway.setGatesRead();
    });
    services.alarms.clear('GATE_STUCK', 'gate');
    services.alarms.clear('GATE_STUCK', 'load');
    services.scheduler.wake(2);
    services.scheduler.wake(1);
    return {
      output: { changed: 1, message: 'the gate is open: the next load may be written' },
      before,
      after: { gate: 1 },
    };
  },
};

async function requireClosedGate({ gateway }: CommandServices): Promise<void> {
  const gates = await gateway.exclusive(() => gateway.readGates());
  if (gates.every((gate) => gate === 1)) throw new AppError('COMMAND_NOT_NOW', 'the gate is open already');
}

/** The orders that stand in the WRITE area: the next load replaces them. */
async function overwritten({ gateway }: CommandServices): Promise<ConsequenceView[]> {
  const slots = await gateway.exclusive(() => gateway.readWriteArea());
  return slots.flatMap(({ slot, moId }) => {
    if (moId === null) return [consequence('plc-unreadable-overwritten', { slot })];
    return moId === '' ? [] : [consequence('plc-order-overwritten', { slot, mo_id: moId })];
  });
}

/**
 * Every batch except those that Odoo has confirmed: these go their way. Throws AppError COMMAND_NOT_NOW while
 * one of them may be on its way to Odoo.
 */
async function cancellable(services: CommandServices): Promise<readonly QueuedBatch[]> {
  const queue: QueuedBatch[] = [];
  for (const { moId } of await services.batches.activeBatches()) {
    const queued = await findQueued(services, moId);
    if (queued.phase === 'confirmed') continue;
    refuseWhileSent(services, queued);
    queue.push(queued);
  }
  return queue;
}

/** Archives these batches as cancelled and gives up the load that the PLC has not read. */
async function archiveAll(
  services: CommandServices,
  queue: readonly QueuedBatch[],
  caller: Caller,
): Promise<readonly unknown[]> {
  await giveUpOpenLoad(services);
  const cancelled: unknown[] = [];
  for (const queued of queue) {
    await archiveCancelled(services, queued, caller);
    cancelled.push(record(queued));
  }
  return cancelled;
}

async function giveUpOpenLoad({ batches }: CommandServices): Promise<void> {
  const open = await batches.openLoad();
  if (open !== null) await batches.abandonLoad(open.loadId);
}
