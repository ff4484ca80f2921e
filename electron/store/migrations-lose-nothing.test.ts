import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryLogger } from '../testing/memory-logger.ts';
import {
  runSql,
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
  withTestDatabase,
} from '../testing/postgres.ts';
import { BatchRepository } from './batch-repository.ts';
import { HistoryRepository } from './history-repository.ts';
import { migrateToLatest } from './migrator.ts';
import { NOON, uuid } from './testing/example-batches.ts';

const TABLES = ['mo_batch', 'mo_histories', 'equipment_failure', 'system_log'] as const;
type Row = Record<string, unknown>;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Every row of a table as JSON, by id: the database's own text of each value, nothing rounded by us. */
async function rowsById(url: string, table: string): Promise<Map<string, Row>> {
  const rows = await runSql<{ id: string; row: Row }>(
    url,
    `select id::text, to_jsonb(t) as row from "${table}" t`,
  );
  return new Map(rows.map(({ id, row }) => [id, row]));
}

async function adopt(database: TestDatabase): Promise<void> {
  const sql = await readFile(new URL('testing/predecessor.sql', import.meta.url), 'utf8');
  await runSql(database.url, sql);
}

function only(row: Row | undefined, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row?.[name]]));
}

describe('on an empty database', () => {
  it('makes the plant tables with the plant types and defaults', () =>
    withTestDatabase(postgres, async ({ url }) => {
      const columns = await runSql<{
        name: string;
        type: string;
        byDefault: string | null;
        nullable: string;
      }>(
        url,
        `select table_name || '.' || column_name as name, format_type(a.atttypid, a.atttypmod) as type,
           column_default as "byDefault", is_nullable as nullable
         from information_schema.columns
         join pg_attribute a on a.attrelid = table_name::regclass and a.attname = column_name
         where table_schema = 'public'`,
      );
      const byName = new Map(columns.map((column) => [column.name, column]));
      const is = (name: string) => {
        const found = byName.get(name);
        return `${found?.type}|${found?.nullable}|${found?.byDefault ?? ''}`;
      };
      for (const table of ['mo_batch', 'mo_histories']) {
        expect(is(`${table}.id`)).toBe('uuid|NO|gen_random_uuid()');
        expect(is(`${table}.mo_id`)).toBe('character varying(64)|NO|');
        expect(is(`${table}.consumption`)).toBe('numeric(18,3)|NO|');
        expect(is(`${table}.silo_a`)).toBe('integer|NO|101');
        expect(is(`${table}.silo_m`)).toBe('integer|NO|113');
        expect(is(`${table}.lq114`)).toBe('integer|NO|114');
        expect(is(`${table}.lq115`)).toBe('integer|NO|115');
        expect(is(`${table}.component_lq_tetes_name`)).toBe('character varying(64)|YES|');
        expect(is(`${table}.consumption_lq_fml`)).toBe('double precision|YES|');
        expect(is(`${table}.actual_consumption_lq_fml`)).toBe('double precision|YES|');
        expect(is(`${table}.status_manufacturing`)).toBe('boolean|NO|false');
        expect(is(`${table}.last_read_from_plc`)).toBe('timestamp with time zone|YES|');
        expect(columns.filter(({ name }) => name.startsWith(`${table}.actual_consumption_`))).toHaveLength(
          15,
        );
      }
      expect(is('mo_batch.update_odoo')).toBe('boolean|NO|false');
      expect(byName.has('mo_histories.update_odoo')).toBe(false);
      expect(is('mo_histories.status')).toBe(`character varying(20)|NO|'completed'::character varying`);
      expect(is('mo_histories.archived_at')).toBe('timestamp with time zone|YES|now()');
      expect(is('equipment_failure.failure_date')).toBe('timestamp without time zone|NO|');
      expect(is('system_log.module')).toBe('character varying(255)|NO|');
    }));

  it('runs each migration once, also when two stations start together', () =>
    withTestDatabase(
      postgres,
      async ({ url }) => {
        const ran = await Promise.all([
          migrateToLatest(url, new MemoryLogger()),
          migrateToLatest(url, new MemoryLogger()),
        ]);
        const recorded = await runSql<{ name: string }>(
          url,
          'select name from batchline_migration order by name',
        );
        expect(ran.flat()).toEqual(recorded.map(({ name }) => name));
        expect(ran.flat()[0]).toBe('0001_plant_tables');
        expect(await migrateToLatest(url, new MemoryLogger())).toEqual([]);
      },
      'empty',
    ));
});

