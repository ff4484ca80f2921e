import type { Publish } from '../../shared/contract/events.ts';
import type { Kg } from '../../shared/units.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Leadership } from '../domain/leadership.ts';
import type { Clock, Logger, Random } from '../domain/ports.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { EventAreas } from '../plc/event-areas.ts';
import type { PlcGateway } from '../plc/gateway.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { EquipmentFailureRepository } from '../store/equipment-failure-repository.ts';
import type { HistoryRepository } from '../store/history-repository.ts';
import type { SystemLogRepository } from '../store/system-log-repository.ts';
import { createEquipmentFailureTask } from '../tasks/equipment-failures.ts';
import { createHealthTask } from '../tasks/health.ts';
import type { LiveBoard } from '../tasks/live-board.ts';
import { createLogRetentionTask } from '../tasks/log-retention.ts';
import { createManualWeighingTask } from '../tasks/manual-weighing.ts';
import type { Scheduler } from '../tasks/scheduler.ts';
import type { Task } from '../tasks/task.ts';
import type { AlarmService } from './alarm-service.ts';
import type { LiveSettings } from './config/live-settings.ts';
import type { StationConfig } from './config/station-config.ts';

export interface WatchTaskParts {
  readonly config: StationConfig;
  readonly settings: LiveSettings;
  readonly gateway: PlcGateway;
  readonly link: LinkWatch;
  readonly batches: BatchRepository;
  readonly history: HistoryRepository;
  readonly failures: EquipmentFailureRepository;
  readonly systemLog: SystemLogRepository;
  readonly outbox: Outbox;
  readonly odoo: OdooClient;
  readonly alarms: AlarmBook;
  readonly alarmService: AlarmService;
  readonly leadership: Leadership;
  readonly board: LiveBoard;
  readonly scheduler: Pick<Scheduler, 'status'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly publish: Publish;
  /** A weight above this is a fault. */
  readonly maxKg: Kg;
}

/** The tasks beside the batches' own way: TASK 4 health, 5 failures, 6 clean-up, 7 manual weighings. */
export function createWatchTasks(parts: WatchTaskParts): readonly Task[] {
  const { config, settings, gateway, outbox, scheduler, maxKg } = parts;
  const areas = new EventAreas(gateway, { maxKg });
  const maxPerSecond = (): number => settings.current.push.pushMaxPerSecond;
  const events = { ...parts, areas, journal: outbox.events, maxPerSecond };
  return [
    createHealthTask({
      ...parts,
      limits: () => ({ ...settings.current.batch, ...settings.current.load, ...settings.current.push }),
      tasks: () => scheduler.status(),
    }),
    createEquipmentFailureTask({ ...events, timezone: config.timezone }),
    createLogRetentionTask({
      ...parts,
      alarmEvents: parts.alarmService.events,
      retention: () => settings.current.log,
    }),
    createManualWeighingTask({ ...events, weighingEquipment: config.push.weighingEquipment }),
  ];
}
