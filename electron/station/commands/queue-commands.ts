import type { ConsequenceView } from '../../../shared/contract/views.ts';
import { AppError } from '../../../shared/errors.ts';
import { archiveCancelled, record } from './batch-commands.ts';
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
    const queue = await wholeQueue(services);
    return {
      plc: [consequence('plc-gate-opens'), ...(await overwritten(services))],
      database: [consequence('database-queue-cancelled', { batches: queue.length })],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services, _input, caller) {
    const { gateway } = services;
    const before = await archiveQueue(services, caller);
    await gateway.exclusive(() => gateway.setAllWriteFlagsRead());
    services.alarms.clear('GATE_STUCK', 'gate');
    services.alarms.clear('GATE_STUCK', 'load');
    services.scheduler.wake(1);
    const message = `${before.length} batches are archived as cancelled, the WRITE flags are open`;
    return { output: { changed: before.length, message }, before, after: null };
  },
};

export const clearQueue: CommandHandler<'clearQueue'> = {
  async preview(services) {
    const queue = await wholeQueue(services);
    return {
      plc: queue.map(({ batch }) => keepsOrder(batch)),
      database: [consequence('database-queue-cancelled', { batches: queue.length })],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services, _input, caller) {
    const before = await archiveQueue(services, caller);
    services.scheduler.wake(1);
    const message = `${before.length} batches are archived as cancelled`;
    return { output: { changed: before.length, message }, before, after: null };
  },
};

export const overrideGate: CommandHandler<'overrideGate'> = {
  async preview(services) {
    await requireClosedGate(services);
    return {
      plc: [consequence('plc-gate-opens'), ...(await overwritten(services))],
      database: [consequence('database-nothing')],
      odoo: [consequence('odoo-nothing')],
    };
  },
  async execute(services) {
    const { gateway } = services;
    await requireClosedGate(services);
    const before = await overwritten(services);
    await gateway.exclusive(() => gateway.setGatesRead());
    services.alarms.clear('GATE_STUCK', 'gate');
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

async function wholeQueue(services: CommandServices): Promise<readonly QueuedBatch[]> {
  const batches = await services.batches.activeBatches();
  const queue: QueuedBatch[] = [];
  for (const { moId } of batches) queue.push(await findQueued(services, moId));
  return queue;
}

/** Archives every batch as cancelled, except those that Odoo has confirmed: these go their way. */
async function archiveQueue(services: CommandServices, caller: Caller): Promise<readonly unknown[]> {
  const open = await services.batches.openLoad();
  if (open !== null) await services.batches.abandonLoad(open.loadId);
  const cancelled: unknown[] = [];
  for (const queued of await wholeQueue(services)) {
    if (queued.phase === 'confirmed') continue;
    await archiveCancelled(services, queued, caller);
    cancelled.push(record(queued));
  }
  return cancelled;
}
