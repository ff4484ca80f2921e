import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { plantDays } from '../../domain/plant-time.ts';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
  withTestDatabase,
} from '../../testing/postgres.ts';
import { timestampOf } from '../column-values.ts';
import { uuid } from '../testing/example-batches.ts';
import { type ExampleBatch, insertEnded, insertHistory } from '../testing/history-rows.ts';
import type { AnalysisRange } from './analysis-range.ts';
import { equipmentDays, equipmentTotalsSince, outcomesSince, outputSince } from './day-totals.ts';
import { failuresOf, lastFailures } from './failure-figures.ts';
import { plantFigures } from './plant-figures.ts';
import { lastCompleted } from './trends.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const ZONE = 'Asia/Jakarta';
/** Midnight of 5 January at the plant, seven hours ahead of UTC. */
const MIDNIGHT = Date.UTC(2026, 0, 4, 17);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Three days: two batches of one load on the first, a failed and a cancelled one on the second, none on the third. */
const BATCHES: readonly ExampleBatch[] = [
  {
    moId: 'WH/MO/1',
    product: 'KUR',
    loadId: uuid(1),
    targets: { silo_a: 100, silo_b: 200 },
    actuals: { silo_a: 101, silo_b: 200 },
    weight: 300.5,
    startedAt: MIDNIGHT,
    finishedAt: MIDNIGHT + 10 * MINUTE,
    // Odoo was away: the day that counts is that of the batch, not that of its filing.
    archivedAt: MIDNIGHT + 2 * DAY,
  },
  {
    moId: 'WH/MO/2',
    product: 'ALFA',
    loadId: uuid(1),
    targets: { silo_a: 100, silo_b: 200 },
    actuals: { silo_a: 97, silo_b: 0.1 },
    weight: 299,
    startedAt: MIDNIGHT + 12 * MINUTE,
    finishedAt: MIDNIGHT + 32 * MINUTE,
    archivedAt: MIDNIGHT + 33 * MINUTE,
  },
  {
    moId: 'WH/MO/3',
    product: 'KUR',
    status: 'failed',
    targets: { silo_a: 100 },
    actuals: { silo_a: 40.2 },
    startedAt: MIDNIGHT + DAY,
    finishedAt: MIDNIGHT + DAY + HOUR,
    archivedAt: MIDNIGHT + DAY + HOUR,
  },
  {
    moId: 'WH/MO/4',
    product: null,
    status: 'cancelled',
    archivedAt: MIDNIGHT + 2 * DAY - 1,
    actuals: { lq_fml: 5 },
  },
  // One moment before and one after the range.
  {
    moId: 'WH/MO/5',
    product: 'KUR',
    actuals: { silo_a: 1 },
    targets: { silo_a: 1 },
    finishedAt: MIDNIGHT - 1,
  },
  {
    moId: 'WH/MO/6',
    product: 'KUR',
    actuals: { silo_a: 1 },
    targets: { silo_a: 1 },
    finishedAt: MIDNIGHT + 3 * DAY,
  },
  // An adopted row without any date is in no range.
  { moId: 'WH/MO/7', product: 'KUR', actuals: { silo_a: 9 }, targets: { silo_a: 9 } },
];

function range(change: Partial<AnalysisRange> = {}): AnalysisRange {
  const [from, to] = [MIDNIGHT, MIDNIGHT + 3 * DAY];
  return { from, to, days: plantDays(from, to, ZONE), ...change };
}

async function fill({ db }: TestDatabase): Promise<void> {
  for (const batch of BATCHES) await insertHistory(db, batch);
}

async function fail(
  { db }: TestDatabase,
  code: string,
  at: number,
  description = 'START_FAILURE',
): Promise<void> {
  await db
    .insertInto('equipment_failure')
    .values({ equipment_code: code, equipment_name: null, description, failure_date: timestampOf(at) })
    .execute();
}

it('days by the plant clock: each outcome on the day its batch ended, empty days too', () =>
  withTestDatabase(postgres, async (database) => {
    await fill(database);
    const { perDay } = await plantFigures(database.db, range());
    expect(perDay).toEqual([
      { day: '2026-01-05', completed: 2, failed: 0, cancelled: 0 },
      { day: '2026-01-06', completed: 0, failed: 1, cancelled: 1 },
      { day: '2026-01-07', completed: 0, failed: 0, cancelled: 0 },
    ]);
  }));

