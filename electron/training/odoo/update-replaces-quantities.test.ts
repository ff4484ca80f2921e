import { expect, test } from 'vitest';
import { startTrainingOdoo, type TrainingOdooFixture } from '../../testing/training-odoo-fixture.ts';
import type { OrderState } from './order.ts';

const UPDATE = '/api/scada/mo/update-with-consumptions';
const NAME = 'WH/MO/00014';

async function withOrder(state: OrderState = 'confirmed'): Promise<TrainingOdooFixture> {
  const fixture = await startTrainingOdoo();
  fixture.odoo.addOrder({
    name: NAME,
    quantity: 1000,
    state,
    lines: [
      { productName: 'PKE pellet', toConsume: 300, equipmentCode: 'silo101' },
      { productName: 'katul A', toConsume: 400, equipmentCode: 'silo111', spelling: 'SILO 111' },
      { productName: 'katul B', toConsume: 200, equipmentCode: 'silo111', spelling: 'SILO 111' },
      { productName: 'tetes', toConsume: 77.5, equipmentCode: 'lq114', spelling: 'silo114' },
      { productName: 'Premix', toConsume: 22.5, equipmentCode: null },
    ],
  });
  return fixture;
}

test('quantities are replaced, so a repeated update changes nothing', async () => {
  await using fixture = await withOrder();
  const update = { mo_id: NAME, quantity: 998.5, silo101: 301.25, lq114: 77.49 };
  const first = await fixture.raw.result(UPDATE, update);
  expect(first).toMatchObject({ status: 'success', mo_id: NAME, updated_finished_qty: 998.5 });
  expect(first).not.toHaveProperty('errors');
  expect(await fixture.raw.result(UPDATE, update)).toEqual(first);
  expect(fixture.odoo.books.finalQuantities(NAME)).toEqual({ silo101: 301.25, silo111: 0, lq114: 77.49 });
  await fixture.raw.result(UPDATE, { mo_id: NAME, silo101: 12 });
  expect(fixture.odoo.books.finalQuantities(NAME)).toEqual({ silo101: 12, silo111: 0, lq114: 77.49 });
});

test('the finished weight does not change what the order was for', async () => {
  await using fixture = await withOrder();
  await fixture.raw.result(UPDATE, { mo_id: NAME, quantity: 998.5, silo101: 1 });
  expect(await fixture.raw.result('/api/scada/mo-detail', { mo_id: NAME })).toMatchObject({
    data: { quantity: 1000, produced_qty: 998.5 },
  });
});

test.each([
  [590, [400, 190]],
  [650, [400, 250]],
  [100, [100, 0]],
])('two lines of one silo share %d kg: the first to its plan, the last the rest', async (amount, done) => {
  await using fixture = await withOrder();
  await fixture.raw.result(UPDATE, { mo_id: NAME, silo111: 999 });
  await fixture.raw.result(UPDATE, { mo_id: NAME, silo111: amount });
  const moves = fixture.odoo.books.order(NAME)?.moves.filter((move) => move.equipment?.code === 'silo111');
  expect(moves?.map((move) => move.quantityDone)).toEqual(done);
  expect(fixture.odoo.books.finalQuantities(NAME).silo111).toBe(amount);
});

test('values of 0 or less are skipped without a word: what was booked before stays', async () => {
  await using fixture = await withOrder();
  await fixture.raw.result(UPDATE, { mo_id: NAME, silo101: 50, lq114: 5 });
  const answer = await fixture.raw.result(UPDATE, { mo_id: NAME, silo101: 0, lq114: -3 });
  expect(answer).toMatchObject({ status: 'success', message: 'MO updated successfully', consumed_items: [] });
  expect(fixture.odoo.books.finalQuantities(NAME)).toEqual({ silo101: 50, silo111: 0, lq114: 5 });
});

test('an update of zeros alone leaves the order confirmed', async () => {
  await using fixture = await withOrder();
  await fixture.raw.result(UPDATE, { mo_id: NAME, silo101: 0 });
  expect(fixture.odoo.books.order(NAME)?.state).toBe('confirmed');
});

test('what cannot be booked becomes a line of errors, the rest is booked, the status is success', async () => {
  await using fixture = await withOrder();
  const answer = await fixture.raw.result(UPDATE, {
    mo_id: NAME,
    silo101: 300,
    silo102: 10,
    silo999: 10,
    'SILO 111': 600,
    note: 'by hand',
    lq114: 70,
  });
  expect(answer).toMatchObject({
    status: 'success',
    message: 'MO updated with some errors',
    errors: [
      'silo102: No raw material move found for this equipment',
      'silo999: Equipment not found',
      'SILO 111: Equipment not found',
      'note: Invalid quantity value "by hand"',
    ],
  });
  expect(fixture.odoo.books.finalQuantities(NAME)).toEqual({ silo101: 300, silo111: 0, lq114: 70 });
});

test.each([0, -1, 'much'])('a quantity of %j is refused and nothing is booked', async (quantity) => {
  await using fixture = await withOrder();
  const before = fixture.odoo.books.order(NAME);
  expect(await fixture.raw.result(UPDATE, { mo_id: NAME, quantity, silo101: 5 })).toMatchObject({
    status: 'error',
  });
  expect(fixture.odoo.books.order(NAME)).toEqual(before);
});

test.each(['done', 'cancel'] as const)('an order in state %s takes no update', async (state) => {
  await using fixture = await withOrder(state);
  expect(await fixture.raw.result(UPDATE, { mo_id: NAME, silo101: 5 })).toEqual({
    status: 'error',
    message: `Cannot update MO "${NAME}" in state "${state}"`,
  });
  expect(fixture.odoo.books.finalQuantities(NAME).silo101).toBe(0);
});

test('an order with bookings is no longer among the confirmed ones', async () => {
  await using fixture = await withOrder();
  expect(await fixture.raw.result(UPDATE, { mo_id: NAME, silo101: 5 })).toMatchObject({
    mo_state: 'progress',
  });
  expect(await fixture.raw.result('/api/scada/mo-list-detailed', { states: ['confirmed'] })).toMatchObject({
    count: 0,
  });
  expect(await fixture.raw.result(UPDATE, { mo_id: NAME, quantity: 1000 })).toMatchObject({
    mo_state: 'to_close',
  });
});

test('an order that does not exist, and none at all', async () => {
  await using fixture = await withOrder();
  expect(await fixture.raw.result(UPDATE, { mo_id: 'WH/MO/1', silo101: 5 })).toEqual({
    status: 'error',
    message: 'Manufacturing Order "WH/MO/1" not found',
  });
  expect(await fixture.raw.result(UPDATE, { silo101: 5 })).toEqual({
    status: 'error',
    message: 'mo_id is required',
  });
});
