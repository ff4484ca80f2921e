import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql, startTestPostgres, type TestPostgres, withTestDatabase } from '../testing/postgres.ts';
import { BatchRepository } from './batch-repository.ts';
import { HistoryRepository } from './history-repository.ts';
import { LOADS_PER_DELETE } from './old-load-rows.ts';
import { LINES_PER_DELETE, SystemLogRepository } from './system-log-repository.ts';
import { exampleLoad, NOON, uuid } from './testing/example-batches.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const DAY_MS = 86_400_000;

/** Has the database note how many rows each delete on a table took; returns what tells them. */
async function noteDeletes(url: string, table: string): Promise<() => Promise<number[]>> {
  await runSql(
    url,
    `create table deletes (seq serial, taken int);
     create function note_delete() returns trigger language plpgsql as $$
     begin insert into deletes (taken) select count(*) from gone; return null; end $$;
     create trigger note after delete on ${table} referencing old table as gone
       for each statement execute function note_delete();`,
  );
  return async () =>
    (await runSql<{ taken: number }>(url, 'select taken from deletes order by seq')).map(
      ({ taken }) => taken,
    );
}

async function writeLines(log: SystemLogRepository, count: number): Promise<void> {
  await log.insert(
    Array.from({ length: count }, (_, at) => ({
      id: randomUUID(),
      timestamp: NOON + at,
      level: 'info',
      module: 'intake',
      message: 'line',
      batchNo: null,
      moId: null,
    })),
  );
}

describe('lines of system_log', () => {
  it('go in statements of a bounded number of lines, and the newest stay', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      const log = new SystemLogRepository(db);
      await writeLines(log, 2 * LINES_PER_DELETE + 11);
      const deletes = await noteDeletes(url, 'system_log');
      expect(await log.prune(NOON + DAY_MS, 10)).toBe(2 * LINES_PER_DELETE + 1);
      expect(await deletes()).toEqual([LINES_PER_DELETE, LINES_PER_DELETE, 1]);
      const [left] = await runSql(
        url,
        'select count(*)::int as n, min("timestamp") as oldest from system_log',
      );
      expect(left).toEqual({ n: 10, oldest: new Date(NOON + 2 * LINES_PER_DELETE + 1) });
    }));

  it('stay when the run is broken off: no further statement is begun', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      const log = new SystemLogRepository(db);
      await writeLines(log, LINES_PER_DELETE + 7);
      const stop = new AbortController();
      const pruned = log.prune(NOON + DAY_MS, 0, stop.signal);
      stop.abort();
      expect(await pruned).toBe(LINES_PER_DELETE);
      expect(await runSql(url, 'select count(*)::int as n from system_log')).toEqual([{ n: 7 }]);
    }));

  it('of one moment are told apart: exactly so many stay', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      const log = new SystemLogRepository(db);
      await runSql(
        url,
        `insert into system_log (id, "timestamp", level, module, message)
         select gen_random_uuid(), '2020-01-01 00:00:00.123456+00', 'info', 'm', 't' from generate_series(1, 9)`,
      );
      expect(await log.prune(NOON, 4)).toBe(5);
    }));
});

describe('loads', () => {
  const kept = async (url: string): Promise<string[]> => {
    const rows = await runSql<{ id: string }>(url, 'select id from load order by id');
    return rows.map(({ id }) => id);
  };

  /** A load of one order that the PLC accepted, and that left the queue at `archivedAt`; null: it did not. */
  async function ranLoad(
    { batches, history }: { batches: BatchRepository; history: HistoryRepository },
    number: number,
    archivedAt: number | null,
  ): Promise<void> {
    const moId = `WH/MO/${number}`;
    await batches.beginLoad(
      exampleLoad(uuid(number), [moId], { intakeGate: 'free-slots', createdAt: NOON + number }),
    );
    await batches.markArming(uuid(number), NOON);
    await batches.markArmed(uuid(number), NOON);
    await batches.markAccepted(uuid(number), NOON);
    if (archivedAt === null) return;
    await history.archive({
      moId,
      resultId: null,
      status: 'cancelled',
      notes: null,
      confirmedByOdooAt: null,
      archivedAt,
    });
  }

  it('go with their slots once all their batches left the queue long enough ago', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      const stores = { batches: new BatchRepository(db), history: new HistoryRepository(db) };
      await ranLoad(stores, 1, NOON + DAY_MS);
      await ranLoad(stores, 2, NOON + 3 * DAY_MS);
      await ranLoad(stores, 3, null);
      expect(await stores.batches.forgetLoads(NOON + 2 * DAY_MS)).toBe(1);
      expect(await kept(url)).toEqual([uuid(2), uuid(3)]);
      const slots = await runSql(url, 'select distinct load_id from load_slot order by 1');
      expect(slots).toEqual([{ load_id: uuid(2) }, { load_id: uuid(3) }]);
      // Still in the queue, with what its slot showed before: that is what its ending is judged by.
      expect((await stores.batches.activeBatches())[0]).toMatchObject({
        moId: 'WH/MO/3',
        readBeforeLoad: 'WH/MO/BEFORE',
      });
    }));

  it('that are open stay, however old', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      const batches = new BatchRepository(db);
      await batches.beginLoad(exampleLoad(uuid(1), []));
      expect(await batches.forgetLoads(NOON + 1000 * DAY_MS)).toBe(0);
      expect(await kept(url)).toEqual([uuid(1)]);
      await batches.abandonLoad(uuid(1));
      expect(await batches.forgetLoads(NOON + 1000 * DAY_MS)).toBe(1);
    }));

  it('go in statements of a bounded number of loads', () =>
    withTestDatabase(postgres, async ({ db, url }) => {
      await runSql(
        url,
        `with made as (
           insert into load (id, created_at, state, profile)
           select gen_random_uuid(), '2020-01-01', 'accepted', 'ten-slot' from generate_series(1, $1) returning id
         )
         insert into load_slot (load_id, slot, words) select id, slot, '{1}' from made, generate_series(1, 10) as slot`,
        [LOADS_PER_DELETE + 3],
      );
      const deletes = await noteDeletes(url, 'load');
      expect(await new BatchRepository(db).forgetLoads(NOON)).toBe(LOADS_PER_DELETE + 3);
      expect(await deletes()).toEqual([LOADS_PER_DELETE, 3]);
      expect(await runSql(url, 'select * from load_slot')).toEqual([]);
    }));
});
