import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { Books } from '../training/odoo/books.ts';
import { readFinalsFile } from '../training/plc/finals-log.ts';
import type { HeadlessProcess } from './headless-process.ts';

const component = z.record(z.string(), z.number().nullable());

const queueAnswer = z.object({
  status: z.literal('success'),
  data: z.object({ is_empty: z.boolean(), batches: z.array(z.object({ mo_id: z.string() })) }),
});

const historyAnswer = z.object({
  status: z.literal('success'),
  data: z.object({
    total: z.number(),
    histories: z.array(
      z.object({
        mo_id: z.string(),
        status: z.string(),
        actual_weight: z.number(),
        actual_consumptions: component,
      }),
    ),
  }),
});

/** The MO names in the queue, as the API tells them. */
export async function queueOf(host: HeadlessProcess): Promise<readonly string[]> {
  const { body } = await host.call('/api/admin/batch-status');
  return queueAnswer.parse(body).data.batches.map(({ mo_id }) => mo_id);
}

/** How many rows the history has, as the API tells it. */
export async function historyTotal(host: HeadlessProcess): Promise<number> {
  const { body } = await host.call('/api/admin/history?limit=1');
  return historyAnswer.parse(body).data.total;
}

/**
 * Compares three records of the same work: the PLC's finals, Odoo's books and the station's history. Each
 * order that the PLC ended is once in the history or still in the queue; each row of the history is done in
 * Odoo, and weight and all 15 components are the same everywhere. Returns the names in the history.
 *
 * May be called while everything runs: it reads in the order in which an order moves on.
 */
export async function expectNothingLostOrDoubled(
  host: HeadlessProcess,
  dataDir: string,
): Promise<readonly string[]> {
  const training = join(dataDir, 'training');
  const ended = [...readFinalsFile(join(training, 'plc-memory.bin.finals.jsonl')).keys()];
  const closed = inBooks(training, (books) => books.orders().filter(({ state }) => state === 'done'));
  const queue = await queueOf(host);
  const { body } = await host.call('/api/admin/history?limit=1000');
  const { total, histories } = historyAnswer.parse(body).data;
  const names = histories.map(({ mo_id }) => mo_id);
  expect(total).toBe(histories.length);
  expect(new Set(names).size, 'an order is twice in the history').toBe(names.length);
  const known = new Set([...queue, ...names]);
  for (const name of [...ended, ...closed.map((order) => order.name)]) expect(known).toContain(name);

  const finals = readFinalsFile(join(training, 'plc-memory.bin.finals.jsonl'));
  inBooks(training, (books) => {
    for (const row of histories) {
      const final = finals.get(row.mo_id);
      if (final === undefined) throw new Error(`${row.mo_id} is in the history, and never ended in the PLC`);
      const inOdoo = books.finalQuantities(row.mo_id);
      expect(row.status, row.mo_id).toBe('completed');
      expect(books.order(row.mo_id)?.state, row.mo_id).toBe('done');
      expect(books.order(row.mo_id)?.producedQuantity, row.mo_id).toBe(final.weight);
      expect(row.actual_weight, row.mo_id).toBe(final.weight);
      for (const { key, odooCode } of EQUIPMENT) {
        expect(row.actual_consumptions[key], `${row.mo_id} ${key}`).toBe(final.components[key]);
        expect(inOdoo[odooCode] ?? 0, `${row.mo_id} ${odooCode}`).toBeCloseTo(final.components[key], 6);
      }
    }
  });
  return names;
}

/**
 * Waits, with the intake switched off, until the queue is empty, and compares the records once more: then
 * every order that ever ended is in the history, once.
 */
export async function expectAllArchived(host: HeadlessProcess, dataDir: string): Promise<readonly string[]> {
  await host.until(async () => (await queueOf(host)).length === 0);
  const names = await expectNothingLostOrDoubled(host, dataDir);
  const finals = readFinalsFile(join(dataDir, 'training', 'plc-memory.bin.finals.jsonl'));
  expect([...finals.keys()].toSorted()).toEqual([...names].toSorted());
  const done = inBooks(join(dataDir, 'training'), (books) =>
    books.orders().flatMap(({ name, state }) => (state === 'done' ? [name] : [])),
  );
  expect(done.toSorted()).toEqual([...names].toSorted());
  return names;
}

function inBooks<T>(trainingFolder: string, look: (books: Books) => T): T {
  using books = Books.open(join(trainingFolder, 'odoo-books.sqlite'));
  return look(books);
}
