import { connect, createServer, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { runSql, startTestPostgres, type TestPostgres, withTestDatabase } from '../testing/postgres.ts';
import { BatchRepository } from './batch-repository.ts';
import { openDatabase } from './database.ts';
import { freeLoopbackPort } from './embedded/server-process.ts';
import { migrateToLatest } from './migrator.ts';
import { storeCall } from './store-call.ts';

const UNAVAILABLE = { code: 'STORE_UNAVAILABLE' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Ends every other connection to the database, as a restart of the server would. */
const endOthers = (url: string) =>
  runSql(
    url,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );

/** A logger that tells when it was warned so many times. */
class CountingLogger extends MemoryLogger {
  readonly enough: Promise<void>;
  #resolve: () => void = () => undefined;
  readonly #wanted: number;

  constructor(wanted: number) {
    super();
    this.#wanted = wanted;
    this.enough = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  override warn(message: string): void {
    super.warn(message);
    if (this.lines.length >= this.#wanted) this.#resolve();
  }
}

interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** From now on nothing passes, neither on old connections nor on new ones; they stay open. */
  freeze(): void;
  /** New connections pass again; old ones stay silent. */
  passNew(): void;
}

/** A network between us and the server that can fall silent. */
async function startProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((near) => {
    sockets.add(near);
    if (frozen) return;
    const far = connect(targetPort, '127.0.0.1');
    sockets.add(far);
    near.pipe(far).pipe(near);
    // When one side is cut, so is the other.
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  const port = await listening(server);
  return {
    port,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    passNew() {
      frozen = false;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

describe('STORE_UNAVAILABLE', () => {
  it('when nothing listens', async () => {
    const port = await freeLoopbackPort();
    const url = `postgresql://nobody:nothing@127.0.0.1:${port}/none`;
    await using database = openDatabase(url, {
      poolMax: 1,
      statementTimeoutMs: 1000,
      logger: new MemoryLogger(),
    });
    await expect(new BatchRepository(database.db).count()).rejects.toMatchObject(UNAVAILABLE);
    await expect(migrateToLatest(url, new MemoryLogger())).rejects.toMatchObject(UNAVAILABLE);
  });

  it('when the password or the database is wrong', async () => {
    const wrong = new URL(postgres.server.url);
    wrong.password = 'wrong';
    const missing = new URL(postgres.server.url);
    missing.pathname = '/missing';
    for (const url of [wrong, missing]) {
      await using database = openDatabase(url.toString(), {
        poolMax: 1,
        statementTimeoutMs: 1000,
        logger: new MemoryLogger(),
      });
      const failed = new BatchRepository(database.db).count();
      await expect(failed).rejects.toMatchObject(UNAVAILABLE);
    }
  });

  it('when a statement or a lock takes too long; the next call works', () =>
    withTestDatabase(postgres, async ({ url, logger }) => {
      await using database = openDatabase(url, { poolMax: 2, statementTimeoutMs: 200, logger });
      const slow = storeCall(() => sql`select pg_sleep(30)`.execute(database.db));
      await expect(slow).rejects.toMatchObject({ ...UNAVAILABLE, details: { sqlState: '57014' } });
      expect(await new BatchRepository(database.db).count()).toBe(0);
    }));

  it('when the server accepts a connection, then says nothing', async () => {
    await using mute = await startProxy(0);
    const url = `postgresql://nobody:nothing@127.0.0.1:${mute.port}/none`;
    mute.freeze();
    await using database = openDatabase(url, {
      poolMax: 1,
      statementTimeoutMs: 100,
      logger: new MemoryLogger(),
    });
    await expect(new BatchRepository(database.db).count()).rejects.toMatchObject(UNAVAILABLE);
  });

  it('when the network falls silent; the next call does not queue behind the silent connection', () =>
    withTestDatabase(postgres, async ({ url, logger }) => {
      const target = new URL(url);
      await using network = await startProxy(Number(target.port));
      target.port = String(network.port);
      await using database = openDatabase(target.toString(), { poolMax: 1, statementTimeoutMs: 100, logger });
      const batches = new BatchRepository(database.db);
      expect(await batches.count()).toBe(0);
      network.freeze();
      await expect(batches.count()).rejects.toMatchObject(UNAVAILABLE);
      network.passNew();
      expect(await batches.count()).toBe(0);
    }));

  it('when the connection ends in the middle of a transaction', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      const lost = storeCall(() =>
        db.transaction().execute(async (trx) => {
          await trx.selectFrom('mo_batch').selectAll().execute();
          await endOthers(url);
          await trx.selectFrom('mo_batch').selectAll().execute();
        }),
      );
      await expect(lost).rejects.toMatchObject(UNAVAILABLE);
      expect(await new BatchRepository(db).count()).toBe(0);
    }));
});

describe('a connection that ends', () => {
  it('while idle is replaced: no call sees it', () =>
    withTestDatabase(postgres, async ({ url }) => {
      const logger = new CountingLogger(3);
      await using database = openDatabase(url, { poolMax: 3, statementTimeoutMs: 1000, logger });
      const batches = new BatchRepository(database.db);
      await Promise.all([batches.count(), batches.count(), batches.count()]);
      await endOthers(url);
      await logger.enough;
      expect(logger.lines[0]?.message).toContain('a database connection was lost');
      expect(await Promise.all([batches.count(), batches.count(), batches.count()])).toEqual([0, 0, 0]);
    }));

  it('comes back after a restart of the server, on the same pool', () =>
    withTestDatabase(postgres, async ({ db }) => {
      const batches = new BatchRepository(db);
      expect(await batches.count()).toBe(0);
      await postgres.server.restart();
      expect(await batches.count()).toBe(0);
    }));
});

it('other refusals keep their own codes', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const twice = storeCall(() =>
      sql`insert into station_epoch values ('a', 1, now()), ('a', 2, now())`.execute(db),
    );
    await expect(twice).rejects.toMatchObject({ code: 'STORE_CONFLICT', details: { sqlState: '23505' } });
    const wrong = storeCall(() => sql`select nonsense`.execute(db));
    await expect(wrong).rejects.toMatchObject({ code: 'INTERNAL', details: { sqlState: '42703' } });
  }));

it('a URL in the predecessor’s spelling works, and closing twice is harmless', () =>
  withTestDatabase(postgres, async ({ url, logger }) => {
    const database = openDatabase(url.replace('postgresql:', 'postgresql+psycopg2:'), {
      poolMax: 1,
      statementTimeoutMs: 1000,
      logger,
    });
    expect(await new BatchRepository(database.db).count()).toBe(0);
    await Promise.all([database.close(), database.close()]);
    await expect(new BatchRepository(database.db).count()).rejects.toMatchObject(UNAVAILABLE);
  }));
