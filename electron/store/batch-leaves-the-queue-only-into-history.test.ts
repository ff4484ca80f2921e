import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { runSql, startTestPostgres, type TestDatabase, type TestPostgres } from '../testing/postgres.ts';
import { BatchRepository } from './batch-repository.ts';
import { type ArchiveInput, HistoryRepository } from './history-repository.ts';
import {
  exampleLoad,
  examplePlan,
  exampleProgress,
  exampleResult,
  NOON,
  uuid,
} from './testing/example-batches.ts';
import { meetAtRow } from './testing/row-lock.ts';

const MO = 'WH/MO/00001';
const LOAD = uuid(1);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

let database: TestDatabase;
let batches: BatchRepository;
let history: HistoryRepository;
beforeEach(async () => {
  database = await postgres.newDatabase();
  batches = new BatchRepository(database.db);
  history = new HistoryRepository(database.db);
  await batches.beginLoad(exampleLoad(LOAD, [MO, 'WH/MO/00002']));
  await batches.markArmed(LOAD, NOON + 1);
  await batches.markAccepted(LOAD, NOON + 2);
  return () => database.close();
});

function completed(change: Partial<ArchiveInput> = {}): ArchiveInput {
  return {
    moId: MO,
    resultId: uuid(900),
    status: 'completed',
    notes: 'closed in Odoo',
    confirmedByOdooAt: NOON + 70_000,
    archivedAt: NOON + 80_000,
    ...change,
  };
}

/** What both tables hold of one order, id and the columns of one table only left out. */
async function allOf(table: 'mo_batch' | 'mo_histories'): Promise<Record<string, unknown> | undefined> {
  const rows = await runSql<{ row: Record<string, unknown> }>(
    database.url,
    `select to_jsonb(t) - 'id' - 'update_odoo' - 'odoo_cancelled' - 'status' - 'notes' - 'archived_at'
       - 'confirmed_by_odoo_at' as row from "${table}" t where mo_id = $1`,
    [MO],
  );
  return rows[0]?.row;
}

