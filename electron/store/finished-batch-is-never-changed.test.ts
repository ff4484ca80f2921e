import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EQUIPMENT, perComponent } from '../../shared/domain/equipment.ts';
import { kg } from '../../shared/units.ts';
import { runSql, startTestPostgres, type TestDatabase, type TestPostgres } from '../testing/postgres.ts';
import { BatchRepository } from './batch-repository.ts';
import { HistoryRepository } from './history-repository.ts';
import { exampleLoad, exampleProgress, exampleResult, NOON, uuid } from './testing/example-batches.ts';
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
beforeEach(async () => {
  database = await postgres.newDatabase();
  batches = new BatchRepository(database.db);
  await batches.beginLoad(exampleLoad(LOAD, [MO, 'WH/MO/00002']));
  return () => database.close();
});

async function only(moId: string) {
  return (await batches.activeBatches()).find((batch) => batch.moId === moId);
}

const rawRow = () => runSql(database.url, `select to_jsonb(b) as row from mo_batch b where mo_id = $1`, [MO]);

describe('a reading of a running batch', () => {
  it('stores all 15 actuals, the weight and the times', async () => {
    const progress = exampleProgress({
      lastChangedAt: NOON + 1000,
      runningSeenAt: NOON + 1000,
      firstDosingAt: NOON + 1000,
      weight: kg(12.34),
      quantity: kg(999.5),
      statusOperation: true,
    });
    expect(await batches.updateProgress(MO, progress)).toBe(true);
    const batch = await only(MO);
    expect(batch?.actuals).toEqual(perComponent(({ id }) => id / 4));
    expect(batch).toMatchObject({
      weight: 12.34,
      quantity: 999.5,
      statusOperation: true,
      statusManufacturing: false,
    });
    expect(batch?.life).toMatchObject({
      lastReadAt: NOON + 1000,
      lastChangedAt: NOON + 1000,
      runningSeenAt: NOON + 1000,
      firstDosingAt: NOON + 1000,
    });
    expect((await only('WH/MO/00002'))?.life.lastReadAt).toBeNull();
  });

  it('keeps the first evidence, and keeps last read and last changed apart (C23)', async () => {
    await batches.updateProgress(MO, exampleProgress({ runningSeenAt: NOON + 1, lastChangedAt: NOON + 1 }));
    await batches.updateProgress(
      MO,
      exampleProgress({ lastReadAt: NOON + 5, runningSeenAt: NOON + 5, firstDosingAt: NOON + 5 }),
    );
    await batches.updateProgress(MO, exampleProgress({ lastReadAt: NOON + 9, firstDosingAt: NOON + 9 }));
    expect((await only(MO))?.life).toMatchObject({
      lastReadAt: NOON + 9,
      lastChangedAt: NOON + 1,
      runningSeenAt: NOON + 1,
      firstDosingAt: NOON + 5,
    });
  });

  it('changes nothing for an unknown order', async () => {
    expect(await batches.updateProgress('WH/MO/404', exampleProgress())).toBe(false);
  });
});

