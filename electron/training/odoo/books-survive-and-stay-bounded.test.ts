import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RawOdoo } from '../../testing/raw-odoo.ts';
import { startTrainingOdoo } from '../../testing/training-odoo-fixture.ts';
import { Books, MAX_CLOSED_ORDERS, MAX_FAILURE_REPORTS, MAX_JOURNAL_CALLS, MAX_SESSIONS } from './books.ts';
import { BooksFile } from './books-file.ts';

const LINES = [{ productName: 'kopra', toConsume: 5, equipmentCode: 'silo102' }];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'training-odoo-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a restart from the books file keeps orders, sessions, reports and the journal, and goes on', async () => {
  const options = { booksFile: join(folder, 'books.sqlite'), orders: { stock: 4 }, seed: 5 };
  await using before = await startTrainingOdoo(options);
  await before.raw.result('/api/scada/mo/update-with-consumptions', { mo_id: 'WH/MO/00001', quantity: 10 });
  await before.raw.result('/api/scada/mo/mark-done', { mo_id: 'WH/MO/00002', finished_qty: 999.5 });
  await before.raw.result('/api/scada/equipment-failure', { equipment_code: 'silo101', description: 'X' });
  const { books } = before.odoo;
  const [orders, failures, calls] = [books.orders(), books.failures(), books.calls()];
  await before.odoo.stop();

  await using after = await startTrainingOdoo(options);
  expect(after.odoo.books.orders()).toEqual(orders);
  expect(after.odoo.books.failures()).toEqual(failures);
  expect(after.odoo.books.calls().slice(0, calls.length)).toEqual(calls);
  const sameSession = new RawOdoo(after.odoo.url);
  sameSession.cookie = before.raw.cookie;
  expect(sameSession.cookie).not.toBe(after.raw.cookie);
  await sameSession.result('/api/scada/mo/cancel', { mo_id: 'WH/MO/00003' });
  expect(after.odoo.books.orders().map((order) => order.name)).toEqual([
    ...orders.map((order) => order.name),
    'WH/MO/00007',
  ]);
});

test('a restart does not make `count` orders again', async () => {
  const options = { booksFile: join(folder, 'books.sqlite'), orders: { count: 2 } };
  await using before = await startTrainingOdoo(options);
  before.odoo.books.remove('WH/MO/00001');
  await before.odoo.stop();
  await using after = await startTrainingOdoo(options);
  expect(after.odoo.books.orders().map((order) => order.name)).toEqual(['WH/MO/00002']);
});

test('a second process sees the books of a running one', async () => {
  const booksFile = join(folder, 'books.sqlite');
  await using fixture = await startTrainingOdoo({ booksFile, orders: { count: 3 } });
  await fixture.raw.result('/api/scada/mo/cancel', { mo_id: 'WH/MO/00003' });
  using seen = Books.open(booksFile);
  expect(seen.order('WH/MO/00003')?.state).toBe('cancel');
  expect(seen.calls()).toEqual(fixture.odoo.books.calls());
});

test('work that throws leaves no trace in the file', () => {
  const path = join(folder, 'books.sqlite');
  using books = Books.open(path);
  expect(() =>
    books.transaction(() => {
      books.addOrder({ name: 'WH/MO/1', quantity: 5, lines: LINES }, 0);
      throw new Error('cut off');
    }),
  ).toThrow('cut off');
  using again = Books.open(path);
  expect(again.orders()).toEqual([]);
});

test('a file that is no SQLite database is refused', () => {
  const path = join(folder, 'notes.txt');
  writeFileSync(path, 'these are no books, but they are long enough to be read as some'.repeat(10));
  expect(() => Books.open(path)).toThrow(expect.objectContaining({ code: 'TRAINING_BOOKS_UNUSABLE' }));
});

test('a row that is no order is refused and named', () => {
  const path = join(folder, 'books.sqlite');
  {
    using file = BooksFile.open(path);
    file.save('order', 'WH/MO/1', '{"name": "WH/MO/1", "quantity": "much"}');
  }
  expect(() => Books.open(path)).toThrow(/order WH\/MO\/1 in the training books/);
});

test('beyond the limit the oldest session ends', () => {
  using books = Books.open();
  for (let number = 0; number <= MAX_SESSIONS; number += 1) books.openSession(`s${number}`);
  expect(books.hasSession('s0')).toBe(false);
  expect(books.hasSession('s1')).toBe(true);
  expect(books.hasSession(`s${MAX_SESSIONS}`)).toBe(true);
});

test('beyond the limit the oldest call and the oldest report are forgotten', () => {
  using books = Books.open();
  const call = { at: 0, method: 'GET', path: '/', params: {}, applied: true, answer: null, replyLost: false };
  for (let number = 0; number <= MAX_JOURNAL_CALLS; number += 1) books.record(call);
  expect([books.calls().length, books.calls()[0]?.number]).toEqual([MAX_JOURNAL_CALLS, 2]);
  const report = {
    equipmentId: 2,
    equipmentCode: 'silo101',
    equipmentName: 'SILO A',
    description: 'X',
    date: '',
  };
  for (let number = 0; number <= MAX_FAILURE_REPORTS; number += 1) books.addFailure(report);
  expect([books.failures().length, books.failures()[0]?.id]).toEqual([MAX_FAILURE_REPORTS, 2]);
});

test('beyond the limit the oldest closed order is forgotten, an older open one is not', () => {
  using books = Books.open();
  books.addOrder({ name: 'open', quantity: 5, lines: LINES }, 0);
  for (let number = 0; number <= MAX_CLOSED_ORDERS; number += 1) {
    books.addOrder({ name: `closed ${number}`, quantity: 5, state: 'done', lines: LINES }, 0);
  }
  expect(books.order('open')?.state).toBe('confirmed');
  expect(books.order('closed 0')).toBeUndefined();
  expect(books.order('closed 1')?.state).toBe('done');
  expect(books.orders()).toHaveLength(MAX_CLOSED_ORDERS + 1);
});
