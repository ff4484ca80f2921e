import { hostname } from 'node:os';
import { join } from 'node:path';
import { Outbox } from '../outbox/outbox.ts';
import { AuditRepository } from '../store/audit-repository.ts';
import { BatchRepository } from '../store/batch-repository.ts';
import { EquipmentFailureRepository } from '../store/equipment-failure-repository.ts';
import { HistoryRepository } from '../store/history-repository.ts';
import { SystemLogRepository } from '../store/system-log-repository.ts';
import { TableRepository } from '../store/table-repository.ts';
import type { Closers } from './closers.ts';
import type { StationConfig } from './config/station-config.ts';
import type { DataPaths } from './data-folder.ts';
import { SystemLogWriter } from './log/system-log-writer.ts';
import type { PlantEndpoints } from './plant-endpoints.ts';
import type { StationPorts } from './station-ports.ts';
import { openStore, type StationStore } from './station-store.ts';

/** Where the station keeps things: its own outbox on this computer, and the plant's database. */
export interface Stores {
  readonly store: StationStore;
  readonly stationName: string;
  readonly outbox: Outbox;
  readonly batches: BatchRepository;
  readonly history: HistoryRepository;
  readonly audit: AuditRepository;
  readonly failures: EquipmentFailureRepository;
  readonly systemLog: SystemLogRepository;
  readonly tables: TableRepository;
}

/**
 * Opens outbox and database, and sends the log's lines to the latter. Rejects with AppError OUTBOX_... or
 * STORE_... when they cannot be used at all; what was opened until then is in `closers`.
 */
export async function openStores(
  config: StationConfig,
  endpoints: PlantEndpoints,
  paths: DataPaths,
  ports: StationPorts,
  closers: Closers,
): Promise<Stores> {
  const outbox = Outbox.open(join(paths.outbox, 'outbox.sqlite'), ports, ports.outboxLimits);
  closers.add('outbox', async () => outbox.close());
  const stationName = ports.stationName ?? hostname();
  const plcAddress = `${endpoints.plc.host}:${endpoints.plc.port}`;
  const store = await openStore(config, paths, plcAddress, { ...ports, stationName });
  closers.add('database', () => store.close());
  const systemLog = new SystemLogRepository(store.db);
  const logWriter = new SystemLogWriter({ ...ports, insert: (lines) => systemLog.insert(lines) });
  ports.attachLogSink?.((record) => logWriter.write(record));
  closers.add('system log', () => logWriter.close());
  return {
    store,
    stationName,
    outbox,
    batches: new BatchRepository(store.db),
    history: new HistoryRepository(store.db),
    audit: new AuditRepository(store.db),
    failures: new EquipmentFailureRepository(store.db),
    systemLog,
    tables: new TableRepository(store.db),
  };
}