describe('the result of a batch', () => {
  it('is the finishing update, with all 15 actuals', async () => {
    expect(await batches.applyResult(exampleResult(MO, LOAD), NOON + 99_000)).toBe('applied');
    const batch = await only(MO);
    expect(batch?.actuals).toEqual(perComponent(({ id }) => id + 0.25));
    expect(batch).toMatchObject({
      statusManufacturing: true,
      statusOperation: false,
      weight: 825.25,
      resultId: uuid(900),
    });
    expect(batch?.life).toMatchObject({ finishedAt: NOON + 60_000, lastReadAt: NOON + 60_000 });
    const [row] = await runSql(
      database.url,
      'select result_words, result_applied_at from mo_batch where mo_id = $1',
      [MO],
    );
    expect(row).toEqual({ result_words: [1, 0xffff, 34464], result_applied_at: new Date(NOON + 99_000) });
  });

  it('sets the flags as the PLC showed them', async () => {
    await batches.applyResult(exampleResult(MO, LOAD, { kind: 'failed' }), NOON);
    expect(await only(MO)).toMatchObject({ statusManufacturing: false, statusOperation: true });
    const other = exampleResult('WH/MO/00002', LOAD, { resultId: uuid(901), failureNoted: true });
    await batches.applyResult(other, NOON);
    expect(await only('WH/MO/00002')).toMatchObject({ statusManufacturing: true, statusOperation: true });
  });

  it('can be applied again without effect', async () => {
    await batches.applyResult(exampleResult(MO, LOAD), NOON);
    const before = await rawRow();
    expect(await batches.applyResult(exampleResult(MO, LOAD, { weight: kg(1) }), NOON + 5)).toBe('already');
    expect(await rawRow()).toEqual(before);
  });

  it('is not replaced by another one, applied one after the other or at once', async () => {
    const results = [uuid(900), uuid(901), uuid(902)].map((resultId) =>
      exampleResult(MO, LOAD, { resultId }),
    );
    const calls = results.map((result) => () => batches.applyResult(result, NOON));
    const outcomes = await meetAtRow(database.url, MO, calls);
    expect(outcomes.toSorted()).toEqual(['applied', 'other-result', 'other-result']);
    const before = await rawRow();
    expect(await batches.applyResult(exampleResult(MO, LOAD, { resultId: uuid(903) }), NOON)).toBe(
      'other-result',
    );
    expect(await rawRow()).toEqual(before);
  });

  it('of an earlier load does not end the order’s present one', async () => {
    const before = await rawRow();
    expect(await batches.applyResult(exampleResult(MO, uuid(77)), NOON)).toBe('not-found');
    expect(await batches.applyResult(exampleResult(MO, null), NOON)).toBe('not-found');
    expect(await batches.applyResult(exampleResult('WH/MO/404', LOAD), NOON)).toBe('not-found');
    expect(await rawRow()).toEqual(before);
  });

  it('is known when its batch is history already', async () => {
    await batches.applyResult(exampleResult(MO, LOAD), NOON);
    await new HistoryRepository(database.db).archive({
      moId: MO,
      resultId: uuid(900),
      status: 'completed',
      notes: null,
      confirmedByOdooAt: NOON,
      archivedAt: NOON,
    });
    expect(await batches.applyResult(exampleResult(MO, LOAD), NOON)).toBe('already');
  });
});

describe('a batch that has ended is not changed by PLC data (S4)', () => {
  it.each(['completed', 'failed'] as const)('%s', async (kind) => {
    await batches.applyResult(exampleResult(MO, LOAD, { kind }), NOON);
    const before = await rawRow();
    expect(await batches.updateProgress(MO, exampleProgress({ lastReadAt: NOON + 90_000 }))).toBe(false);
    expect(await rawRow()).toEqual(before);
  });

  it('finished in an adopted database, without a result of ours', async () => {
    await runSql(database.url, 'update mo_batch set status_manufacturing = true where mo_id = $1', [MO]);
    const before = await rawRow();
    expect(await batches.updateProgress(MO, exampleProgress())).toBe(false);
    expect(await batches.applyResult(exampleResult(MO, LOAD), NOON)).toBe('other-result');
    expect(await rawRow()).toEqual(before);
  });
});

describe('an acknowledgement', () => {
  it('is noted once, on the batch or, if that is gone, on its history row', async () => {
    expect(await batches.markAcknowledged(MO, NOON + 1)).toBe(true);
    expect(await batches.markAcknowledged(MO, NOON + 2)).toBe(false);
    expect((await only(MO))?.life.acknowledgedAt).toBe(NOON + 1);
    const second = exampleResult('WH/MO/00002', LOAD);
    await batches.applyResult(second, NOON);
    const history = new HistoryRepository(database.db);
    await history.archive({
      moId: second.moId,
      resultId: second.resultId,
      status: 'completed',
      notes: null,
      confirmedByOdooAt: NOON,
      archivedAt: NOON,
    });
    expect(await batches.markAcknowledged(second.moId, NOON + 3)).toBe(true);
    expect(await batches.markAcknowledged(second.moId, NOON + 4)).toBe(false);
    expect((await history.byMo(second.moId))[0]?.life.acknowledgedAt).toBe(NOON + 3);
    expect(await batches.markAcknowledged('WH/MO/404', NOON)).toBe(false);
  });
});

it('covers each of the 15 components by its own column (C5)', async () => {
  await batches.applyResult(exampleResult(MO, LOAD), NOON);
  const [row] = await runSql(database.url, 'select * from mo_batch where mo_id = $1', [MO]);
  for (const { id, key } of EQUIPMENT) expect(row?.[`actual_consumption_${key}`], key).toBe(id + 0.25);
});
