import { expect, test } from 'vitest';
import { startTrainingOdoo } from '../../testing/training-odoo-fixture.ts';

const PATH = '/api/scada/equipment-failure';
const REPORT = { equipment_code: 'silo101', description: 'START_FAILURE', date: '2026-01-04 23:30:00' };

test('the same failure twice makes two records', async () => {
  await using fixture = await startTrainingOdoo();
  const first = await fixture.raw.result(PATH, REPORT);
  expect(first).toMatchObject({
    status: 'success',
    data: { id: 1, equipment_code: 'silo101', equipment_name: 'SILO A', date: '2026-01-04T23:30:00' },
  });
  expect(await fixture.raw.result(PATH, REPORT)).toMatchObject({ data: { id: 2 } });
  expect(fixture.odoo.books.failures()).toHaveLength(2);
});

test('GET lists the reports of one equipment, the latest failure first, so that a twin can be found', async () => {
  await using fixture = await startTrainingOdoo();
  await fixture.raw.result(PATH, REPORT);
  await fixture.raw.result(PATH, { ...REPORT, equipment_code: 'lq114' });
  await fixture.raw.result(PATH, { ...REPORT, date: '2026-01-04 23:45:10' });
  const all = await fixture.raw.get(`${PATH}?equipment_code=silo101&limit=10`);
  expect(all.body).toMatchObject({
    result: {
      status: 'success',
      count: 2,
      data: [
        { id: 3, description: 'START_FAILURE', date: '2026-01-04T23:45:10' },
        { id: 1, description: 'START_FAILURE', date: '2026-01-04T23:30:00' },
      ],
    },
  });
  const latest = await fixture.raw.get(`${PATH}?equipment_code=silo101&limit=1`);
  expect(latest.body).toMatchObject({ result: { count: 1, data: [{ id: 3 }] } });
});

test.each([
  [{ equipment_code: 'silo999' }, 'Equipment "silo999" not found'],
  [{ equipment_code: '' }, 'equipment_code is required'],
  [{ description: '' }, 'description is required'],
  [{ date: '04/01/2026' }, 'Invalid date format. Use YYYY-MM-DD HH:MM:SS or YYYY-MM-DDTHH:MM'],
])('%j is refused', async (change, message) => {
  await using fixture = await startTrainingOdoo();
  expect(await fixture.raw.result(PATH, { ...REPORT, ...change })).toEqual({ status: 'error', message });
  expect(fixture.odoo.books.failures()).toEqual([]);
});

test('an installation has one of the two paths; the other is 404', async () => {
  const other = `${PATH}/report` as const;
  await using module = await startTrainingOdoo();
  expect((await module.raw.post(other, REPORT)).status).toBe(404);
  await using concept = await startTrainingOdoo({ failurePath: other });
  expect((await concept.raw.post(PATH, REPORT)).status).toBe(404);
  expect(await concept.raw.result(other, REPORT)).toMatchObject({ status: 'success' });
});