describe('archiving a batch', () => {
  it('moves every column of it, all 15 components included', async () => {
    await batches.updateProgress(MO, exampleProgress({ runningSeenAt: NOON + 3, firstDosingAt: NOON + 4 }));
    await batches.applyResult(exampleResult(MO, LOAD, { failureNoted: true }), NOON + 61_000);
    await batches.markAcknowledged(MO, NOON + 62_000);
    const before = await allOf('mo_batch');
    expect(await history.archive(completed())).toBe('archived');
    expect(await allOf('mo_histories')).toEqual(before);
    expect((await batches.activeBatches()).map(({ moId }) => moId)).toEqual(['WH/MO/00002']);
    const [entry] = await history.byMo(MO);
    const { bomCode, bomQuantity, ...plan } = examplePlan(MO);
    expect(entry).toMatchObject({
      ...plan,
      bomCode,
      bomQuantity,
      status: 'completed',
      notes: 'closed in Odoo',
    });
    expect(entry).toMatchObject({
      slot: 1,
      resultId: uuid(900),
      failureNoted: true,
      archivedAt: NOON + 80_000,
    });
    expect(entry?.life).toMatchObject({
      fetchedAt: NOON,
      writtenAt: NOON + 1,
      acceptedAt: NOON + 2,
      runningSeenAt: NOON + 3,
      firstDosingAt: NOON + 4,
      finishedAt: NOON + 60_000,
      acknowledgedAt: NOON + 62_000,
      confirmedByOdooAt: NOON + 70_000,
    });
    for (const { key, id } of EQUIPMENT) expect(entry?.actuals[key], key).toBe(id + 0.25);
  });

  it('rounds nothing on the way: microseconds and float digits stay', async () => {
    await runSql(
      database.url,
      `update mo_batch set last_read_from_plc = '2026-01-05 12:00:00.123456+00', actual_consumption_lq_fml = 0.1::float8 + 0.2`,
    );
    await history.archive(completed({ resultId: null, status: 'cancelled', confirmedByOdooAt: null }));
    expect(await allOf('mo_histories')).toMatchObject({
      last_read_from_plc: '2026-01-05T12:00:00.123456+00:00',
      actual_consumption_lq_fml: 0.30000000000000004,
    });
  });

  it('happens once, however often and by however many it is asked', async () => {
    await batches.applyResult(exampleResult(MO, LOAD), NOON);
    const calls = [1, 2, 3].map(() => () => history.archive(completed()));
    const outcomes = await meetAtRow(database.url, MO, calls);
    expect(outcomes.toSorted()).toEqual(['already', 'already', 'archived']);
    expect(await history.archive(completed({ notes: 'again' }))).toBe('already');
    expect((await history.byMo(MO)).map(({ notes }) => notes)).toEqual(['closed in Odoo']);
  });

  it('happens once for a cancelled batch, too, which has no result', async () => {
    const cancelled = completed({ resultId: null, status: 'cancelled', confirmedByOdooAt: null });
    const calls = [1, 2, 3].map(() => () => history.archive(cancelled));
    const outcomes = await meetAtRow(database.url, MO, calls);
    expect(outcomes.toSorted()).toEqual(['already', 'already', 'archived']);
    expect(await history.byMo(MO)).toHaveLength(1);
  });

  it('tells an order that is nowhere', async () => {
    expect(await history.archive(completed({ moId: 'WH/MO/404' }))).toBe('not-found');
  });

  it('does both or nothing (S5)', async () => {
    await batches.applyResult(exampleResult(MO, LOAD), NOON);
    await runSql(
      database.url,
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
       create trigger refuse before delete on mo_batch for each row execute function refuse()`,
    );
    await expect(history.archive(completed())).rejects.toThrow('disk full');
    expect(await history.byMo(MO)).toEqual([]);
    expect(await batches.count()).toBe(2);
  });
});

describe('a batch stays in the queue', () => {
  it.each(['completed', 'failed'] as const)('as %s without Odoo’s confirmation', async (status) => {
    await batches.applyResult(exampleResult(MO, LOAD), NOON);
    const conflict = { code: 'STORE_CONFLICT' };
    await expect(history.archive(completed({ status, confirmedByOdooAt: null }))).rejects.toMatchObject(
      conflict,
    );
    await expect(history.archive(completed({ status, resultId: null }))).rejects.toMatchObject(conflict);
    expect(await batches.count()).toBe(2);
  });

  it('when its result was not applied, or is another one', async () => {
    const conflict = { code: 'STORE_CONFLICT' };
    await expect(history.archive(completed())).rejects.toMatchObject(conflict);
    await batches.applyResult(exampleResult(MO, LOAD, { resultId: uuid(901) }), NOON);
    await expect(history.archive(completed())).rejects.toMatchObject(conflict);
    expect(await batches.count()).toBe(2);
    expect(await history.byMo(MO)).toEqual([]);
  });

  it('when it was loaded again after the result that is asked for', async () => {
    await batches.applyResult(exampleResult(MO, LOAD), NOON);
    await history.archive(completed());
    await history.archive(
      completed({ moId: 'WH/MO/00002', resultId: null, status: 'cancelled', confirmedByOdooAt: null }),
    );
    await batches.beginLoad(exampleLoad(uuid(2), [MO]));
    expect(await history.archive(completed())).toBe('already');
    expect(await batches.count()).toBe(1);
  });
});

describe('history', () => {
  it('lists newest first, in pages, by status, with the total', async () => {
    await runSql(
      database.url,
      `insert into mo_histories (batch_no, mo_id, consumption, equipment_id_batch, status, archived_at)
       select n, 'MO/' || n, n, 'plc01', case when n % 3 = 0 then 'failed' else 'completed' end,
         case when n = 1 then null else '2026-01-01'::timestamptz + n * interval '1 minute' end
       from generate_series(1, 7) as n`,
    );
    const first = await history.list({ limit: 3, offset: 0 });
    expect([first.total, ...first.rows.map(({ batchNo }) => batchNo)]).toEqual([7, 7, 6, 5]);
    const last = await history.list({ limit: 3, offset: 6 });
    expect([last.total, ...last.rows.map(({ batchNo }) => batchNo)]).toEqual([7, 1]);
    const failed = await history.list({ limit: 10, offset: 0, status: 'failed' });
    expect([failed.total, ...failed.rows.map(({ batchNo }) => batchNo)]).toEqual([2, 6, 3]);
    expect(await history.list({ limit: -1, offset: -5 })).toEqual({ total: 7, rows: [] });
  });

  it('knows an order from the queue and from history, slashes and quotes included (C17)', async () => {
    const odd = `WH/MO/'"{},\\`;
    await runSql(
      database.url,
      `insert into mo_histories (batch_no, mo_id, consumption, equipment_id_batch) values (1, $1, 1, 'plc01')`,
      [odd],
    );
    expect(await history.knownMoIds([MO, odd, 'WH/MO/404'])).toEqual(new Set([MO, odd]));
    expect(await history.knownMoIds([])).toEqual(new Set());
  });
});
