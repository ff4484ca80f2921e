import { join } from 'node:path';
import type { Publish } from '../../shared/contract/events.ts';
import type { TaskRunView } from '../../shared/contract/views.ts';
import { sumKg } from '../../shared/units.ts';
import { AlarmBook } from '../alarms/alarm-book.ts';
import type { Cancel, Clock, Logger, NewId, Random, TaskNumber } from '../domain/ports.ts';
import { createOdooClient } from '../odoo/odoo-client.ts';
import { createDispatcher } from '../outbox/dispatcher.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { OutboxLimits } from '../outbox/outbox-limits.ts';
import { FinsClient } from '../plc/fins/fins-client.ts';
import { PlcGateway } from '../plc/gateway.ts';
import { LinkWatch } from '../plc/link-watch.ts';
import { AuditRepository } from '../store/audit-repository.ts';
import { BatchRepository } from '../store/batch-repository.ts';
import { EquipmentFailureRepository } from '../store/equipment-failure-repository.ts';
import { HistoryRepository } from '../store/history-repository.ts';
import { SystemLogRepository } from '../store/system-log-repository.ts';
import { TableRepository } from '../store/table-repository.ts';
import type { Beat } from '../tasks/beat.ts';
import { createCompletionTask, Delivery } from '../tasks/completion.ts';
import { createIntakeTask } from '../tasks/intake.ts';
import { LiveBatches } from '../tasks/live-batches.ts';
import { LiveBoard } from '../tasks/live-board.ts';
import { LoadKeeper } from '../tasks/load-keeper.ts';
import { createPlcReadTask } from '../tasks/plc-read.ts';
import { createScheduler } from '../tasks/scheduler.ts';
import { SlotKeeper } from '../tasks/slot-keeper.ts';
import type { Task } from '../tasks/task.ts';
import { Closers } from './closers.ts';
import { CommandRight } from './command-right.ts';
import { CommandDesk } from './commands/run-command.ts';
import type { LiveSettings } from './config/live-settings.ts';
import { createStationApi } from './create-station-api.ts';
import { createWatchTasks } from './create-tasks.ts';
import type { DataPaths } from './data-folder.ts';
import { findProfile } from './find-profile.ts';
import { followSettings } from './follow-settings.ts';
import { watchPlcLink } from './link-alarm.ts';
import { troubleOf } from './link-views.ts';
import type { LogRecord } from './log/log-record.ts';
import { SystemLogWriter } from './log/system-log-writer.ts';
import { createOutcomeLog, tell } from './outcome-log.ts';
import type { PlantEndpoints } from './plant-endpoints.ts';
import { createQueries } from './queries.ts';
import type { StationApi } from './station-api.ts';
import { openStore, type StationStore } from './station-store.ts';
import { viewTaskRun } from './task-views.ts';

export interface StationPorts {
  readonly clock: Clock;
  readonly beat: Beat;
  readonly random: Random;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Hands every log line also to the database's system_log. */
  readonly attachLogSink?: (sink: (record: LogRecord) => void) => void;
  /** How much the outbox may hold; its own limits when left out. */
  readonly outboxLimits?: OutboxLimits;
}

/** The plant side as a whole: everything between the PLC and Odoo. */
export interface Station extends AsyncDisposable {
  readonly api: StationApi;
  readonly outbox: Outbox;
  readonly store: StationStore;
  /** Runs a task now, also a disabled one: for a host that was asleep. Operators use the command. */
  runTask(number: TaskNumber): Promise<TaskRunView>;
  /** Tells what happened, after it is durable. */
  onEvent(listener: Publish): Cancel;
  /** Runs and timers end, then the links, then the database: in reverse order of their start. */
  stop(): Promise<void>;
}

/** Pushes in one run of TASK 3; more go into the next run, which follows at once. */
const MAX_PUSHES_PER_RUN = 200;
/** How long a call to Odoo may still take when the station stops, in milliseconds; then it is broken off. */
const ODOO_STOP_GRACE_MS = 2_000;
/** Largest reply that is taken from Odoo, in bytes. */
const MAX_REPLY_BYTES = 8 * 1024 * 1024;

