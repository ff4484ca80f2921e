import { Kysely, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { messageOf } from '../../shared/errors.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import { columnTypes } from './column-values.ts';
import { plainUrl } from './database-url.ts';
import type { Schema } from './schema.ts';
import { SilentServer } from './silent-server.ts';
import { isUnavailable } from './store-call.ts';

export interface DatabaseOptions {
  /** Most connections at once; further work waits for one, as long as for a new connection. */
  readonly poolMax: number;
  /** The server gives up a statement after this time; 0 for never (migrations). */
  readonly statementTimeoutMs: number;
  /** The server gives up waiting for a lock after this time. Default: as long as the statement may take. */
  readonly lockTimeoutMs?: number;
  /** How long a new connection may take, in milliseconds; {@link CONNECT_TIMEOUT_MS} unless told. */
  readonly connectTimeoutMs?: number;
  /** Given, a server that says nothing holds up one call now and then, not each: see {@link SilentServer}. */
  readonly clock?: Clock;
  readonly logger: Logger;
}

export interface Database extends AsyncDisposable {
  readonly db: Kysely<Schema>;
  /** Waits for work in progress, then closes every connection. Idempotent. */
  close(): Promise<void>;
}

/** A server in the same building answers in milliseconds, also a busy one. */
const CONNECT_TIMEOUT_MS = 3000;
/** The server's own timeout comes first; this one is for a server or network that says nothing at all. */
const SILENCE_MARGIN_MS = 2000;

/**
 * Opens a pool on a PostgreSQL 13 or later. Does not connect yet: a database that is away shows as
 * STORE_UNAVAILABLE on the first use, and a connection that dies never brings the process down.
 */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const { poolMax, statementTimeoutMs, lockTimeoutMs = 0, connectTimeoutMs, clock, logger } = options;
  const silent = clock === undefined ? null : new SilentServer(clock, logger);
  const pool = new pg.Pool({
    connectionString: plainUrl(url),
    max: poolMax,
    connectionTimeoutMillis: connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: '-c timezone=UTC -c datestyle=ISO',
    types: columnTypes,
    ...(statementTimeoutMs > 0 && {
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + SILENCE_MARGIN_MS,
    }),
    ...(lockTimeoutMs > 0 && { lock_timeout: lockTimeoutMs }),
  });
  // Listened to from its first moment to its last: the pool itself only covers idle connections, and one
  // in use that dies would end the process. Further errors of the same connection, and the pool's own
  // event, are the same news again.
  let closing = false;
  const spellOf = new WeakMap<object, number>();
  pool.on('connect', (client) => {
    silent?.heard();
    spellOf.set(client, silent?.spells ?? 0);
    let reported = false;
    client.on('error', (error) => {
      // At the end a server that is quicker to stop than a connection to close is no news.
      if (!reported && !closing)
        logger.warn(`a database connection was lost: ${messageOf(error)}`, { module: 'store' });
      reported = true;
    });
  });
  pool.on('error', () => undefined);
  const connect = async (): Promise<PostgresPoolClient> => {
    silent?.enter();
    try {
      for (;;) {
        const client = await pool.connect();
        if (spellOf.get(client) === (silent?.spells ?? 0)) return dropWhenBroken(client, silent);
        client.release(true);
      }
    } catch (error) {
      silent?.failed(error);
      throw error;
    }
  };
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({
      controlClient: pg.Client,
      pool: { connect, end: () => pool.end(), options: pool.options },
    }),
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing = true;
    // Kysely ends a pool only if it was used.
    closed ??= db.destroy().then(() => (pool.ending ? undefined : pool.end()));
    return closed;
  };
  return { db, close, [Symbol.asyncDispose]: close };
}

/**
 * A connection on which a statement went unanswered still waits for that answer; the next statement
 * would queue behind it. Such a connection is closed instead of going back to the pool.
 */
function dropWhenBroken(client: pg.PoolClient, silent: SilentServer | null): PostgresPoolClient {
  let broken = false;
  async function run<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      const result = await client.query(text, [...parameters]);
      silent?.heard();
      return { command: commandOf(result.command), rowCount: result.rowCount ?? 0, rows: result.rows };
    } catch (error) {
      broken ||= isUnavailable(error);
      silent?.failed(error);
      throw error;
    }
  }
  return {
    query: run as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy === true || broken),
  };
}

/** Kysely looks at these commands only, to count changed rows and to see how a transaction ended. */
function commandOf(command: string): PostgresQueryResult<unknown>['command'] {
  switch (command) {
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
    case 'COMMIT':
    case 'ROLLBACK':
      return command;
    default:
      return 'SELECT';
  }
}
