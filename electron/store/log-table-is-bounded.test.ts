import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSql, startTestPostgres, type TestPostgres, withTestDatabase } from '../testing/postgres.ts';
import { type SystemLogLine, SystemLogRepository } from './system-log-repository.ts';
import { NOON } from './testing/example-batches.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function line(change: Partial<SystemLogLine> = {}): SystemLogLine {
  return {
    id: randomUUID(),
    timestamp: NOON,
    level: 'info',
    module: 'intake',
    message: '[TASK 1] start',
    batchNo: null,
    moId: null,
    ...change,
  };
}

const times = async (url: string) =>
  (await runSql<{ at: Date }>(url, 'select timestamp as at from system_log order by 1')).map(
    ({ at }) => at.getTime() - NOON,
  );

it('stores many lines at once, more than one statement can take', () =>
  withTestDatabase(postgres, async ({ db, url }) => {
    const log = new SystemLogRepository(db);
    await log.insert(Array.from({ length: 12_001 }, (_, at) => line({ timestamp: NOON + at })));
    const [row] = await runSql(
      url,
      'select count(*)::int as lines, count(distinct timestamp)::int as times from system_log',
    );
    expect(row).toEqual({ lines: 12_001, times: 12_001 });
    await log.insert([]);
  }));

it('skips lines that it has: an insert of unknown outcome may be repeated', () =>
  withTestDatabase(postgres, async ({ db, url }) => {
    const log = new SystemLogRepository(db);
    const lines = [line({ timestamp: NOON + 1 }), line({ timestamp: NOON + 2 })];
    await log.insert(lines);
    await log.insert([...lines, line({ timestamp: NOON + 3 })]);
    expect(await times(url)).toEqual([1, 2, 3]);
  }));

it('never refuses a line: NUL, half characters and too long texts are made storable', () =>
  withTestDatabase(postgres, async ({ db, url }) => {
    const text = `a\0b\uD800${'🌾'.repeat(300)}`;
    await new SystemLogRepository(db).insert([
      line({ level: text, module: text, message: text, batchNo: text, moId: text }),
    ]);
    const [row] = await runSql<{ module: string; message: string }>(
      url,
      'select module, message from system_log',
    );
    expect(row?.message).toBe(`a\uFFFDb\uFFFD${'🌾'.repeat(300)}`);
    expect([...(row?.module ?? '')]).toHaveLength(255);
  }));

it('prunes what is old, but keeps the newest lines whatever their age', () =>
  withTestDatabase(postgres, async ({ db, url }) => {
    const log = new SystemLogRepository(db);
    await log.insert([5, 1, 3, 2, 4].map((at) => line({ timestamp: NOON + at })));
    expect(await log.prune(NOON + 3, 0)).toBe(2);
    expect(await times(url)).toEqual([3, 4, 5]);
    expect(await log.prune(NOON + 1000, 2)).toBe(1);
    expect(await times(url)).toEqual([4, 5]);
    expect(await log.prune(NOON + 1000, 10)).toBe(0);
    expect(await log.prune(NOON + 1000, 0)).toBe(2);
  }));
