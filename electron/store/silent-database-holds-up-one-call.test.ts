import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import {
  runSql,
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
  withTestDatabase,
} from '../testing/postgres.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import { BatchRepository } from './batch-repository.ts';
import { openDatabase } from './database.ts';
import { LEFT_ALONE_MS } from './silent-server.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const UNAVAILABLE = { code: 'STORE_UNAVAILABLE' };

/** A database behind a proxy, on a clock that stands still; silence is told after a fraction of a second. */
async function behindProxy({ url }: TestDatabase) {
  const proxy = await TcpProxy.start(Number(new URL(url).port));
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const database = openDatabase(proxy.urlInstead(url), {
    poolMax: 3,
    statementTimeoutMs: 200,
    connectTimeoutMs: 300,
    clock,
    logger,
  });
  const close = async (): Promise<void> => {
    await proxy.cut();
    await database.close();
  };
  const said = (): string[] => logger.lines.map(({ message }) => message);
  return { proxy, clock, database, said, [Symbol.asyncDispose]: close };
}

describe('a database host that swallows packets', () => {
  it('is asked by one call per period; the others fail at once, and no connection is tried for them', () =>
    withTestDatabase(postgres, async (test) => {
      await using at = await behindProxy(test);
      const batches = new BatchRepository(at.database.db);
      at.proxy.mute();
      // Ten slots of one poll cycle, one after the other.
      for (let call = 1; call <= 10; call += 1) {
        await expect(batches.count(), `call ${call}`).rejects.toMatchObject(UNAVAILABLE);
      }
      expect(at.proxy.accepted).toBe(1);
      await at.clock.advance(LEFT_ALONE_MS);
      for (let call = 1; call <= 10; call += 1) {
        await expect(batches.count()).rejects.toMatchObject(UNAVAILABLE);
      }
      expect(at.proxy.accepted).toBe(2);
      expect(at.said().filter((message) => message === 'the database does not answer')).toHaveLength(1);
    }));

  it('does not get a connection from before its silence: the first call after it works', () =>
    withTestDatabase(postgres, async (test) => {
      await using at = await behindProxy(test);
      const batches = new BatchRepository(at.database.db);
      // Three connections, all open when the network dies.
      await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(at.database.db)));
      expect(at.proxy.accepted).toBe(3);
      at.proxy.mute();
      await expect(batches.count()).rejects.toMatchObject(UNAVAILABLE);
      await expect(batches.count()).rejects.toThrow('it did not answer a moment ago');
      await at.proxy.restore();
      await at.clock.advance(LEFT_ALONE_MS);
      expect(await batches.count()).toBe(0);
      expect(await batches.count()).toBe(0);
      expect(at.said()).toContain('the database answers again');
    }));

  it('that refuses instead is asked every time: it is quick, and may be back at once', () =>
    withTestDatabase(postgres, async (test) => {
      await using at = await behindProxy(test);
      const batches = new BatchRepository(at.database.db);
      await at.proxy.cut();
      await expect(batches.count()).rejects.toMatchObject(UNAVAILABLE);
      await at.proxy.restore();
      expect(await batches.count()).toBe(0);
    }));
});

describe('a connection that is lost', () => {
  /** Has the server end the pool's only connection, which cannot tell the server anything any more. */
  async function endFromServer(
    at: Awaited<ReturnType<typeof behindProxy>>,
    url: string,
    meanwhile: () => void,
  ) {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(at.database.db);
    at.proxy.mute();
    meanwhile();
    // Returns when the server has really ended it.
    await runSql(url, 'select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
  }

  it('is not told of when the station is closing it', () =>
    withTestDatabase(postgres, async (test) => {
      await using at = await behindProxy(test);
      let closed: Promise<void> = Promise.resolve();
      await endFromServer(at, test.url, () => {
        closed = at.database.close();
      });
      await closed;
      await at.proxy.cut();
      expect(at.said()).toEqual([]);
    }));

  it('is told of at any other time', () =>
    withTestDatabase(postgres, async (test) => {
      await using at = await behindProxy(test);
      await endFromServer(at, test.url, () => undefined);
      await at.proxy.cut();
      expect(at.said()).toEqual([expect.stringContaining('a database connection was lost')]);
    }));
});
