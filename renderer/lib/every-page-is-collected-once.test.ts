import { expect, it } from 'vitest';
import { collectPages, type PageOf } from './collect-pages.ts';

const NUMBERS = Array.from({ length: 25 }, (_, index) => index);

async function tenFrom(offset: number): Promise<PageOf<number>> {
  return { total: NUMBERS.length, rows: NUMBERS.slice(offset, offset + 10) };
}

function collect(changed: Partial<Parameters<typeof collectPages<number>>[0]> = {}) {
  const { signal } = new AbortController();
  return collectPages({ fetchPage: tenFrom, onPage: () => undefined, signal, maxRows: 100, ...changed });
}

it('every row comes once and in order, and it is told how far it is', async () => {
  const told: string[] = [];
  const { outcome, rows } = await collect({ onPage: (got, total) => told.push(`${got}/${total}`) });
  expect(outcome).toBe('done');
  expect(rows).toEqual(NUMBERS);
  expect(told).toEqual(['10/25', '20/25', '25/25']);
});

it('more rows than a file may have are left out, and it is told', async () => {
  const { outcome, rows } = await collect({ maxRows: 12 });
  expect(outcome).toBe('cut');
  expect(rows).toEqual(NUMBERS.slice(0, 12));
});

it('it ends when somebody stops it', async () => {
  const controller = new AbortController();
  const { outcome, rows } = await collect({
    signal: controller.signal,
    onPage: (got) => got >= 20 && controller.abort(),
  });
  expect(outcome).toBe('stopped');
  expect(rows).toHaveLength(20);
});

it('it ends when rows are removed meanwhile', async () => {
  const fetchPage = async (offset: number) => ({ total: 25, rows: offset === 0 ? NUMBERS.slice(0, 10) : [] });
  const { outcome, rows } = await collect({ fetchPage });
  expect(outcome).toBe('done');
  expect(rows).toHaveLength(10);
});

it('a list without rows is done at once', async () => {
  expect(await collect({ fetchPage: async () => ({ total: 0, rows: [] }) })).toEqual({
    outcome: 'done',
    rows: [],
  });
});
