import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres, withTestDatabase } from '../../testing/postgres.ts';
import type { Schema } from '../schema.ts';
import { uuid } from '../testing/example-batches.ts';
import { insertHistory } from '../testing/history-rows.ts';
import { componentFigures } from './component-figures.ts';
import { historyRecord, productsSince } from './history-record.ts';
import { COUNTED_ROWS, datedPage, type HistoryFilter, searchHistory } from './history-search.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const T0 = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;

/** Every page of a search, by the orders on it. */
async function pagesOf(db: Kysely<Schema>, filter: HistoryFilter, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await searchHistory(db, filter, { limit, cursor });
    pages.push(page.rows.map(({ moId }) => moId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return pages;
}

it('pages follow each other without a gap or a repeat, also among equal times and rows without a date', () =>
  withTestDatabase(postgres, async ({ db }) => {
    // 2 and 7 ended in the same microsecond, 1 and 3 so shortly after that milliseconds cannot tell.
    for (const number of [1, 2, 3, 7]) {
      await insertHistory(db, { id: uuid(number), moId: `WH/MO/${number}`, finishedAt: T0 });
    }
    for (const [moId, microseconds] of [
      ['WH/MO/1', 2],
      ['WH/MO/3', 1],
    ] as const) {
      await sql`update mo_histories set finished_at = finished_at + ${microseconds} * interval '1 microsecond'
        where mo_id = ${moId}`.execute(db);
    }
    await insertHistory(db, { id: uuid(4), moId: 'WH/MO/4', archivedAt: T0 + MINUTE });
    await insertHistory(db, { id: uuid(5), moId: 'WH/MO/5' });
    await insertHistory(db, { id: uuid(6), moId: 'WH/MO/6' });
    const order = [4, 1, 3, 7, 2, 6, 5].map((number) => `WH/MO/${number}`);
    expect(await pagesOf(db, {}, 10)).toEqual([order]);
    for (const limit of [1, 2, 4, 5]) {
      const pages = await pagesOf(db, {}, limit);
      expect(pages.flat()).toEqual(order);
      expect(pages.every((page) => page.length === limit || page === pages.at(-1))).toBe(true);
    }
  }));

it('a row that comes in meanwhile shifts no page', () =>
  withTestDatabase(postgres, async ({ db }) => {
    for (const number of [1, 2, 3, 4]) {
      await insertHistory(db, { moId: `WH/MO/${number}`, finishedAt: T0 + number * MINUTE });
    }
    const first = await searchHistory(db, {}, { limit: 2 });
    await insertHistory(db, { moId: 'WH/MO/5', finishedAt: T0 + 5 * MINUTE });
    const second = await searchHistory(db, {}, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.rows, ...second.rows].map(({ moId }) => moId)).toEqual([
      'WH/MO/4',
      'WH/MO/3',
      'WH/MO/2',
      'WH/MO/1',
    ]);
    expect(second.nextCursor).toBeNull();
  }));

it('each filter keeps what fits it, and all of them together', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const kur = { product: 'JF PLUS KUR', actuals: { lq_fml: 0.5 } };
    await insertHistory(db, { moId: 'WH/MO/00011', finishedAt: T0, ...kur });
    await insertHistory(db, { moId: 'WH/MO/00112', finishedAt: T0 + MINUTE, status: 'failed', ...kur });
    await insertHistory(db, { moId: 'WH/MO/00213', finishedAt: T0 + 2 * MINUTE, product: 'ALFA' });
    await insertHistory(db, { moId: '50%_A', archivedAt: T0 + 3 * MINUTE, status: 'cancelled' });
    await insertHistory(db, { moId: 'WH/MO/00011', product: 'JF PLUS KUR' });
    const found = async (filter: HistoryFilter) =>
      (await searchHistory(db, filter, { limit: 10 })).rows.map(({ moId }) => moId.slice(-3));
    expect(await found({ status: 'failed' })).toEqual(['112']);
    expect(await found({ product: 'JF PLUS KUR' })).toEqual(['112', '011', '011']);
    expect(await found({ moPart: 'mo/001' })).toEqual(['112']);
    expect(await found({ moPart: '11' })).toEqual(['112', '011', '011']);
    expect(await found({ equipment: 'lq_fml' })).toEqual(['112', '011']);
    // Signs that mean something to a search of PostgreSQL mean themselves here.
    expect(await found({ moPart: '%_' })).toEqual(['%_A']);
    expect(await found({ moPart: '\\' })).toEqual([]);
    // From is in, to is not; a row without a date is in no range.
    expect(await found({ from: T0 + MINUTE, to: T0 + 3 * MINUTE })).toEqual(['213', '112']);
    expect(await found({ from: T0 })).toEqual(['%_A', '213', '112', '011']);
    expect(
      await found({
        from: T0,
        status: 'completed',
        product: 'JF PLUS KUR',
        moPart: '0001',
        equipment: 'lq_fml',
      }),
    ).toEqual(['011']);
    const counted = await searchHistory(db, { product: 'JF PLUS KUR' }, { limit: 1 });
    expect(counted).toMatchObject({ total: 3, approximate: false });
  }));

