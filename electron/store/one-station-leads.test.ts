import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import {
  runSql,
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
  withTestDatabase,
} from '../testing/postgres.ts';
import { freeLoopbackPort } from './embedded/server-process.ts';
import { LeadershipLock } from './leadership-lock.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const lockOn = ({ url, logger }: TestDatabase, key = '192.0.2.10:9600') =>
  new LeadershipLock({ url, key, clock: new FakeClock(), logger });

const endHolder = (url: string) =>
  runSql(
    url,
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database =
    (select oid from pg_database where datname = current_database())`,
  );

it('the first station leads; the second one does not, until the first gives way', () =>
  withTestDatabase(postgres, async (database) => {
    await using first = lockOn(database);
    await using second = lockOn(database);
    expect(await first.acquire()).toBe('acquired');
    expect(await second.acquire()).toBe('held-by-other');
    expect([await first.confirm(), await second.confirm(), second.epoch()]).toEqual([true, false, null]);
    const epoch = first.epoch() ?? 0;
    await first.release();
    expect([await first.confirm(), first.epoch()]).toEqual([false, null]);
    expect(await second.acquire()).toBe('acquired');
    expect(second.epoch()).toBeGreaterThan(epoch);
  }));

it('stations that start at the same moment: one leads', () =>
  withTestDatabase(postgres, async (database) => {
    const locks = [1, 2, 3, 4].map(() => lockOn(database));
    const answers = await Promise.all(locks.map((lock) => lock.acquire()));
    expect(answers.filter((answer) => answer === 'acquired')).toHaveLength(1);
    for (const lock of locks) await lock.release();
  }));

it('asking twice at once, or again, keeps lock and epoch', () =>
  withTestDatabase(postgres, async (database) => {
    await using lock = lockOn(database);
    expect(await Promise.all([lock.acquire(), lock.acquire()])).toEqual(['acquired', 'acquired']);
    const epoch = lock.epoch();
    expect(await lock.acquire()).toBe('acquired');
    expect(lock.epoch()).toBe(epoch);
  }));

it('other PLCs have other leaders', () =>
  withTestDatabase(postgres, async (database) => {
    await using one = lockOn(database);
    await using two = lockOn(database, '192.0.2.11:9600');
    expect([await one.acquire(), await two.acquire()]).toEqual(['acquired', 'acquired']);
    expect(two.epoch()).not.toBe(one.epoch());
  }));

it('a station whose connection dies is told, once, and can lead again with a higher epoch', () =>
  withTestDatabase(postgres, async (database) => {
    await using lock = lockOn(database);
    await lock.acquire();
    const epoch = lock.epoch() ?? 0;
    const told: string[] = [];
    const lost = new Promise<void>((resolve) => {
      lock.onLost((reason) => {
        told.push(reason);
        resolve();
      });
    });
    await endHolder(database.url);
    await lost;
    expect([lock.epoch(), await lock.confirm(), told.length]).toEqual([null, false, 1]);
    expect(await lock.acquire()).toBe('acquired');
    expect(lock.epoch()).toBeGreaterThan(epoch);
  }));

it('giving the lock back is not a loss', () =>
  withTestDatabase(postgres, async (database) => {
    const lock = lockOn(database);
    const told: string[] = [];
    lock.onLost((reason) => told.push(reason));
    await lock.acquire();
    await lock.release();
    await lock.release();
    expect(told).toEqual([]);
  }));

it('a station that was overtaken finds out by asking, before it writes', () =>
  withTestDatabase(postgres, async (database) => {
    await using lock = lockOn(database);
    await lock.acquire();
    const told: string[] = [];
    lock.onLost((reason) => told.push(reason));
    // What another station does that got the lock after the server had given up on this one.
    await runSql(database.url, `update station_epoch set epoch = nextval('station_epoch_numbers')`);
    expect(await lock.confirm()).toBe(false);
    expect(told).toEqual(['another station took over']);
  }));

it('without a database nobody leads', async () => {
  const port = await freeLoopbackPort();
  const url = `postgresql://nobody:nothing@127.0.0.1:${port}/none`;
  const lock = new LeadershipLock({ url, key: 'x', clock: new FakeClock(), logger: postgres.logger });
  await expect(lock.acquire()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(lock.epoch()).toBeNull();
});
