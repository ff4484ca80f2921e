import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres, withTestDatabase } from '../testing/postgres.ts';
import { type AuditFilter, AuditRepository } from './audit-repository.ts';
import { type SystemLogFilter, SystemLogRepository } from './system-log-repository.ts';
import { uuid } from './testing/example-batches.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const T0 = Date.UTC(2026, 0, 5);
const PAGE = { limit: 10, offset: 0 };

it('log lines by module and time: from is in, to is not', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const log = new SystemLogRepository(db);
    const line = { level: 'info', batchNo: null, moId: null };
    await log.insert([
      { ...line, id: uuid(1), timestamp: T0, module: 'fins', message: 'first' },
      { ...line, id: uuid(2), timestamp: T0 + 1, module: 'odoo', message: 'second' },
      { ...line, id: uuid(3), timestamp: T0 + 2, module: 'fins', message: 'third' },
    ]);
    const found = async (filter: Partial<SystemLogFilter>) =>
      (await log.list({ ...PAGE, ...filter })).lines.map(({ message }) => message);
    expect(await found({ module: 'fins' })).toEqual(['third', 'first']);
    expect(await found({ from: T0 + 1 })).toEqual(['third', 'second']);
    expect(await found({ from: T0, to: T0 + 2 })).toEqual(['second', 'first']);
    expect(await found({ module: 'fins', from: T0 + 1 })).toEqual(['third']);
    expect((await log.list({ limit: 1, offset: 0, module: 'fins' })).total).toBe(2);
  }));

it('commands by actor, command, outcome and time', () =>
  withTestDatabase(postgres, async ({ db }) => {
    const audit = new AuditRepository(db);
    const end = { endedAt: T0, before: null, after: null, code: null, message: null };
    for (const [number, actor, command] of [
      [1, 'Sari', 'resetBatch'],
      [2, 'Budi', 'resetBatch'],
      [3, 'Sari', 'setFlag'],
    ] as const) {
      const at = T0 + number;
      const rest = { station: 'control room', moId: null, input: {}, reason: null };
      await audit.begin({ id: uuid(number), at, actor, command, ...rest });
    }
    await audit.end(uuid(1), { ...end, outcome: 'done' });
    await audit.end(uuid(2), { ...end, outcome: 'refused' });
    const found = async (filter: Partial<AuditFilter>) =>
      (await audit.list({ ...PAGE, ...filter })).entries.map(({ id }) => Number(id.slice(-1)));
    expect(await found({ actor: 'Sari' })).toEqual([3, 1]);
    expect(await found({ command: 'resetBatch' })).toEqual([2, 1]);
    expect(await found({ outcome: 'refused' })).toEqual([2]);
    expect(await found({ outcome: 'started' })).toEqual([3]);
    expect(await found({ from: T0 + 2, to: T0 + 3 })).toEqual([2]);
    expect(await found({ actor: 'Sari', command: 'resetBatch', outcome: 'done' })).toEqual([1]);
  }));