it('per component: sums, bins, median and 95th percentile of completed batches only', () =>
  withTestDatabase(postgres, async (database) => {
    await fill(database);
    const { perComponent } = await plantFigures(database.db, range());
    expect(perComponent.map(({ key }) => key)).toEqual(EQUIPMENT.map(({ key }) => key));
    const [siloA, siloB] = perComponent;
    // +1 % and -3 %: the median lies between; 95 of 100 are within 1 + 0.95 * 2.
    expect(siloA).toMatchObject({ targetKg: 200, actualKg: 198, medianPercent: -1 });
    expect(siloA?.p95Percent).toBeCloseTo(2.9, 10);
    expect(siloA?.bins.filter(({ count }) => count > 0)).toEqual([
      { fromPercent: -3, toPercent: -2, count: 1 },
      { fromPercent: 1, toPercent: 2, count: 1 },
    ]);
    expect(siloB).toMatchObject({ targetKg: 400, actualKg: 200.1 });
    expect(siloB?.bins[0]).toEqual({ fromPercent: null, toPercent: -20, count: 1 });
    expect(perComponent[14]).toMatchObject({
      targetKg: 0,
      actualKg: 0,
      medianPercent: null,
      p95Percent: null,
    });
  }));

it('cycle and changeover: from first dosing to finished, and from the batch before of the same load', () =>
  withTestDatabase(postgres, async (database) => {
    await fill(database);
    const { cycle } = await plantFigures(database.db, range());
    // 600 s and 1200 s; the second began 120 s after the first had ended.
    expect(cycle).toEqual([
      { day: '2026-01-05', medianSeconds: 900, p90Seconds: 1140, changeoverMedianSeconds: 120 },
    ]);
    const alfa = await plantFigures(database.db, range({ product: 'ALFA' }));
    expect(alfa.cycle).toEqual([
      { day: '2026-01-05', medianSeconds: 1200, p90Seconds: 1200, changeoverMedianSeconds: 120 },
    ]);
  }));

it('consumption: whatever was dosed, by day and by product, added up without float dust', () =>
  withTestDatabase(postgres, async (database) => {
    await fill(database);
    const figures = await plantFigures(database.db, range());
    expect(figures.consumptionPerDay).toEqual([
      { day: '2026-01-05', key: 'silo_a', kg: 198 },
      { day: '2026-01-05', key: 'silo_b', kg: 200.1 },
      { day: '2026-01-06', key: 'lq_fml', kg: 5 },
      { day: '2026-01-06', key: 'silo_a', kg: 40.2 },
    ]);
    expect(figures.consumptionPerProduct).toEqual([
      { product: 'KUR', key: 'silo_b', kg: 200 },
      { product: 'KUR', key: 'silo_a', kg: 141.2 },
      { product: 'ALFA', key: 'silo_a', kg: 97 },
      { product: null, key: 'lq_fml', kg: 5 },
      { product: 'ALFA', key: 'silo_b', kg: 0.1 },
    ]);
  }));

it('one product: nothing of the others is in any figure', () =>
  withTestDatabase(postgres, async (database) => {
    await fill(database);
    const { perDay, perComponent, consumptionPerDay } = await plantFigures(
      database.db,
      range({ product: 'ALFA' }),
    );
    expect(perDay.map(({ completed, failed, cancelled }) => completed + failed + cancelled)).toEqual([
      1, 0, 0,
    ]);
    expect(perComponent[0]).toMatchObject({ targetKg: 100, actualKg: 97 });
    expect(consumptionPerDay.map(({ kg }) => kg)).toEqual([97, 0.1]);
  }));

it('values that no scale gives are left out, as an adopted table may hold them', () =>
  withTestDatabase(postgres, async (database) => {
    await fill(database);
    await sql`update mo_histories set actual_consumption_silo_a = 'NaN' where mo_id = 'WH/MO/1'`.execute(
      database.db,
    );
    await sql`update mo_histories set actual_consumption_silo_a = 'Infinity' where mo_id = 'WH/MO/3'`.execute(
      database.db,
    );
    const { perComponent, consumptionPerDay } = await plantFigures(database.db, range());
    expect(perComponent[0]).toMatchObject({ targetKg: 100, actualKg: 97 });
    expect(consumptionPerDay).toContainEqual({ day: '2026-01-05', key: 'silo_a', kg: 97 });
    expect(consumptionPerDay).not.toContainEqual(
      expect.objectContaining({ day: '2026-01-06', key: 'silo_a' }),
    );
  }));

