import type { Publish } from '../../shared/contract/events.ts';
import type { Kg } from '../../shared/units.ts';
import { createDispatcher, type Dispatcher } from '../outbox/dispatcher.ts';
import { createCompletionTask, Delivery } from '../tasks/completion.ts';
import { createIntakeTask } from '../tasks/intake.ts';
import { LiveBatches } from '../tasks/live-batches.ts';
import { LiveBoard } from '../tasks/live-board.ts';
import { LoadKeeper } from '../tasks/load-keeper.ts';
import { createPlcReadTask } from '../tasks/plc-read.ts';
import type { Scheduler } from '../tasks/scheduler.ts';
import { SlotKeeper } from '../tasks/slot-keeper.ts';
import type { Task } from '../tasks/task.ts';
import type { AlarmService } from './alarm-service.ts';
import type { LiveSettings } from './config/live-settings.ts';
import { createWatchTasks } from './create-tasks.ts';
import type { PlantLinks } from './open-links.ts';
import type { Stores } from './open-stores.ts';
import type { StationPorts } from './station-ports.ts';

/** Pushes in one run of TASK 3; more go into the next run, which follows at once. */
const MAX_PUSHES_PER_RUN = 200;

export interface PipelineParts {
  readonly settings: LiveSettings;
  readonly ports: StationPorts;
  readonly stores: Stores;
  readonly links: PlantLinks;
  readonly alarmService: AlarmService;
  readonly scheduler: Scheduler;
  /** A weight above this is a fault. */
  readonly maxKg: Kg;
  readonly publish: Publish;
}

/** What an order passes through on its way from Odoo into the PLC, and its result on the way back. */
export interface Pipeline {
  /** All seven, not registered yet. */
  readonly tasks: readonly Task[];
  readonly board: LiveBoard;
  readonly liveBatches: LiveBatches;
  readonly loads: LoadKeeper;
}

/** What nearly every part of the station works with. */
export function sharedParts({
  ports,
  stores,
  links,
  alarmService,
  publish,
}: Omit<PipelineParts, 'scheduler'>) {
  const { outbox, batches, history, failures, systemLog } = stores;
  const { gateway, link, odoo, right } = links;
  return {
    ...ports,
    outbox,
    batches,
    history,
    failures,
    systemLog,
    gateway,
    link,
    odoo,
    alarms: alarmService.book,
    alarmService,
    leadership: right,
    publish,
  };
}

export function createPipeline(parts: PipelineParts): Pipeline {
  const { settings, stores, links, scheduler, maxKg } = parts;
  const config = settings.atStart;
  const live = () => settings.current;
  const shared = sharedParts(parts);
  const board = new LiveBoard();
  const liveBatches = new LiveBatches(stores.batches);
  const loads = new LoadKeeper({
    ...shared,
    epoch: () => links.right.epoch,
    intakeGate: config.load.intakeGate,
    gateStuckAfterMs: () => live().load.gateStuckAfterMs,
  });
  const tasks: readonly Task[] = [
    createIntakeTask({
      ...shared,
      intakeGate: config.load.intakeGate,
      syncBatchLimit: () => live().load.syncBatchLimit,
      gateStuckAfterMs: () => live().load.gateStuckAfterMs,
      loads,
      maxBatchKg: maxKg,
      onLoaded: () => scheduler.wake(2),
    }),
    createReading(parts, { board, liveBatches, loads }),
    createCompletionTask({
      ...shared,
      dispatcher: createReporting(parts),
      zeroWeight: () => live().batch.zeroWeight,
      onArchived(left) {
        if (left === 0 || config.load.intakeGate === 'free-slots') scheduler.wake(1);
      },
    }),
    ...createWatchTasks({ ...shared, config, settings, board, scheduler, maxKg }),
  ];
  return { tasks, board, liveBatches, loads };
}

/** TASK 2 with what judges a slot. */
function createReading(
  parts: PipelineParts,
  { board, liveBatches, loads }: Pick<Pipeline, 'board' | 'liveBatches' | 'loads'>,
): Task {
  const { settings, stores, scheduler } = parts;
  const shared = { ...sharedParts(parts), facts: stores.outbox.slotFacts };
  const slots = new SlotKeeper({
    ...shared,
    board,
    failedBatchPolicy: () => settings.current.batch.failedBatchPolicy,
    zeroWeight: () => settings.current.batch.zeroWeight,
  });
  return createPlcReadTask({
    ...shared,
    batches: liveBatches,
    loads,
    slots,
    onEnded: () => scheduler.wake(3),
    acceptanceFollowMs: () => settings.current.load.acceptanceFollowMs,
  });
}

/** What sends results to Odoo, at a bounded rate, and files what Odoo has. */
function createReporting(parts: PipelineParts): Dispatcher {
  const { settings, stores, ports } = parts;
  const live = () => settings.current;
  const delivery = new Delivery({
    ...sharedParts(parts),
    report: () => ({ closePolicy: live().push.closePolicy, zeroWeight: live().batch.zeroWeight }),
  });
  return createDispatcher({
    ...ports,
    logger: ports.logger.with({ task: 3 }),
    outbox: stores.outbox,
    deliver: (entry, progress) => delivery.deliver(entry, progress),
    archive: (entry) => delivery.archive(entry),
    limits: {
      get maxPerSecond() {
        return live().push.pushMaxPerSecond;
      },
      maxPerRun: MAX_PUSHES_PER_RUN,
    },
  });
}
