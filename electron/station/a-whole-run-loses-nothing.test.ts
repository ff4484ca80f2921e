import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { shippedProfile } from '../plc/memory-map/load-profile.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Every order that the PLC finished is done in Odoo, with the PLC's final words for all 15 components. */
async function expectOdooEqualsPlc(
  plant: PlantFixture,
  running: RunningStation,
  orders: number,
): Promise<void> {
  const finals = plant.plc.finals();
  expect(finals.size).toBe(orders);
  const history = await running.station.api.query('history', { limit: 1000, offset: 0 });
  expect(history.total).toBe(orders);
  expect(new Set(history.histories.map((row) => row.mo_id)).size).toBe(orders);
  for (const [moId, final] of finals) {
    const order = plant.odoo.books.order(moId);
    expect(order?.state, moId).toBe('done');
    expect(order?.producedQuantity, moId).toBe(final.weight);
    const inOdoo = plant.odoo.books.finalQuantities(moId);
    const row = history.histories.find((candidate) => candidate.mo_id === moId);
    expect(row?.actual_weight, moId).toBe(final.weight);
    for (const { key, odooCode } of EQUIPMENT) {
      expect(inOdoo[odooCode] ?? 0, `${moId} ${odooCode}`).toBeCloseTo(final.components[key], 6);
      expect(row?.actual_consumptions[key], `${moId} ${key}`).toBe(final.components[key]);
    }
  }
}

it('200 orders at high speed: nothing lost, doubled or changed, Odoo equals the PLC', {
  timeout: 180_000,
}, async () => {
  await using plant = await PlantFixture.start(postgres, { orders: { count: 200 } });
  const running = await plant.station();
  await running.until(() => running.count('batch-archived') >= 200);
  await expectOdooEqualsPlc(plant, running, 200);
  expect(running.count('load-armed')).toBe(20);
  expect(plant.plc.server.requests().length).toBeGreaterThan(0);
  expect((await running.station.api.query('batchStatus', {})).is_empty).toBe(true);
  expect((await running.station.api.query('failedToPush', {})).total).toBe(0);
});

it('the single-slot profile runs the whole job, one order after the other', {
  timeout: 120_000,
}, async () => {
  await using plant = await PlantFixture.start(postgres, {
    orders: { count: 10 },
    profile: shippedProfile('single-slot-2025'),
  });
  const running = await plant.station();
  await running.until(() => running.count('batch-archived') >= 10);
  await expectOdooEqualsPlc(plant, running, 10);
  expect(running.count('load-armed')).toBe(10);
});
