import { expect, test } from 'vitest';
import { startTrainingOdoo, type TrainingOdooFixture } from '../../testing/training-odoo-fixture.ts';

const PATH = '/api/scada/material-consumption';
const NAME = 'WH/MO/00014';

async function withOrder(): Promise<TrainingOdooFixture & { call: Record<string, unknown> }> {
  const fixture = await startTrainingOdoo();
  const order = fixture.odoo.addOrder({
    name: NAME,
    quantity: 1000,
    lines: [{ productName: 'kopra', toConsume: 1000, equipmentCode: 'silo102' }],
  });
  const call = {
    equipment_id: 'silo102',
    product_id: order.moves[0]?.productId,
    quantity: 10.5,
    timestamp: '2026-01-05 00:00:00',
    mo_id: NAME,
  };
  return { ...fixture, call };
}

const booked = (fixture: TrainingOdooFixture): unknown => fixture.odoo.books.finalQuantities(NAME).silo102;

test('the default mode adds: a repeated call doubles', async () => {
  await using fixture = await withOrder();
  expect(await fixture.raw.result(PATH, fixture.call)).toMatchObject({
    status: 'success',
    update_mode: 'add',
  });
  await fixture.raw.result(PATH, fixture.call);
  expect(booked(fixture)).toBe(21);
});

test('mode replace can be repeated', async () => {
  await using fixture = await withOrder();
  const call = { ...fixture.call, update_mode: 'replace' };
  await fixture.raw.result(PATH, call);
  expect(await fixture.raw.result(PATH, call)).toMatchObject({ status: 'success', applied_qty: 10.5 });
  expect(booked(fixture)).toBe(10.5);
});

test('adding beyond the plan loses what does not fit, and says so in applied_qty only', async () => {
  await using fixture = await withOrder();
  const answer = await fixture.raw.result(PATH, { ...fixture.call, quantity: 1200 });
  expect(answer).toMatchObject({ status: 'success', applied_qty: 1000 });
  expect(booked(fixture)).toBe(1000);
});

test.each([
  [{ timestamp: '2026-01-05 00:00:01' }, 'Timestamp cannot be in the future'],
  [{ timestamp: '2026-01-05T00:00:00Z' }, 'offset-naive and offset-aware'],
  [{ timestamp: '2026-02-30 00:00:00' }, 'Invalid timestamp format'],
  [{ timestamp: undefined }, 'Timestamp is required'],
  [{ equipment_id: 'SILO 102' }, 'Equipment "SILO 102" not found'],
  [{ product_id: undefined }, 'Product ID or Product Template ID is required'],
  [{ product_id: 1 }, 'No raw material move found for this product in MO'],
  [{ quantity: -1 }, 'Quantity must be positive'],
  [{ mo_id: 'WH/MO/1' }, 'Manufacturing Order "WH/MO/1" not found'],
])('%j is refused', async (change, message) => {
  await using fixture = await withOrder();
  expect(await fixture.raw.result(PATH, { ...fixture.call, ...change })).toEqual({
    status: 'error',
    message: expect.stringContaining(message),
  });
  expect(booked(fixture)).toBe(0);
});

test('a done order takes no consumption', async () => {
  await using fixture = await withOrder();
  fixture.odoo.books.setState(NAME, 'done');
  expect(await fixture.raw.result(PATH, fixture.call)).toMatchObject({
    status: 'error',
    message: 'Cannot update consumption for MO in done state',
  });
});