describe('on a database of the predecessor', () => {
  it('keeps every value of every row, where it was or in history', () =>
    withTestDatabase(
      postgres,
      async (database) => {
        await adopt(database);
        const before = await Promise.all(TABLES.map((table) => rowsById(database.url, table)));
        await migrateToLatest(database.url, database.logger);
        const after = await Promise.all(TABLES.map((table) => rowsById(database.url, table)));
        const movedIds = [uuid(3), uuid(5)];
        for (const [index, table] of TABLES.entries()) {
          for (const [id, row] of before[index] ?? []) {
            if (table === 'mo_batch' && movedIds.includes(id)) continue;
            expect(only(after[index]?.get(id), Object.keys(row)), `${table} ${id}`).toEqual(row);
          }
        }
        expect(after[0]?.size).toBe(7);
        const history = [...(after[1]?.values() ?? [])];
        expect(history).toHaveLength(5);
        for (const id of movedIds) {
          const original = before[0]?.get(id) ?? {};
          const moved = history.find(({ notes }) => String(notes).includes(`id ${id}`));
          const { update_odoo, odoo_cancelled, legacy_remark, last_read_from_plc, id: _, ...kept } = original;
          expect(only(moved, Object.keys(kept)), id).toEqual(kept);
          expect(moved?.status).toBe('cancelled');
          expect(String(last_read_from_plc)).toContain(String(moved?.last_read_from_plc));
          expect(moved?.archived_at).not.toBeNull();
        }
      },
      'empty',
    ));

  it('keeps the first of several rows of one order', () =>
    withTestDatabase(
      postgres,
      async (database) => {
        await adopt(database);
        await migrateToLatest(database.url, database.logger);
        const kept = await runSql(
          database.url,
          `select id, finished_goods from mo_batch where mo_id = 'WH/MO/00016'`,
        );
        expect(kept).toEqual([{ id: uuid(4), finished_goods: 'first' }]);
        const twice = runSql(
          database.url,
          `insert into mo_batch (batch_no, mo_id, consumption, equipment_id_batch)
          values (9, 'WH/MO/00016', 1, 'plc01')`,
        );
        await expect(twice).rejects.toThrow('mo_batch_one_row_per_mo');
      },
      'empty',
    ));

  it('takes batch_no for the slot only where no other row claims it', () =>
    withTestDatabase(
      postgres,
      async (database) => {
        await adopt(database);
        await migrateToLatest(database.url, database.logger);
        const batches = await new BatchRepository(database.db).activeBatches();
        expect(batches.map(({ moId, slot }) => [moId, slot])).toEqual([
          ['WH/MO/00014', 1],
          ['WH/MO/00015', 2],
          ['WH/MO/00016', 3],
          ['WH/MO/00019', null],
          ['WH/MO/00017', null],
          ['WH/MO/00018', null],
          ['WH/MO/00020', null],
        ]);
      },
      'empty',
    ));

  it('shows what is missing or broken as missing, and reads zoneless times as UTC (C18, C20)', () =>
    withTestDatabase(
      postgres,
      async (database) => {
        await adopt(database);
        await migrateToLatest(database.url, database.logger);
        const [full, empty] = await new BatchRepository(database.db).activeBatches();
        expect(full?.actuals.lq_fml).toBe(0.30000000000000004);
        expect(full?.weight).toBe(825.25);
        expect(full?.life.lastReadAt).toBe(Date.UTC(2025, 2, 1, 23, 30, 0, 123));
        expect(empty?.finishedGoods).toBeNull();
        expect(Object.values(empty?.targets ?? {})).toEqual(Array(15).fill(null));
        expect(Object.values(empty?.life ?? {})).toEqual(Array(10).fill(null));
        const history = await new HistoryRepository(database.db).list({ limit: 10, offset: 0 });
        expect(history.total).toBe(5);
        const odd = history.rows.find(({ id }) => id === uuid(13));
        expect(odd?.status).toBeNull();
        expect(odd?.targets.lq_tetes).toBeNull();
        expect(odd?.actuals.silo_m).toBeNull();
        const dated = history.rows.find(({ id }) => id === uuid(11));
        expect(dated?.archivedAt).toBe(Date.UTC(2025, 0, 15, 23, 30));
        expect(history.rows.at(-1)).toMatchObject({ id: uuid(12), archivedAt: null });
      },
      'empty',
    ));

  it('takes new orders: rows without an id of ours get one', () =>
    withTestDatabase(
      postgres,
      async (database) => {
        await adopt(database);
        await migrateToLatest(database.url, database.logger);
        const history = new HistoryRepository(database.db);
        const archived = await history.archive({
          moId: 'WH/MO/00014',
          resultId: uuid(500),
          status: 'completed',
          notes: null,
          confirmedByOdooAt: NOON,
          archivedAt: NOON,
        });
        expect(archived).toBe('archived');
        const [row] = await history.byMo('WH/MO/00014');
        expect(row?.life.lastReadAt).toBe(Date.UTC(2025, 2, 1, 23, 30, 0, 123));
        const ids = await runSql(
          database.url,
          `insert into mo_batch (batch_no, mo_id, consumption, equipment_id_batch) values (9, 'new', 1, 'plc01')
           returning id is not null as made`,
        );
        expect(ids).toEqual([{ made: true }]);
      },
      'empty',
    ));
});

it('changes nothing, and says why, on a table that is not the plant’s', () =>
  withTestDatabase(
    postgres,
    async ({ url, logger }) => {
      await runSql(
        url,
        'create table mo_histories (id int primary key); insert into mo_histories values (1)',
      );
      await expect(migrateToLatest(url, logger)).rejects.toMatchObject({
        code: 'STORE_MIGRATION_FAILED',
        message: expect.stringContaining('mo_histories has no column batch_no'),
      });
      const tables = await runSql(
        url,
        `select to_regclass('mo_batch') as batch, to_regclass('load') as load`,
      );
      expect(tables).toEqual([{ batch: null, load: null }]);
    },
    'empty',
  ));