it('the rows of a deviation are those that its bin counts, of one silo and of all', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const dosed: readonly (readonly [target: number, actual: number])[] = [
      [100, 94.9],
      [100, 95],
      [100, 96.99],
      [100, 97],
      [100, 100],
      [100, 0],
      [0, 5],
    ];
    for (const [index, [target, actual]] of dosed.entries()) {
      await insertHistory(db, {
        moId: `WH/MO/${index + 1}`,
        finishedAt: T0 + index * MINUTE,
        targets: { silo_a: target, silo_b: 100 },
        actuals: { silo_a: actual, silo_b: index === 4 ? 96 : 100 },
      });
    }
    const unknown = { targets: { silo_a: 100 }, actuals: { silo_a: Number.NaN } };
    await insertHistory(db, { moId: 'unknown', finishedAt: T0, ...unknown });
    const found = async (filter: HistoryFilter) =>
      (await searchHistory(db, filter, { limit: 50 })).rows.map(({ moId }) => moId.slice(-1)).toSorted();
    expect(await found({ equipment: 'silo_a', deviation: { from: -5, to: -3 } })).toEqual(['2', '3']);
    expect(await found({ equipment: 'silo_a', deviation: { from: null, to: -20 } })).toEqual(['6']);
    expect(await found({ equipment: 'silo_a', deviation: { from: null, to: null } })).toHaveLength(6);
    expect(await found({ deviation: { from: -5, to: -3 } })).toEqual(['2', '3', '5']);

    const range = { from: T0, to: T0 + 60 * MINUTE, days: [] };
    const figures = await db.transaction().execute((trx) => componentFigures(trx, range));
    for (const { key, bins } of figures) {
      for (const { fromPercent, toPercent, count } of bins) {
        const deviation = { from: fromPercent, to: toPercent };
        expect(await found({ equipment: key, deviation, status: 'completed' }), key).toHaveLength(count);
      }
    }
  }));