it('failures: one bar an equipment, whatever the spelling, most frequent first', () =>
  withTestDatabase(postgres, async (database) => {
    await fail(database, 'silo101', MIDNIGHT);
    await fail(database, 'silo103', MIDNIGHT + HOUR);
    await fail(database, 'SILO C', MIDNIGHT + 2 * HOUR);
    await fail(database, 'conveyor 9', MIDNIGHT + 3 * DAY - 1);
    await fail(database, 'silo101', MIDNIGHT - 1, 'BEFORE');
    await fail(database, 'silo101', MIDNIGHT + 3 * DAY, 'AFTER');
    const { failures } = await plantFigures(database.db, range());
    expect(failures).toEqual([
      { equipmentCode: 'silo103', name: 'SILO C', count: 2 },
      { equipmentCode: 'conveyor 9', name: null, count: 1 },
      { equipmentCode: 'silo101', name: 'SILO A', count: 1 },
    ]);
    const siloC = EQUIPMENT[2];
    expect(await failuresOf(database.db, siloC, { from: MIDNIGHT, limit: 200 })).toEqual([
      { at: MIDNIGHT + 2 * HOUR, description: 'START_FAILURE', resolved: false },
      { at: MIDNIGHT + HOUR, description: 'START_FAILURE', resolved: false },
    ]);
    expect(await failuresOf(database.db, siloC, { from: MIDNIGHT, limit: 1 })).toHaveLength(1);
    const last = await lastFailures(database.db);
    expect(last.get('silo103')?.at).toBe(MIDNIGHT + 2 * HOUR);
    expect(last.get('silo101')?.description).toBe('AFTER');
  }));

it("today: what ended counts, whether it is history or still waits for Odoo; yesterday's does not", () =>
  withTestDatabase(postgres, async (database) => {
    const { db } = database;
    await fill(database);
    const waiting = { moId: 'WH/MO/8', actuals: { silo_a: 50 }, targets: { silo_a: 40 }, weight: 49.5 };
    await insertEnded(db, { ...waiting, finishedAt: MIDNIGHT + DAY + 2 * HOUR }, 1);
    await insertEnded(db, { moId: 'WH/MO/9', status: 'failed', finishedAt: MIDNIGHT + DAY }, 2);
    await insertEnded(db, { moId: 'WH/MO/10', finishedAt: MIDNIGHT + DAY - 1 }, 3);
    await insertEnded(db, { moId: 'WH/MO/11', finishedAt: null }, 4);
    const since = MIDNIGHT + DAY;
    // WH/MO/3 failed, WH/MO/4 cancelled, WH/MO/6 completed later; of the queue one completed, one failed.
    expect(await outcomesSince(db, since)).toEqual({ completed: 2, failed: 2, cancelled: 1 });
    expect(await outputSince(db, since)).toEqual({ batches: 2, kg: 49.5 });
    expect(await equipmentTotalsSince(db, since)).toEqual(
      expect.arrayContaining([
        // Completed: 51 of 41 kg; dosed also for the failed one.
        { key: 'silo_a', kg: 91.2, batches: 3, deviationPercent: expect.closeTo((10 / 41) * 100, 9) },
        { key: 'lq_fml', kg: 5, batches: 1, deviationPercent: null },
      ]),
    );
  }));

it('one equipment by day, empty days too', () =>
  withTestDatabase(postgres, async (database) => {
    await fill(database);
    expect(await equipmentDays(database.db, 'silo_a', range().days)).toEqual([
      { day: '2026-01-05', kg: 198, batches: 2 },
      { day: '2026-01-06', kg: 40.2, batches: 1 },
      { day: '2026-01-07', kg: 1, batches: 1 },
    ]);
  }));

it('trends: the last completed batches, oldest first; the batch before may still wait for Odoo', () =>
  withTestDatabase(postgres, async (database) => {
    const { db } = database;
    await fill(database);
    const trends = await lastCompleted(db, 3);
    expect(
      trends.map(({ moId, cycleSeconds, changeoverSeconds }) => [moId, cycleSeconds, changeoverSeconds]),
    ).toEqual([
      ['WH/MO/1', 600, null],
      ['WH/MO/2', 1200, 120],
      ['WH/MO/6', null, null],
    ]);
    expect(trends[0]).toMatchObject({ weight: 300.5, quantity: 1000, endedAt: MIDNIGHT + 10 * MINUTE });
    expect(trends[0]?.deviationPercent).toBeCloseTo(100 / 300, 10);
    await insertEnded(db, { moId: 'WH/MO/8', loadId: uuid(1), finishedAt: MIDNIGHT + 11 * MINUTE }, 1);
    const again = await lastCompleted(db, 3);
    expect(again[1]).toMatchObject({ moId: 'WH/MO/2', changeoverSeconds: 60 });
    expect(await lastCompleted(db, 1)).toMatchObject([{ moId: 'WH/MO/6' }]);
  }));
