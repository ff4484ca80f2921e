import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { kg, slot, toHundredths } from '../../shared/units.ts';
import { slotRange } from '../plc/memory-map/addresses.ts';
import { decodeWriteSlot } from '../plc/memory-map/slot-codec.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { expectOdooHasFinal, FULL_TARGETS, fullOrder } from '../testing/results-plant.ts';
import { pathMissing } from '../training/odoo/behaviours.ts';
import { MAX_DEVIATION } from '../training/plc/dosing-plan.ts';

const OLDER_MODULE = pathMissing('/api/scada/boms');

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** The targets in a WRITE slot, in hundredths of a kilogram by component. */
function loaded(plant: PlantFixture, number: number): Record<string, number> {
  const { address, words } = slotRange(plant.profile.write, slot(number));
  const memory = plant.plc.memory.read(address, words);
  const decoded = decodeWriteSlot(plant.profile, slot(number), memory, { maxKg: kg(1050) });
  if (decoded.kind !== 'valid') throw new Error(`WRITE slot ${number} is ${decoded.kind}`);
  const { components } = decoded.content;
  return Object.fromEntries(EQUIPMENT.map(({ key }) => [key, toHundredths(components[key])]));
}

it.each([
  [500, 1000, 0.5],
  [750, 1000, 0.75],
  [1000, 500, 2],
])(
  'an order of %i kg from a bill for %i kg ends in Odoo with scaled quantities',
  async (quantity, bomQuantity, ratio) => {
    await using plant = await PlantFixture.start(postgres);
    const draft = fullOrder('WH/MO/00001', { quantity, bomQuantity });
    // A bill that is scaled up must not exceed the mixer.
    const share = ratio > 1 ? 1 / ratio : 1;
    const lines = draft.lines.map((line) => ({ ...line, toConsume: line.toConsume * share }));
    const { name: moId } = plant.odoo.addOrder({ ...draft, lines });
    const running = await plant.station();
    await running.until(() => running.count('batch-archived') >= 1);

    const targets = loaded(plant, 1);
    const [row] = (await running.station.api.query('history', { limit: 1, offset: 0 })).histories;
    for (const { key, odooCode } of EQUIPMENT) {
      // Rounded half up to the PLC's hundredths.
      const wanted = Math.floor(toHundredths(FULL_TARGETS[key]) * share * ratio + 0.5);
      expect(targets[key], `${key} in the PLC`).toBe(wanted);
      expect(row?.target_consumptions[key], `${key} in the history`).toBeCloseTo(wanted / 100, 1);
      const booked = plant.odoo.books.finalQuantities(moId)[odooCode] ?? 0;
      const off = Math.abs(booked * 100 - wanted);
      expect(off, `${key} in Odoo`).toBeLessThanOrEqual(Math.max(1, wanted * MAX_DEVIATION));
    }
    expectOdooHasFinal(plant, moId);
    const said = plant.logger.lines.map(({ message }) => message);
    expect(said).toContain(
      `${moId}: scaled to ${quantity} kg from a bill of materials for ${bomQuantity} kg`,
    );
  },
);

it('a module that cannot tell the size: sums within 5 % are loaded as they are, others are held back', async () => {
  await using plant = await PlantFixture.start(postgres);
  plant.odoo.setBehaviour(OLDER_MODULE);
  const { lines } = fullOrder('');
  const total = Object.values(FULL_TARGETS).reduce((sum, target) => sum + target, 0);
  const order = (name: string, quantity: number) => plant.odoo.addOrder({ name, quantity, lines });
  order('WH/MO/EXACT', total);
  order('WH/MO/ABOVE', total / 0.951);
  order('WH/MO/BELOW', total / 1.049);
  order('WH/MO/HALF', total / 2);
  order('WH/MO/TOO-FAR', total / 1.051);
  const running = await plant.station();
  await running.until(() => running.count('batch-archived') >= 3);
  await running.until(() => running.count('alarm-raised') >= 2);

  for (const [index, moId] of ['WH/MO/EXACT', 'WH/MO/ABOVE', 'WH/MO/BELOW'].entries()) {
    expectOdooHasFinal(plant, moId);
    const targets = loaded(plant, index + 1);
    for (const { key } of EQUIPMENT) {
      expect(targets[key], `${moId} ${key}`).toBe(toHundredths(FULL_TARGETS[key]));
    }
  }
  const held = running.events.flatMap((event) =>
    event.kind === 'alarm-raised' && event.code === 'INTAKE_MO_HELD_BACK' ? [event] : [],
  );
  expect(held.map(({ subject }) => subject).toSorted()).toEqual(['WH/MO/HALF', 'WH/MO/TOO-FAR']);
  for (const { message } of held) expect(message).toMatch(/bill of materials|BoM/);
  for (const moId of ['WH/MO/HALF', 'WH/MO/TOO-FAR']) {
    expect(plant.odoo.books.order(moId)?.state).toBe('confirmed');
    expect(plant.plc.finals().has(moId)).toBe(false);
  }
});