it.each(['', 'x', 'WyJ4Il0', Buffer.from('["2026-01-05", "1"]').toString('base64url')])(
  'cursor "%s" is refused, not guessed at',
  (cursor) =>
    withTestDatabase(postgres, async ({ db }) => {
      await expect(searchHistory(db, {}, { limit: 1, cursor })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    }),
);

it('a record is found by its id, with the time its load was verified; anything else is not found', () =>
  withTestDatabase(postgres, async ({ db }) => {
    await sql`insert into load (id, created_at, state, profile, arming_at)
      values (${uuid(8)}, now(), 'accepted', 'ten-slot', ${new Date(T0).toISOString()})`.execute(db);
    await insertHistory(db, { id: uuid(1), moId: 'WH/MO/1', loadId: uuid(8), finishedAt: T0 + MINUTE });
    expect(await historyRecord(db, uuid(1))).toMatchObject({ moId: 'WH/MO/1', armingAt: T0, words: [] });
    expect(await historyRecord(db, uuid(2))).toBeUndefined();
    expect(await historyRecord(db, "WH/MO/1'; --")).toBeUndefined();
  }));

it('products are told once each, by name, when they ran lately; at most as many as asked for', () =>
  withTestDatabase(postgres, async ({ db }) => {
    for (const product of ['KUR', 'ALFA', 'KUR', null])
      await insertHistory(db, { moId: 'x', product, finishedAt: T0 });
    await insertHistory(db, { moId: 'x', product: 'OLD', finishedAt: T0 - 1 });
    await insertHistory(db, { moId: 'x', product: 'UNDATED' });
    expect(await productsSince(db, T0, 500)).toEqual(['ALFA', 'KUR']);
    expect(await productsSince(db, T0, 1)).toEqual(['ALFA']);
    expect(await productsSince(db, T0 + 1, 500)).toEqual([]);
  }));

/** What a plan does to mo_histories, one kind of scan a step. */
async function scansOf(db: Kysely<Schema>, filter: HistoryFilter, cursorAt: string): Promise<string[]> {
  const plan = await sql<
    Record<string, string>
  >`explain ${datedPage(filter, { at: cursorAt, id: uuid(1) }, 51)}`.execute(db);
  return plan.rows.flatMap((row) => Object.values(row)).filter((line) => line.includes('Scan'));
}

it(
  'a page deep in a long history is read along an index, whatever is searched for',
  { timeout: 60_000 },
  () =>
    withTestDatabase(postgres, async ({ db }) => {
      const rows = 50_000;
      await sql`
      insert into mo_histories (batch_no, mo_id, consumption, equipment_id_batch, finished_goods, status,
        finished_at, archived_at, actual_consumption_silo_a)
      select 1, 'WH/MO/' || lpad(n::text, 6, '0'), 1000, 'plc01', 'PRODUCT ' || n % 40,
        case when n % 50 = 0 then 'failed' else 'completed' end,
        timestamptz '2026-01-05' + n * interval '4 minutes', timestamptz '2026-01-05' + n * interval '4 minutes',
        n % 2
      from generate_series(1, ${rows}) as n
    `.execute(db);
      await sql`analyze mo_histories`.execute(db);
      const filters: readonly HistoryFilter[] = [
        {},
        { status: 'failed' },
        { product: 'PRODUCT 7' },
        { equipment: 'silo_a' },
        { moPart: '04321' },
        { from: T0, to: T0 + 86_400_000 },
      ];
      for (const filter of filters) {
        const scans = await scansOf(db, filter, '2026-02-20T00:00:00.000000Z');
        expect(scans.length, JSON.stringify(filter)).toBeGreaterThan(0);
        expect(
          scans.filter((line) => line.includes('Seq Scan')),
          JSON.stringify(filter),
        ).toEqual([]);
      }
      const all = await searchHistory(db, {}, { limit: 50 });
      expect(all.approximate).toBe(true);
      expect(all.total).toBeGreaterThan(rows * 0.9);
      expect(all.total).toBeLessThan(rows * 1.1);
      expect(await searchHistory(db, { status: 'failed' }, { limit: 50 })).toMatchObject({
        total: rows / 50,
        approximate: false,
      });
      expect(rows).toBeGreaterThan(COUNTED_ROWS);
      expect(
        (await searchHistory(db, { moPart: '04321' }, { limit: 50 })).rows.map(({ moId }) => moId),
      ).toEqual(
        [
          'WH/MO/043210',
          'WH/MO/043211',
          'WH/MO/043212',
          'WH/MO/043213',
          'WH/MO/043214',
          'WH/MO/043215',
          'WH/MO/043216',
          'WH/MO/043217',
          'WH/MO/043218',
          'WH/MO/043219',
          'WH/MO/004321',
        ]
          .toSorted()
          .toReversed(),
      );
    }),
);
