import { expect, test } from 'vitest';
import { startTrainingOdoo } from '../../testing/training-odoo-fixture.ts';

const LINES = [
  { productName: 'kopra', toConsume: 600, equipmentCode: 'silo102' },
  { productName: 'katul', toConsume: 377.5, equipmentCode: 'silo111', spelling: 'SILO 111' },
  { productName: 'Premix', toConsume: 22.5, equipmentCode: null },
] as const;

test('a list entry has the fields of the module, `false` for empty text and naive UTC times', async () => {
  await using fixture = await startTrainingOdoo();
  fixture.odoo.addOrder({ name: 'WH/MO/00014', quantity: 500, bomQuantity: 1000, lines: LINES });
  const list = await fixture.raw.result('/api/scada/mo-list-detailed', { states: ['confirmed'] });
  expect(list).toMatchObject({
    status: 'success',
    count: 1,
    data: [
      {
        mo_id: 'WH/MO/00014',
        reference: false,
        state: 'confirmed',
        schedule_start: '2026-01-05T00:00:00',
        schedule_end: '2026-01-05T01:00:00',
        equipment: { code: 'PLC01' },
        product_name: 'JF PLUS KUR',
        quantity: 500,
        produced_qty: 0,
        uom: 'kg',
        bom_code: false,
        bom_components: [{ quantity: 600 }, { quantity: 377.5 }, { quantity: 22.5 }],
        components_consumption: [
          {
            product_name: 'kopra',
            to_consume: 600,
            reserved: 0,
            consumed: 0,
            equipment: { code: 'silo102' },
          },
          { product_name: 'katul', to_consume: 377.5, equipment: { code: 'SILO 111', name: 'SILO K' } },
          { product_name: 'Premix', to_consume: 22.5, equipment: null },
        ],
      },
    ],
  });
});

test('the bill of materials tells its own size, in a bare list', async () => {
  await using fixture = await startTrainingOdoo();
  const order = fixture.odoo.addOrder({ quantity: 500, bomQuantity: 1000, lines: LINES });
  const asked = await fixture.raw.post('/api/scada/boms', { bom_id: order.bom.id });
  expect(asked.body).toMatchObject({
    result: [{ bom_id: order.bom.id, product_qty: 1000, uom: 'kg', components: [{ quantity: 600 }, {}, {}] }],
  });
  const unknown = await fixture.raw.post('/api/scada/boms', { bom_id: 999_999 });
  expect(unknown.body).toMatchObject({ result: [] });
});

test('states choose the orders; without them all are listed', async () => {
  await using fixture = await startTrainingOdoo();
  for (const state of ['confirmed', 'done', 'cancel', 'progress'] as const) {
    fixture.odoo.addOrder({ name: `WH/MO/${state}`, quantity: 1000, state, lines: LINES });
  }
  const names = async (states?: unknown): Promise<unknown> => {
    const list = await fixture.raw.result('/api/scada/mo-list-detailed', { states });
    return Array.isArray(list.data) ? list.data.map((entry: { mo_id: string }) => entry.mo_id) : list;
  };
  expect(await names(['confirmed'])).toEqual(['WH/MO/confirmed']);
  expect(await names('confirmed, progress')).toEqual(['WH/MO/confirmed', 'WH/MO/progress']);
  expect(await names()).toHaveLength(4);
});

test('a page has its own count, and the earliest order comes first', async () => {
  await using fixture = await startTrainingOdoo({ orders: { count: 30 } });
  const page = await fixture.raw.result('/api/scada/mo-list-detailed', {
    states: ['confirmed'],
    limit: 10,
    offset: 25,
  });
  expect(page).toMatchObject({
    count: 5,
    data: [{ mo_id: 'WH/MO/00026' }, {}, {}, {}, { mo_id: 'WH/MO/00030' }],
  });
  expect(await fixture.raw.result('/api/scada/mo-list-detailed', { limit: -1 })).toMatchObject({
    status: 'error',
  });
});

test('mo-detail shows the state and every move with what was booked', async () => {
  await using fixture = await startTrainingOdoo();
  const order = fixture.odoo.addOrder({ name: 'WH/MO/00014', quantity: 1000, lines: LINES });
  const [kopra, katul, premix] = order.moves;
  expect(await fixture.raw.result('/api/scada/mo-detail', { mo_id: 'WH/MO/00014' })).toEqual({
    status: 'success',
    data: {
      mo_id: 'WH/MO/00014',
      state: 'confirmed',
      quantity: 1000,
      produced_qty: 0,
      product_name: 'JF PLUS KUR',
      moves: [
        shown(kopra, { id: 3, code: 'silo102', name: 'SILO B' }),
        shown(katul, { id: 12, code: 'SILO 111', name: 'SILO K' }),
        shown(premix, null),
      ],
    },
  });
});

test('an unknown order is a result with status error', async () => {
  await using fixture = await startTrainingOdoo();
  expect(await fixture.raw.result('/api/scada/mo-detail', { mo_id: 'WH/MO/99999' })).toEqual({
    status: 'error',
    message: 'MO not found: WH/MO/99999',
  });
});

function shown(
  move:
    | { id: number; productTmplId: number; productId: number; productName: string; toConsume: number }
    | undefined,
  equipment: object | null,
): object {
  return {
    id: move?.id,
    product_tmpl_id: move?.productTmplId,
    product_id: move?.productId,
    product_name: move?.productName,
    to_consume: move?.toConsume,
    quantity_done: 0,
    uom: 'kg',
    equipment,
  };
}