/**
 * Starts a station: database, outbox, PLC link, Odoo, tasks. Rejects, with everything closed again, when
 * something that cannot mend itself is wrong: a bad profile, a PLC address outside loopback in training, a
 * database of a newer version. A PLC, an Odoo or an outside database that is away is no such thing.
 */
export async function startStation(
  settings: LiveSettings,
  endpoints: PlantEndpoints,
  paths: DataPaths,
  ports: StationPorts,
): Promise<Station> {
  const closers = new Closers(ports.clock, ports.logger);
  try {
    return await build(settings, endpoints, paths, ports, closers);
  } catch (thrown) {
    await closers.close();
    throw thrown;
  }
}

async function build(
  settings: LiveSettings,
  endpoints: PlantEndpoints,
  paths: DataPaths,
  ports: StationPorts,
  closers: Closers,
): Promise<Station> {
  const { clock, logger } = ports;
  const config = settings.atStart;
  const live = () => settings.current;
  const startedAt = clock.now();
  const listeners = new Set<Publish>();
  const publish: Publish = (event) => tell(listeners, event, logger);
  const profile = findProfile(config.profile);
  const maxKg = sumKg([config.batch.expectedMaxKg, config.batch.weightMarginKg]);

  const outbox = Outbox.open(join(paths.outbox, 'outbox.sqlite'), ports, ports.outboxLimits);
  closers.add('outbox', async () => outbox.close());
  const store = await openStore(config, paths, `${endpoints.plc.host}:${endpoints.plc.port}`, ports);
  closers.add('database', () => store.close());
  const systemLog = new SystemLogRepository(store.db);
  const logWriter = new SystemLogWriter({ ...ports, insert: (lines) => systemLog.insert(lines) });
  ports.attachLogSink?.((record) => logWriter.write(record));
  closers.add('system log', () => logWriter.close());
  const batches = new BatchRepository(store.db);
  const history = new HistoryRepository(store.db);
  const audit = new AuditRepository(store.db);
  const failures = new EquipmentFailureRepository(store.db);

  const client = await FinsClient.open(
    {
      host: endpoints.plc.host,
      port: endpoints.plc.port,
      ...(endpoints.plc.clientNode !== null && { clientNode: endpoints.plc.clientNode }),
      ...(endpoints.plc.plcNode !== null && { plcNode: endpoints.plc.plcNode }),
      allowOnlyLoopback: config.mode.kind === 'training',
      readTimeoutMs: config.plcTiming.readTimeoutMs,
      writeTimeoutMs: config.plcTiming.writeTimeoutMs,
    },
    ports,
  );
  closers.add('PLC link', () => client.close());
  const link = new LinkWatch(client, ports, {
    probeEveryMs: config.plcTiming.probeIntervalMs,
    refreshEveryMs: 10_000,
  });
  const gateway = new PlcGateway(client, profile, { maxKg });

  const right = new CommandRight({
    lock: store.lock,
    migrate: store.migrate,
    clock,
    logger,
    onLeader: () => wakeAll(),
  });
  closers.add('right to command', () => right.stop());
  const odoo = createOdooClient(
    {
      baseUrl: endpoints.odoo.url,
      database: endpoints.odoo.database,
      login: endpoints.odoo.username,
      password: endpoints.odoo.password,
      timeoutMs: config.push.odooTimeoutMs,
      maxReplyBytes: MAX_REPLY_BYTES,
      equipmentFailurePath: config.push.equipmentFailurePath,
    },
    { clock, logger, leadership: right },
  );
  closers.add('Odoo link', async () => odoo.close());
  const alarms = new AlarmBook({
    clock,
    logger,
    onChange: ({ kind, alarm: { code, subject, message } }) =>
      publish(
        kind === 'raised'
          ? { kind: 'alarm-raised', code, subject, message }
          : { kind: 'alarm-cleared', code, subject },
      ),
  });

  const scheduler = createScheduler({
    beat: ports.beat,
    clock,
    logger,
    onOutcome: createOutcomeLog(logger, publish),
  });
  const shared = {
    ...ports,
    gateway,
    link,
    batches,
    history,
    outbox,
    odoo,
    alarms,
    leadership: right,
    publish,
  };
  const facts = outbox.slotFacts;
  const board = new LiveBoard();
  const liveBatches = new LiveBatches(batches);
  const loads = new LoadKeeper({
    ...shared,
    epoch: () => right.epoch,
    intakeGate: config.load.intakeGate,
    gateStuckAfterMs: () => live().load.gateStuckAfterMs,
  });
  const slots = new SlotKeeper({
    ...shared,
    facts,
    board,
    failedBatchPolicy: () => live().batch.failedBatchPolicy,
    zeroWeight: () => live().batch.zeroWeight,
  });
  const delivery = new Delivery({
    ...shared,
    report: () => ({ closePolicy: live().push.closePolicy, zeroWeight: live().batch.zeroWeight }),
  });
  const dispatcher = createDispatcher({
    ...ports,
    logger: logger.with({ task: 3 }),
    outbox,
    deliver: (entry, progress) => delivery.deliver(entry, progress),
    archive: (entry) => delivery.archive(entry),
    limits: {
      get maxPerSecond() {
        return live().push.pushMaxPerSecond;
      },
      maxPerRun: MAX_PUSHES_PER_RUN,
    },
  });
  const tasks: Task[] = [
    createIntakeTask({
      ...shared,
      intakeGate: config.load.intakeGate,
      syncBatchLimit: () => live().load.syncBatchLimit,
      gateStuckAfterMs: () => live().load.gateStuckAfterMs,
      loads,
      maxBatchKg: maxKg,
      onLoaded: () => scheduler.wake(2),
    }),
    createPlcReadTask({
      ...shared,
      batches: liveBatches,
      loads,
      slots,
      facts,
      onEnded: () => scheduler.wake(3),
      acceptanceFollowMs: () => live().load.acceptanceFollowMs,
    }),
    createCompletionTask({
      ...shared,
      dispatcher,
      zeroWeight: () => live().batch.zeroWeight,
      onArchived(left) {
        if (left === 0 || config.load.intakeGate === 'free-slots') scheduler.wake(1);
      },
    }),
    ...createWatchTasks({ ...shared, config, settings, failures, systemLog, board, scheduler, maxKg }),
  ];
  for (const task of tasks) scheduler.register(task, config.tasks[task.number]);
  const wakeAll = (): void => {
    for (const task of tasks) scheduler.wake(task.number);
  };

  await right.start();
  link.onChange((status) => {
    if (status.link !== 'up') return;
    scheduler.wake(2);
    // Without a batch in the queue TASK 1 may have given up minutes ago, and its interval is long.
    scheduler.wake(1);
  });
  const forgetLinkAlarm = watchPlcLink(link, alarms, clock);
  closers.add('PLC link alarm', async () => forgetLinkAlarm());
  const forgetSettings = followSettings({ ...shared, settings, scheduler });
  closers.add('settings', async () => forgetSettings());
  link.start();
  closers.add('PLC link watch', async () => link.stop());
  scheduler.start();
  closers.add('tasks', async () => {
    // A call that Odoo leaves unanswered would hold up the stop; what it did is read back at the next start (S7).
    const cancel = clock.after(ODOO_STOP_GRACE_MS, () => odoo.close());
    const stuck = await scheduler.stop();
    cancel();
    if (stuck.length > 0) logger.warn(`tasks ${stuck.join(', ')} did not end in time`);
  });
  const desk = new CommandDesk({
    services: {
      ...shared,
      loads,
      board,
      scheduler,
      settings,
    },
    audit,
    leadership: right,
    trouble: (needed) => troubleOf({ link, odoo, right }, needed),
    logger,
    publish,
  });
  const answering = {
    config,
    settings,
    endpoints,
    profile,
    startedAt,
    clock,
    right,
    link,
    client,
    gateway,
    odoo,
    alarms,
    scheduler,
    outbox,
    history,
    systemLog,
    audit,
    failures,
    tables: new TableRepository(store.db),
    liveBatches,
    board,
  };
  const onEvent = (listener: Publish): Cancel => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const api = createStationApi(createQueries(answering), desk, onEvent);
  const stop = (): Promise<void> => closers.close();
  return {
    api,
    outbox,
    store,
    runTask: async (number) => viewTaskRun(number, await scheduler.runNow(number), clock.now()),
    onEvent,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
