import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Journal } from './journal.ts';
import { Outbox } from './outbox.ts';
import { sampleResult } from './testing/sample-result.ts';
import { countedIds, temporaryFile } from './testing/temporary-outbox.ts';

const PORTS = { clock: new FakeClock(), newId: countedIds() };

function filled(file: string, entries: number): void {
  using outbox = Outbox.open(file, PORTS);
  for (let n = 1; n <= entries; n += 1) outbox.capture(sampleResult(n));
}

function changed(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

/** Each makes of a good outbox file of 50 results one that must not be used. */
const DAMAGES: Readonly<Record<string, (file: string) => void>> = {
  'not a database': (file) =>
    writeFileSync(file, 'these are not the results you are looking for\n'.repeat(500)),
  'cut short': (file) => writeFileSync(file, readFileSync(file).subarray(0, 3 * 4_096)),
  'a page overwritten': (file) => {
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 2 * 4_096, 6 * 4_096);
    writeFileSync(file, bytes);
  },
  "another program's database": (file) => {
    writeFileSync(file, '');
    changed(file, 'CREATE TABLE settings (name TEXT); INSERT INTO settings VALUES (1)');
  },
  'a result that is not readable': (file) => changed(file, `UPDATE entry SET result = '{}' WHERE seq = 7`),
};

test.each(Object.entries(DAMAGES))(
  '%s: refused as OUTBOX_CORRUPT naming the file, and left as it is',
  (_, damage) => {
    using place = temporaryFile();
    filled(place.file, 50);
    damage(place.file);
    const before = readFileSync(place.file);
    const files = readdirSync(place.folder);
    expect(() => Outbox.open(place.file, PORTS)).toThrow(
      expect.objectContaining({ code: 'OUTBOX_CORRUPT', message: expect.stringContaining(place.file) }),
    );
    expect(readFileSync(place.file).equals(before)).toBe(true);
    expect(readdirSync(place.folder).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(files);
  },
);

test('a damaged file that was left with its write-ahead log keeps both, byte for byte', () => {
  using place = temporaryFile();
  using writer = Outbox.open(place.file, PORTS);
  for (let n = 1; n <= 20; n += 1) writer.capture(sampleResult(n));
  const copy = join(place.folder, 'copy.sqlite');
  writeFileSync(copy, readFileSync(place.file).fill(0x5a, 0, 64));
  copyFileSync(`${place.file}-wal`, `${copy}-wal`);
  const wal = readFileSync(`${copy}-wal`);
  const main = readFileSync(copy);
  expect(wal.length).toBeGreaterThan(0);
  writeFileSync(`${copy}-wal`, wal.subarray(0, 32));
  expect(() => Outbox.open(copy, PORTS)).toThrow(expect.objectContaining({ code: 'OUTBOX_CORRUPT' }));
  expect(readFileSync(copy).equals(main)).toBe(true);
  expect(readFileSync(`${copy}-wal`).equals(wal.subarray(0, 32))).toBe(true);
});

test('a file of a newer version is refused, not called damaged', () => {
  using place = temporaryFile();
  filled(place.file, 1);
  changed(place.file, 'PRAGMA user_version = 99');
  expect(() => Outbox.open(place.file, PORTS)).toThrow(
    expect.objectContaining({ code: 'OUTBOX_UNAVAILABLE', message: expect.stringMatching(/newer version/) }),
  );
});

test("a folder that is missing, a folder in the file's place and a closed outbox are OUTBOX_UNAVAILABLE", () => {
  using place = temporaryFile();
  const unavailable = expect.objectContaining({ code: 'OUTBOX_UNAVAILABLE' });
  expect(() => Outbox.open(join(place.folder, 'missing', 'outbox.sqlite'), PORTS)).toThrow(unavailable);
  mkdirSync(place.file);
  expect(() => Outbox.open(place.file, PORTS)).toThrow(unavailable);
  expect(existsSync(join(place.folder, 'missing'))).toBe(false);
  using outbox = Outbox.open(join(place.folder, 'good.sqlite'), PORTS);
  outbox.close();
  expect(() => outbox.capture(sampleResult(1))).toThrow(unavailable);
  expect(() => outbox.entries()).toThrow(unavailable);
});

test('every write waits for the disk: write-ahead log, synchronous FULL', () => {
  using place = temporaryFile();
  const journal = Journal.open(place.file, () => undefined);
  const pragma = (name: string): unknown => journal.read(name, (db) => db.pragma(name, { simple: true }));
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1]);
  journal.close();
});

test('a full disk is OUTBOX_FULL, and what was stored before is still there', () => {
  using place = temporaryFile();
  const journal = Journal.open(place.file, () => undefined);
  const insert = (n: number): unknown =>
    journal.write('fill', (db) => {
      // Stands for the full disk: SQLite answers the same SQLITE_FULL.
      db.pragma('max_page_count = 20');
      const sql = `INSERT INTO slot_fact (mo_id, slot) VALUES (?, 1)`;
      return db.prepare(sql).run(`${n}-${'x'.repeat(3_000)}`);
    });
  let stored = 0;
  const fill = (): void => {
    for (; stored < 1_000; stored += 1) insert(stored);
  };
  expect(fill).toThrow(expect.objectContaining({ code: 'OUTBOX_FULL' }));
  expect(stored).toBeGreaterThan(0);
  const kept = journal.read('count', (db) => db.prepare('SELECT count(*) FROM slot_fact').pluck().get());
  expect(kept).toBe(stored);
  journal.close();
});

test('processes that create and use one file at the same time share it without a loss', async () => {
  using place = temporaryFile();
  const script = fileURLToPath(new URL('./testing/capture-some.ts', import.meta.url));
  const children = [0, 1_000, 2_000, 3_000, 4_000, 5_000].map((first) =>
    spawn(process.execPath, [script, place.file, String(first), '15'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const closed = Promise.all(children.map((child) => once(child, 'close')));
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  for (const child of children) child.stdin.end();
  expect((await closed).map(([code]) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  using outbox = Outbox.open(place.file, PORTS);
  expect(outbox.count()).toBe(90);
});
