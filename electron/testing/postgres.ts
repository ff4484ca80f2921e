import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { type Database, openDatabase } from '../store/database.ts';
import { EmbeddedPostgres } from '../store/embedded-postgres.ts';
import { migrateToLatest } from '../store/migrator.ts';
import type { Schema } from '../store/schema.ts';
import { MemoryLogger } from './memory-logger.ts';
import { systemClock } from './system-clock.ts';

/**
 * A real PostgreSQL for one test file:
 *
 *     let postgres: TestPostgres;
 *     beforeAll(async () => { postgres = await startTestPostgres(); });
 *     afterAll(() => postgres.stop());
 *
 *     it('...', () => withTestDatabase(postgres, async ({ db, url }) => { ... }));
 */
export interface TestPostgres {
  readonly server: EmbeddedPostgres;
  /** The embedded cluster's data folder; removed by {@link stop}. */
  readonly dataDir: string;
  readonly logger: MemoryLogger;
  /** A database of its own: migrated (default), or empty. Close it when done. */
  newDatabase(kind?: 'migrated' | 'empty'): Promise<TestDatabase>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  readonly db: Kysely<Schema>;
  readonly logger: MemoryLogger;
  /** Closes the pool, ends everybody else's connections and drops the database. */
  close(): Promise<void>;
}

const TEMPLATE = 'migrated_template';

/** Starts a cluster in a new temporary folder; about two seconds. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'batchline-postgres-'));
  const logger = new MemoryLogger();
  const server = await EmbeddedPostgres.start({ dataDir, clock: systemClock, logger });
  await administer(server, `create database ${TEMPLATE}`);
  await migrateToLatest(urlOfDatabase(server, TEMPLATE), logger);
  const newDatabase = async (kind: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await administer(
      server,
      `create database ${name} template ${kind === 'migrated' ? TEMPLATE : 'template0'}`,
    );
    return testDatabase(server, name);
  };
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { server, dataDir, logger, newDatabase, stop };
}

/** Runs a test on a fresh database and drops it afterwards, whatever came of the test. */
export async function withTestDatabase<T>(
  postgres: TestPostgres,
  use: (database: TestDatabase) => Promise<T>,
  kind: 'migrated' | 'empty' = 'migrated',
): Promise<T> {
  await using database = await postgres.newDatabase(kind);
  return await use(database);
}

/** Runs SQL on a connection of its own and returns its rows. */
export async function runSql<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  url: string,
  text: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

function testDatabase(server: EmbeddedPostgres, name: string): TestDatabase {
  const url = urlOfDatabase(server, name);
  const logger = new MemoryLogger();
  const database: Database = openDatabase(url, { poolMax: 5, statementTimeoutMs: 20_000, logger });
  const close = async (): Promise<void> => {
    await database.close();
    await administer(server, `drop database if exists ${name} with (force)`);
  };
  return { url, db: database.db, logger, close, [Symbol.asyncDispose]: close };
}

async function administer(server: EmbeddedPostgres, text: string): Promise<void> {
  await runSql(urlOfDatabase(server, 'postgres'), text);
}

function urlOfDatabase(server: EmbeddedPostgres, name: string): string {
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.toString();
}
