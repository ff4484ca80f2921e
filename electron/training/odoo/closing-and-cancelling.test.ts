import { expect, test } from 'vitest';
import { startTrainingOdoo, type TrainingOdooFixture } from '../../testing/training-odoo-fixture.ts';

const MARK_DONE = '/api/scada/mo/mark-done';
const CANCEL = '/api/scada/mo/cancel';
const NAME = 'WH/MO/00014';

async function withOrder(): Promise<TrainingOdooFixture> {
  const fixture = await startTrainingOdoo();
  const lines = [{ productName: 'kopra', toConsume: 1000, equipmentCode: 'silo102' }];
  fixture.odoo.addOrder({ name: NAME, quantity: 1000, lines });
  return fixture;
}

test('mark-done closes the order with its finished weight, and is an error the second time', async () => {
  await using fixture = await withOrder();
  const close = { mo_id: NAME, finished_qty: 998.5, equipment_id: 'PLC01' };
  expect(await fixture.raw.result(MARK_DONE, close)).toMatchObject({ status: 'success', mo_id: NAME });
  expect(fixture.odoo.books.order(NAME)).toMatchObject({ state: 'done', producedQuantity: 998.5 });
  expect(await fixture.raw.result(MARK_DONE, { ...close, finished_qty: 1 })).toEqual({
    status: 'error',
    message: 'No finished product move found for this MO',
  });
  expect(fixture.odoo.books.order(NAME)?.producedQuantity).toBe(998.5);
});

test.each([
  [{ finished_qty: 0 }, 'finished_qty must be > 0'],
  [{ finished_qty: -5 }, 'finished_qty must be > 0'],
  [{ finished_qty: 'all' }, 'finished_qty must be a number'],
  [{}, 'finished_qty is required'],
])('mark-done with %j is refused', async (params, message) => {
  await using fixture = await withOrder();
  expect(await fixture.raw.result(MARK_DONE, { mo_id: NAME, ...params })).toEqual({
    status: 'error',
    message,
  });
  expect(fixture.odoo.books.order(NAME)?.state).toBe('confirmed');
});

test('a cancelled order cannot be closed', async () => {
  await using fixture = await withOrder();
  await fixture.raw.result(CANCEL, { mo_id: NAME });
  expect(await fixture.raw.result(MARK_DONE, { mo_id: NAME, finished_qty: 5 })).toMatchObject({
    status: 'error',
  });
  expect(fixture.odoo.books.order(NAME)?.state).toBe('cancel');
});

test('cancelling twice succeeds twice', async () => {
  await using fixture = await withOrder();
  expect(await fixture.raw.result(CANCEL, { mo_id: NAME })).toEqual({
    status: 'success',
    message: 'Manufacturing order cancelled successfully',
    mo_id: NAME,
    mo_state: 'cancel',
  });
  expect(await fixture.raw.result(CANCEL, { mo_id: NAME })).toMatchObject({
    status: 'success',
    message: 'Manufacturing order already cancelled',
    mo_state: 'cancel',
  });
});

test('a done order cannot be cancelled', async () => {
  await using fixture = await withOrder();
  await fixture.raw.result(MARK_DONE, { mo_id: NAME, finished_qty: 1000 });
  expect(await fixture.raw.result(CANCEL, { mo_id: NAME })).toEqual({
    status: 'error',
    message: `Cannot cancel MO "${NAME}" in state "done"`,
  });
  expect(fixture.odoo.books.order(NAME)?.state).toBe('done');
});

test.each([MARK_DONE, CANCEL])('%s of an unknown order is an error', async (path) => {
  await using fixture = await withOrder();
  expect(await fixture.raw.result(path, { mo_id: 'WH/MO/1', finished_qty: 1 })).toEqual({
    status: 'error',
    message: 'MO not found: WH/MO/1',
  });
});
