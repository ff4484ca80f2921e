import { expect, test } from 'vitest';
import { startTrainingOdoo } from '../../testing/training-odoo-fixture.ts';
import { Books } from './books.ts';
import { orderDraft, RECIPES } from './order-factory.ts';
import { replenish } from './order-supply.ts';

const drafts = (seed: number, count: number) =>
  Array.from({ length: count }, (_, place) => orderDraft(seed, place + 1));
const MANY = drafts(7, 500);

test('the same seed gives the same orders, another seed others', () => {
  expect(drafts(7, 50)).toEqual(MANY.slice(0, 50));
  expect(drafts(8, 50)).not.toEqual(MANY.slice(0, 50));
});

test('the same seed gives the same orders over HTTP', async () => {
  await using one = await startTrainingOdoo({ seed: 3, orders: {} });
  await using two = await startTrainingOdoo({ seed: 3, orders: {} });
  const path = '/api/scada/mo-list-detailed';
  const list = await one.raw.result(path, { states: ['confirmed'] });
  expect(list).toMatchObject({ count: 25, data: [{ mo_id: 'WH/MO/00001' }, ...Array(24).fill({})] });
  expect(await two.raw.result(path, { states: ['confirmed'] })).toEqual(list);
});

test('every order adds up to its bill of materials, in hundredths of a kilogram, with nothing empty', () => {
  for (const draft of MANY) {
    const hundredths = draft.lines.map((line) => Math.round(line.toConsume * 100));
    expect(draft.lines.map((line) => line.toConsume)).toEqual(hundredths.map((each) => each / 100));
    expect(Math.min(...hundredths)).toBeGreaterThan(0);
    expect(hundredths.reduce((left, right) => left + right, 0)).toBe(100_000);
    expect(draft.bomQuantity).toBe(1000);
  }
});

test('an order has 6 to 12 silos; one recipe is one bill of materials', () => {
  const perBom = new Map<number | undefined, unknown>();
  for (const draft of MANY) {
    const silos = new Set(
      draft.lines.map((line) => line.equipmentCode).filter((code) => code?.startsWith('silo')),
    );
    expect(silos.size).toBeGreaterThanOrEqual(6);
    expect(silos.size).toBeLessThanOrEqual(12);
    const amounts = draft.lines.map((line) => [line.productName, line.toConsume]);
    expect(perBom.get(draft.bomId) ?? amounts).toEqual(amounts);
    perBom.set(draft.bomId, amounts);
  }
  expect(perBom.size).toBe(RECIPES);
});

test('everything that makes orders awkward happens now and then', () => {
  const share = (happens: (draft: (typeof MANY)[number]) => boolean): number =>
    MANY.filter(happens).length / MANY.length;
  expect(share((draft) => draft.quantity === 1000)).toBeGreaterThan(0.6);
  expect(share((draft) => draft.quantity === 500)).toBeGreaterThan(0.05);
  expect(share((draft) => draft.quantity === 750)).toBeGreaterThan(0.05);
  expect(share((draft) => draft.bomCode === undefined)).toBeGreaterThan(0.02);
  expect(share((draft) => draft.lines.some((line) => line.equipmentCode?.startsWith('lq')))).toBeGreaterThan(
    0.6,
  );
  expect(share((draft) => draft.lines.some((line) => line.equipmentCode === null))).toBeGreaterThan(0.05);
  expect(share((draft) => draft.lines.some((line) => line.equipmentCode === 'PLC01'))).toBeGreaterThan(0.05);
  const codes = (draft: (typeof MANY)[number]) => draft.lines.map((line) => line.equipmentCode);
  expect(share((draft) => new Set(codes(draft)).size < codes(draft).length)).toBeGreaterThan(0.05);
  const spellings = new Set(MANY.flatMap((draft) => draft.lines.map((line) => line.spelling)));
  for (const spelling of ['silo114', 'SILO 111', 'LQ TETES', 'Silo101'])
    expect(spellings).toContain(spelling);
});

test('names fit the PLC and differ', () => {
  const names = MANY.map((draft) => draft.name);
  expect(new Set(names).size).toBe(MANY.length);
  expect(names.slice(0, 2)).toEqual(['WH/MO/00001', 'WH/MO/00002']);
});

test('a closed order is replaced by the next one, for ever', async () => {
  await using fixture = await startTrainingOdoo({ orders: { stock: 3 } });
  for (let number = 1; number <= 40; number += 1) {
    const name = `WH/MO/${String(number).padStart(5, '0')}`;
    await fixture.raw.result('/api/scada/mo/mark-done', { mo_id: name, finished_qty: 1000 });
  }
  const states = fixture.odoo.books.orders().map((order) => order.state);
  expect(states.filter((state) => state === 'done')).toHaveLength(40);
  expect(states.filter((state) => state === 'confirmed')).toHaveLength(3);
});

test('`count` orders are made at once and no more, whatever becomes of them', async () => {
  await using fixture = await startTrainingOdoo({ orders: { count: 12 } });
  expect(fixture.odoo.books.orders()).toHaveLength(12);
  await fixture.raw.result('/api/scada/mo/mark-done', { mo_id: 'WH/MO/00001', finished_qty: 1000 });
  fixture.odoo.books.remove('WH/MO/00002');
  await fixture.raw.result('/api/scada/mo-list-detailed', {});
  expect(fixture.odoo.books.orders()).toHaveLength(11);
});

test('an order of the caller keeps its name; the stream steps over it', () => {
  using books = Books.open();
  const lines = [{ productName: 'kopra', toConsume: 5, equipmentCode: 'silo102' }];
  books.addOrder({ name: 'WH/MO/00002', quantity: 5, lines }, 0);
  replenish(books, 1, { count: 3 }, 0);
  expect(books.orders().map((order) => order.name)).toEqual([
    'WH/MO/00002',
    'WH/MO/00001',
    'WH/MO/00003',
    'WH/MO/00004',
  ]);
  expect(books.order('WH/MO/00002')?.quantity).toBe(5);
  expect(() => books.addOrder({ name: 'WH/MO/00001', quantity: 5, lines }, 0)).toThrow(
    'already has WH/MO/00001',
  );
});
