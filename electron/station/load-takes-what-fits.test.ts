import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import type { DraftLine } from '../training/odoo/draft-order.ts';
import { addOrders, moName, RunCounter } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function heldBack(running: RunningStation): { subject: string; message: string }[] {
  return running.events.flatMap((event) =>
    event.kind === 'alarm-raised' && event.code === 'INTAKE_MO_HELD_BACK'
      ? [{ subject: event.subject, message: event.message }]
      : [],
  );
}

describe('more orders than slots', () => {
  it('25 confirmed orders: the first ten are loaded, the rest stays confirmed in Odoo', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const moIds = addOrders(plant, 25);
    const running = await plant.station();
    await running.until(() => running.count('load-armed') > 0);
    plant.plc.program.scan(0);
    await running.until(() => running.count('load-accepted') > 0);
    // The button does not get more of them in either.
    expect((await running.station.runTask(1)).outcome).toBe('skipped');
    const { batches } = await running.station.api.query('batchStatus', {});
    expect(batches.map(({ mo_id }) => mo_id)).toEqual(moIds.slice(0, 10));
    expect(batches.map(({ batch_no }) => batch_no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const moId of moIds.slice(10)) expect(plant.odoo.books.order(moId)?.state).toBe('confirmed');
    expect(running.count('load-armed')).toBe(1);
  });

  it('25 orders end up as three loads, each order made once', async () => {
    await using plant = await PlantFixture.start(postgres);
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const made = new RunCounter(plant);
    const moIds = addOrders(plant, 25);
    const running = await plant.station();
    await running.until(() => running.count('batch-archived') === moIds.length);
    expect(watch.armedOrders()).toEqual([moIds.slice(0, 10), moIds.slice(10, 20), moIds.slice(20)]);
    expect(made.of(moIds)).toEqual(moIds.map(() => 1));
    expect(watch.violations).toEqual([]);
  });
});

describe('component codes as people type them', () => {
  const SPELLINGS: [code: string, spelling: string, component: string, kg: number][] = [
    ['silo111', 'SILO 111', 'silo_k', 310],
    ['lq114', 'silo114', 'lq_tetes', 41.25],
    ['lq115', 'LQ FML', 'lq_fml', 12.5],
    ['silo101', ' Silo A ', 'silo_a', 200.75],
    ['silo113', 'silo_113', 'silo_m', 50],
  ];

  it('blanks, other case and old names reach the right silo', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const lines = SPELLINGS.map(([equipmentCode, spelling, , toConsume]): DraftLine => {
      return { productName: spelling, toConsume, equipmentCode, spelling };
    });
    plant.odoo.addOrder({ name: moName(1), quantity: 614.5, lines });
    const running = await plant.station();
    await running.until(() => running.count('load-armed') > 0);
    const slot = watch.armings[0]?.slots[0];
    if (slot?.kind !== 'valid') throw new Error('slot 1 holds no order');
    const dosed = Object.entries(slot.content.components).filter(([, kg]) => kg > 0);
    expect(Object.fromEntries(dosed)).toEqual(
      Object.fromEntries(SPELLINGS.map(([, , component, kg]) => [component, kg])),
    );
    expect(heldBack(running)).toEqual([]);
  });

  it('an unknown code holds its order back and is named; the others go on; put right in Odoo, it is loaded', async () => {
    await using plant = await PlantFixture.start(postgres);
    const made = new RunCounter(plant);
    const unknown = moName(1);
    const lines: DraftLine[] = [
      { productName: 'jagung', toConsume: 600, equipmentCode: 'silo104' },
      { productName: 'bungkil', toConsume: 400, equipmentCode: 'silo 116' },
    ];
    plant.odoo.addOrder({ name: unknown, quantity: 1000, lines });
    const others = addOrders(plant, 3);
    const running = await plant.station();
    await running.until(() => running.count('batch-archived') === others.length);
    expect(heldBack(running).map(({ subject }) => subject)).toEqual([unknown]);
    expect(heldBack(running)[0]?.message).toContain('silo 116');
    expect(heldBack(running)[0]?.message).toContain('bungkil');
    expect(made.of([unknown, ...others])).toEqual([0, 1, 1, 1]);
    expect(plant.odoo.books.order(unknown)?.state).toBe('confirmed');

    plant.odoo.books.setState(unknown, 'cancel');
    const corrected = plant.odoo.addOrder({
      name: moName(9),
      quantity: 1000,
      lines: lines.map((line) => ({ ...line, equipmentCode: 'silo104' })),
    }).name;
    await running.until(() => running.count('batch-archived') === others.length + 1);
    expect(made.of([corrected])).toEqual([1]);
    expect(running.events).toContainEqual({
      kind: 'alarm-cleared',
      code: 'INTAKE_MO_HELD_BACK',
      subject: unknown,
    });
  });
});
