import { afterAll, beforeAll, expect, it } from 'vitest';
import { EQUIPMENT, type PerComponent } from '../../shared/domain/equipment.ts';
import { kg, slot } from '../../shared/units.ts';
import { slotRange } from '../plc/memory-map/addresses.ts';
import { decodeReadSlot, decodeWriteSlot, type SlotContent } from '../plc/memory-map/slot-codec.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { runSql, startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import {
  CANCEL_PATH,
  CLOSE_PATH,
  callsAbout,
  DETAIL_PATH,
  expectOdooHasFinal,
  FULL_TARGETS,
  finishWithoutOdoo,
  fullOrder,
  HELD,
  UPDATE_PATH,
  untilRunning,
} from '../testing/results-plant.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const OPERATOR = {
  actor: 'test',
  role: 'supervisor',
  station: 'test',
  reason: 'the orders were put right',
} as const;
const LIMITS = { maxKg: kg(1050) };

/** What slot 1 of an area holds; throws when it is no valid slot. */
function slotOne(plant: PlantFixture, area: 'read' | 'write'): SlotContent {
  const { address, words } = slotRange(plant.profile[area], slot(1));
  const memory = plant.plc.memory.read(address, words);
  const decode = area === 'read' ? decodeReadSlot : decodeWriteSlot;
  const decoded = decode(plant.profile, slot(1), memory, LIMITS);
  if (decoded.kind !== 'valid') throw new Error(`slot 1 of the ${area} area is ${decoded.kind}`);
  return decoded.content;
}

/** All 15 by name, so that a failure tells which one is wrong. */
function expectEqual(
  found: PerComponent<number | null> | undefined,
  expected: PerComponent<number>,
  where: string,
): void {
  for (const { key } of EQUIPMENT) expect(found?.[key], `${where}: ${key}`).toBe(expected[key]);
}

it('load words, READ area, APIs, outbox, database and Odoo: no component is missing on any path (C5)', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const { name: moId } = plant.odoo.addOrder(fullOrder('WH/MO/00014'));
  const running = await plant.station();
  await untilRunning(running, 1);
  expectEqual(slotOne(plant, 'write').components, FULL_TARGETS, 'WRITE area');
  const [atLoad] = (await running.station.api.query('batchStatus', {})).batches;
  expectEqual(atLoad?.target_consumptions, FULL_TARGETS, 'batch-status targets');

  await finishWithoutOdoo(plant, running, 1);
  const final = plant.plc.finals().get(moId);
  if (final === undefined) throw new Error('the PLC has not finished');
  for (const { key } of EQUIPMENT) expect(final.components[key], `the PLC dosed ${key}`).toBeGreaterThan(0);
  expectEqual(slotOne(plant, 'read').components, final.components, 'READ area');
  const [ended] = (await running.station.api.query('batchStatus', {})).batches;
  expectEqual(ended?.target_consumptions, FULL_TARGETS, 'batch-status targets after the end');
  expectEqual(ended?.actual_consumptions, final.components, 'batch-status actuals');
  expect(ended?.actual_finished_goods).toBe(final.weight);
  expectEqual(running.station.outbox.entry(moId)?.result.actuals, final.components, 'outbox');

  await plant.odoo.comeBack();
  await running.until(() => running.count('batch-archived') >= 1);
  const [row] = (await running.station.api.query('history', { limit: 10, offset: 0 })).histories;
  expectEqual(row?.target_consumptions, FULL_TARGETS, 'history targets');
  expectEqual(row?.actual_consumptions, final.components, 'history actuals');
  const [stored] = await runSql<Record<string, unknown>>(plant.database.url, 'select * from mo_histories');
  for (const { key, material } of EQUIPMENT) {
    expect(stored?.[`actual_consumption_${key}`], `mo_histories ${key}`).toBe(final.components[key]);
    expect(stored?.[`consumption_${key}`], `mo_histories ${key}`).toBe(FULL_TARGETS[key]);
    expect(stored?.[`component_${key}_name`], `mo_histories ${key}`).toBe(material);
  }
  expectOdooHasFinal(plant, moId);
  const [update] = callsAbout(plant, moId, UPDATE_PATH);
  const sent = EQUIPMENT.map(({ key, odooCode }) => [odooCode, final.components[key]]);
  expect(update?.params).toEqual({ mo_id: moId, quantity: final.weight, ...Object.fromEntries(sent) });
});

it('an order name with slashes, dots, percent and quote signs passes every path unchanged (C17)', async () => {
  const names = ['WH/MO/2026/00014', '../../etc/passwd', "A/B?c=1&d#e%2F'", '//', 'MO "5" \\ <b>/1'];
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  for (const name of names) plant.odoo.addOrder(fullOrder(name));
  const failing = names.at(-1) ?? '';
  const running = await plant.station();
  await untilRunning(running, names.length);
  const status = await running.station.api.query('batchStatus', {});
  expect(status.batches.map(({ mo_id }) => mo_id)).toEqual(names);

  const failed = slotRange(plant.profile.read, slot(names.length)).address;
  plant.plc.memory.write(failed + plant.profile.read.fields.statusOperation.offset, [1]);
  await finishWithoutOdoo(plant, running, names.length);
  await running.until(
    async () => (await running.station.api.query('failedToPush', {})).total === names.length,
  );
  const listed = (await running.station.api.query('failedToPush', {})).batches.map(({ mo_id }) => mo_id);
  expect(listed.toSorted()).toEqual(names.toSorted());

  // Parked, so that each must be sent again by a command that names it.
  const before = plant.odoo.books.orders().filter(({ name }) => name !== failing);
  for (const { name } of before) plant.odoo.books.setState(name, 'cancel');
  await plant.odoo.comeBack();
  await running.until(() => running.station.outbox.count('parked') === before.length);
  for (const order of before) plant.odoo.books.save(order);
  for (const { name } of before) await running.station.api.execute('retryPush', { mo_ids: [name] }, OPERATOR);
  await running.until(() => running.count('batch-archived') >= names.length);
  for (const { name } of before) {
    expectOdooHasFinal(plant, name);
    for (const path of [UPDATE_PATH, CLOSE_PATH, DETAIL_PATH]) {
      expect(callsAbout(plant, name, path).length, `${name} ${path}`).toBeGreaterThan(0);
    }
  }
  expect(plant.odoo.books.order(failing)?.state).toBe('cancel');
  expect(callsAbout(plant, failing, CANCEL_PATH)).toHaveLength(1);
  for (const name of names) {
    const one = await running.station.api.query('historyOf', { mo_id: name });
    expect(one.histories.map(({ mo_id }) => mo_id)).toEqual([name]);
  }
  const { histories } = await running.station.api.query('history', { limit: 10, offset: 0 });
  expect(histories.map(({ mo_id }) => mo_id).toSorted()).toEqual(names.toSorted());
});
