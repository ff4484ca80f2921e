import type { Publish } from '../../shared/contract/events.ts';
import type { TaskRunView } from '../../shared/contract/views.ts';
import { sumKg } from '../../shared/units.ts';
import type { Cancel, TaskNumber } from '../domain/ports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createScheduler } from '../tasks/scheduler.ts';
import { AlarmService } from './alarm-service.ts';
import { Closers } from './closers.ts';
import { AuditTrail } from './commands/audit-trail.ts';
import { CommandDesk } from './commands/run-command.ts';
import type { LiveSettings } from './config/live-settings.ts';
import { createPipeline, type PipelineParts, sharedParts } from './create-pipeline.ts';
import { createStationApi } from './create-station-api.ts';
import type { DataPaths } from './data-folder.ts';
import { EventLoopDelay } from './event-loop-delay.ts';
import { findProfile } from './find-profile.ts';
import { followSettings } from './follow-settings.ts';
import { watchPlcLink } from './link-alarm.ts';
import { troubleOf } from './link-views.ts';
import { openLinks } from './open-links.ts';
import { openStores } from './open-stores.ts';
import { createOutcomeLog, tell } from './outcome-log.ts';
import type { PlantEndpoints } from './plant-endpoints.ts';
import { createQueries } from './queries.ts';
import type { StationApi } from './station-api.ts';
import type { StationPorts } from './station-ports.ts';
import type { StationStore } from './station-store.ts';
import { viewTaskRun } from './task-views.ts';

/** The plant side as a whole: everything between the PLC and Odoo. */
export interface Station extends AsyncDisposable {
  readonly api: StationApi;
  readonly outbox: Outbox;
  readonly store: StationStore;
  /** Runs a task now, also a disabled one: for a host that was asleep. Operators use the command. */
  runTask(number: TaskNumber): Promise<TaskRunView>;
  /** Tells what happened, after it is durable. */
  onEvent(listener: Publish): Cancel;
  /** Announces a fault of the program itself, such as one that ended the station before this one. */
  announceFault(message: string): void;
  /** Runs and timers end, then the links, then the database: in reverse order of their start. */
  stop(): Promise<void>;
}

/** How long a call to Odoo may still take when the station stops, in milliseconds; then it is broken off. */
const ODOO_STOP_GRACE_MS = 2_000;

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
  const startedAt = clock.now();
  const listeners = new Set<Publish>();
  const publish: Publish = (event) => tell(listeners, event, logger);
  const eventLoopDelay = new EventLoopDelay(clock, logger);
  closers.add('event loop watch', async () => eventLoopDelay.stop());
  const profile = findProfile(config.profile);
  const maxKg = sumKg([config.batch.expectedMaxKg, config.batch.weightMarginKg]);

  const scheduler = createScheduler({
    beat: ports.beat,
    clock,
    logger,
    onOutcome: createOutcomeLog(logger, publish),
  });
  const stores = await openStores(config, endpoints, paths, ports, closers);
  const { store, outbox } = stores;
  const links = await openLinks(
    {
      config,
      endpoints,
      profile,
      store,
      ports,
      maxKg,
      onLeader() {
        for (const { number } of scheduler.status()) scheduler.wake(number);
      },
    },
    closers,
  );
  const { right } = links;
  const alarmService = new AlarmService({
    ...ports,
    db: store.db,
    file: paths.alarmsFile,
    rules: () => settings.current.notifications,
    publish,
  });
  closers.add('alarms', () => alarmService.close());
  const parts = { settings, ports, stores, links, alarmService, scheduler, maxKg, publish };
  const shared = sharedParts(parts);
  const { tasks, ...live } = createPipeline(parts);
  for (const task of tasks) scheduler.register(task, config.tasks[task.number]);

  await right.start();
  startWork(parts, closers);
  const auditTrail = new AuditTrail({
    ...ports,
    audit: stores.audit,
    databaseTrouble: () => troubleOf(links, 'database'),
  });
  closers.add('late audit', () => auditTrail.close());
  const desk = new CommandDesk({
    services: { ...shared, ...live, scheduler, settings },
    audit: auditTrail,
    leadership: right,
    trouble: (needed) => troubleOf(links, needed),
    logger,
    publish,
  });
  const queries = createQueries({
    ...stores,
    ...links,
    ...live,
    db: store.db,
    config,
    settings,
    endpoints,
    profile,
    startedAt,
    clock,
    maxKg,
    alarms: alarmService.book,
    alarmService,
    scheduler,
    eventLoopDelay,
  });
  const onEvent = (listener: Publish): Cancel => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const api = createStationApi(queries, desk, onEvent);
  const stop = (): Promise<void> => closers.close();
  return {
    api,
    outbox,
    store,
    runTask: async (number) => viewTaskRun(number, await scheduler.runNow(number), clock.now()),
    onEvent,
    announceFault: (message) => alarmService.book.announce('INTERNAL', 'station', message),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Watches the links and follows the settings, then lets the tasks run. */
function startWork(parts: PipelineParts, closers: Closers): void {
  const { settings, links, alarmService, scheduler, ports } = parts;
  const { clock, logger } = ports;
  const { link, odoo } = links;
  link.onChange((status) => {
    if (status.link !== 'up') return;
    scheduler.wake(2);
    // Without a batch in the queue TASK 1 may have given up minutes ago, and its interval is long.
    scheduler.wake(1);
  });
  const forgetLinkAlarm = watchPlcLink(link, alarmService.book, clock);
  closers.add('PLC link alarm', async () => forgetLinkAlarm());
  const forgetSettings = followSettings({ ...sharedParts(parts), settings, scheduler });
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
}
