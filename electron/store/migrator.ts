import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import * as plantTables from '../../migrations/0001_plant_tables.ts';
import * as batchLife from '../../migrations/0002_batch_life.ts';
import * as loads from '../../migrations/0003_loads.ts';
import * as stationEpoch from '../../migrations/0004_station_epoch.ts';
import * as commandAudit from '../../migrations/0005_command_audit.ts';
import * as analysis from '../../migrations/0006_analysis.ts';
import * as alarms from '../../migrations/0007_alarms.ts';
import * as oldLoads from '../../migrations/0008_old_loads.ts';
import * as alarmCauses from '../../migrations/0009_alarm_causes.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import type { Logger } from '../domain/ports.ts';
import { openDatabase } from './database.ts';
import { isUnavailable, storeError } from './store-call.ts';

/** In order, append-only. Listed here, not looked up in a folder: a bundled program has no such folder. */
const MIGRATIONS: Record<string, Migration> = {
  '0001_plant_tables': plantTables,
  '0002_batch_life': batchLife,
  '0003_loads': loads,
  '0004_station_epoch': stationEpoch,
  '0005_command_audit': commandAudit,
  '0006_analysis': analysis,
  '0007_alarms': alarms,
  '0008_old_loads': oldLoads,
  '0009_alarm_causes': alarmCauses,
};

/** Another program may hold a lock on the plant's tables; then the start fails instead of hanging. */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Brings a database up to date, empty or adopted, in one transaction. Returns the names of the migrations
 * that ran. Several stations may call it at once: they take turns.
 * Throws STORE_UNAVAILABLE when the database cannot be reached or is locked by another program,
 * STORE_MIGRATION_FAILED when a migration fails (nothing is changed then) or when the database was
 * already migrated by a newer version of this program.
 */
export async function migrateToLatest(url: string, logger: Logger): Promise<readonly string[]> {
  await using database = openDatabase(url, {
    poolMax: 2,
    statementTimeoutMs: 0,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    logger,
  });
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableName: 'batchline_migration',
    migrationLockTableName: 'batchline_migration_lock',
  });
  const { error, results = [] } = await migrator
    .migrateToLatest()
    .catch((thrown: unknown): MigrationResultSet => ({ error: thrown }));
  if (error === undefined) {
    const applied = results.map(({ migrationName }) => migrationName);
    if (applied.length > 0) logger.info(`database migrated: ${applied.join(', ')}`, { module: 'store' });
    return applied;
  }
  if (isUnavailable(error)) throw storeError(error);
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  throw new AppError(
    'STORE_MIGRATION_FAILED',
    `migration ${failed ?? 'of the database'}: ${messageOf(error)}`,
    {
      details: { migration: failed ?? null },
      cause: error,
    },
  );
}
