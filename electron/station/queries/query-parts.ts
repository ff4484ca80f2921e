import type { Kysely } from 'kysely';
import type { QueryInput, QueryName, QueryOutput } from '../../../shared/contract/contract.ts';
import type { Kg } from '../../../shared/units.ts';
import type { AlarmBook } from '../../alarms/alarm-book.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { FinsClient } from '../../plc/fins/fins-client.ts';
import type { PlcGateway } from '../../plc/gateway.ts';
import type { MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import type { AuditRepository } from '../../store/audit-repository.ts';
import type { EquipmentFailureRepository } from '../../store/equipment-failure-repository.ts';
import type { HistoryRepository } from '../../store/history-repository.ts';
import type { Schema } from '../../store/schema.ts';
import type { SystemLogRepository } from '../../store/system-log-repository.ts';
import type { TableRepository } from '../../store/table-repository.ts';
import type { LiveBatches } from '../../tasks/live-batches.ts';
import type { LiveBoard } from '../../tasks/live-board.ts';
import type { Scheduler } from '../../tasks/scheduler.ts';
import type { AlarmService } from '../alarm-service.ts';
import type { LiveSettings } from '../config/live-settings.ts';
import type { StationConfig } from '../config/station-config.ts';
import type { EventLoopDelay } from '../event-loop-delay.ts';
import type { Links } from '../link-views.ts';
import type { PlantEndpoints } from '../plant-endpoints.ts';

/** All that the station's answers are made of. */
export interface QueryParts extends Links {
  readonly config: StationConfig;
  readonly settings: LiveSettings;
  readonly endpoints: PlantEndpoints;
  readonly profile: MemoryMapProfile;
  readonly startedAt: number;
  /** This station's name, as other stations are told who commands. */
  readonly stationName: string;
  readonly clock: Clock;
  readonly client: FinsClient;
  readonly gateway: PlcGateway;
  /** A weight in the PLC above this is a fault. */
  readonly maxKg: Kg;
  readonly alarms: AlarmBook;
  readonly alarmService: AlarmService;
  readonly scheduler: Scheduler;
  readonly outbox: Outbox;
  /** For figures over many rows; single rows come through the repositories. */
  readonly db: Kysely<Schema>;
  readonly history: HistoryRepository;
  readonly systemLog: SystemLogRepository;
  readonly audit: AuditRepository;
  readonly failures: EquipmentFailureRepository;
  readonly tables: TableRepository;
  readonly liveBatches: LiveBatches;
  readonly board: LiveBoard;
  readonly eventLoopDelay: EventLoopDelay;
}

/** One handler a query: a missing one does not compile. */
export type QueryHandlers = {
  readonly [N in QueryName]: (input: QueryInput<N>) => Promise<QueryOutput<N>> | QueryOutput<N>;
};

/** The handlers of one topic. */
export type HandlersOf<N extends QueryName> = Pick<QueryHandlers, N>;
