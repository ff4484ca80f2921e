import type { Kysely } from 'kysely';
import { messageOf } from '../../shared/errors.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';
import { openDatabase } from '../store/database.ts';
import { EmbeddedPostgres } from '../store/embedded-postgres.ts';
import { LeadershipLock } from '../store/leadership-lock.ts';
import { migrateToLatest } from '../store/migrator.ts';
import type { Schema } from '../store/schema.ts';
import type { StationConfig } from './config/station-config.ts';
import type { DataPaths } from './data-folder.ts';

const POOL_CONNECTIONS = 6;
const STATEMENT_TIMEOUT_MS = 5_000;
/** Pause before an embedded database that ended by itself is started again, in milliseconds. */
const RESTART_AFTER_MS = 1_000;

/** The station's database: the one it was told, or its own. */
export interface StationStore {
  readonly db: Kysely<Schema>;
  /** Connection string, password included: never log it. */
  readonly url: string;
  readonly embedded: EmbeddedPostgres | null;
  /** Excludes other stations of the same PLC. */
  readonly lock: LeadershipLock;
  migrate(): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Opens the database; an embedded one is started first, and again whenever it ends by itself. An outside
 * one that is away is no error here: it shows on first use.
 */
export async function openStore(
  config: StationConfig,
  paths: DataPaths,
  plcAddress: string,
  ports: { clock: Clock; logger: Logger; stationName: string },
): Promise<StationStore> {
  const { clock, logger, stationName } = ports;
  const embedded =
    config.databaseUrl === null ? await EmbeddedPostgres.start({ dataDir: paths.root, clock, logger }) : null;
  const cancelRestart = embedded === null ? () => undefined : keepRunning(embedded, clock, logger);
  const url = embedded?.url ?? config.databaseUrl ?? '';
  const database = openDatabase(url, {
    poolMax: POOL_CONNECTIONS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    clock,
    logger,
  });
  return {
    db: database.db,
    url,
    embedded,
    lock: new LeadershipLock({ url, key: plcAddress, stationName, clock, logger }),
    migrate: () => migrateToLatest(url, logger),
    async close() {
      cancelRestart();
      await database.close();
      await embedded?.stop();
    },
  };
}

function keepRunning(embedded: EmbeddedPostgres, clock: Clock, logger: Logger): Cancel {
  let cancelTimer: Cancel = () => undefined;
  let closed = false;
  const restartLater = (): void => {
    if (closed) return;
    cancelTimer = clock.after(RESTART_AFTER_MS, () => {
      embedded.restart().catch((thrown: unknown) => {
        logger.error(`PostgreSQL cannot be started again: ${messageOf(thrown)}`);
        restartLater();
      });
    });
  };
  const forget = embedded.onExit(restartLater);
  return () => {
    closed = true;
    forget();
    cancelTimer();
  };
}
