import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slot, wordAddress } from '../../shared/units.ts';
import { slotAddress } from '../plc/memory-map/addresses.ts';
import { encodeWriteSlot } from '../plc/memory-map/slot-codec.ts';
import { fastClock } from '../testing/fast-clock.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { ANOTHER_STATIONS_ORDER, addOrders } from './testing/orders.ts';

const WRITE = 0x0102;
const GATE = wordAddress(7076);
const FAST = { GATE_STUCK_SECONDS: '1' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** A PLC that still holds a load which it has not read: nobody scans its program. */
async function plantWithOldLoad(gate: number): Promise<PlantFixture> {
  const plant = await PlantFixture.start(postgres, { scans: 'by-hand', clock: fastClock(10) });
  const { memory } = plant.plc;
  const first = slot(1);
  memory.write(
    slotAddress(plant.profile.write, first),
    encodeWriteSlot(plant.profile, first, ANOTHER_STATIONS_ORDER),
  );
  memory.write(GATE, [gate]);
  return plant;
}

function writes(plant: PlantFixture): number {
  const { server } = plant.plc;
  return server.requests().filter(({ command, address }) => command === WRITE && (address ?? 0) < 8000)
    .length;
}

function gateAlarm(running: RunningStation): string | undefined {
  const raised = running.events.find((event) => event.kind === 'alarm-raised' && event.code === 'GATE_STUCK');
  return raised?.kind === 'alarm-raised' ? raised.message : undefined;
}

/** Opens the gate as the PLC does, and waits until the waiting order is released. */
async function expectLoadOnceOpen(
  plant: PlantFixture,
  running: RunningStation,
  moIds: string[],
): Promise<void> {
  expect(writes(plant)).toBe(0);
  plant.plc.memory.write(GATE, [1]);
  await running.until(() => running.count('load-armed') > 0);
  expect(running.events.find((event) => event.kind === 'load-armed')).toMatchObject({ moIds });
  expect(running.events).toContainEqual({ kind: 'alarm-cleared', code: 'GATE_STUCK', subject: 'gate' });
  expect(plant.plc.memory.word(GATE)).toBe(0);
}

describe('a WRITE area whose gate is not 1 is left alone (S1)', () => {
  it('gate 0 over an old load: nothing is written, an alarm names the load, all goes on when the PLC has read it', async () => {
    await using plant = await plantWithOldLoad(0);
    const before = plant.plc.memory.read(7000, 1000);
    const moIds = addOrders(plant, 3);
    const running = await plant.station(FAST);
    await running.until(() => gateAlarm(running) !== undefined);
    expect(gateAlarm(running)).toContain(ANOTHER_STATIONS_ORDER.moId);
    const byHand = await running.station.runTask(1);
    expect(byHand.outcome).toBe('skipped');
    expect(byHand.message).toContain(ANOTHER_STATIONS_ORDER.moId);
    expect(plant.plc.memory.read(7000, 1000)).toEqual(before);
    expect((await running.station.api.query('batchStatus', {})).is_empty).toBe(true);
    await expectLoadOnceOpen(plant, running, moIds);
  });

  it('Odoo is not asked for orders again and again while the gate is closed', async () => {
    await using plant = await plantWithOldLoad(0);
    addOrders(plant, 1);
    const running = await plant.station(FAST);
    await running.until(() => gateAlarm(running) !== undefined);
    const asked = (): number =>
      plant.odoo.books.calls().filter(({ path }) => path.endsWith('mo-list-detailed')).length;
    const before = asked();
    for (let run = 0; run < 3; run += 1) await running.station.runTask(1);
    expect(before).toBe(1);
    expect(asked()).toBe(before);
  });

  it.each([2, 7, 0xffff])(
    'gate %i is no answer: alarm, nothing written, all goes on when it is 1',
    async (gate) => {
      await using plant = await plantWithOldLoad(gate);
      const moIds = addOrders(plant, 1);
      const running = await plant.station(FAST);
      await running.until(() => gateAlarm(running) !== undefined);
      expect(gateAlarm(running)).toContain(`${gate}`);
      expect(await running.station.runTask(1)).toMatchObject({
        outcome: 'failed',
        code: 'PLC_GATE_CLOSED',
      });
      await expectLoadOnceOpen(plant, running, moIds);
    },
  );

  it('the alarm is over when the gate opens, also when Odoo has no order any more', async () => {
    await using plant = await plantWithOldLoad(0);
    const [moId] = addOrders(plant, 1);
    const running = await plant.station(FAST);
    await running.until(() => gateAlarm(running) !== undefined);
    plant.odoo.books.setState(moId ?? '', 'cancel');
    plant.plc.memory.write(GATE, [1]);
    await running.until(() => running.count('alarm-cleared') > 0);
    expect((await running.station.runTask(1)).message).toBe('Odoo has no confirmed order to load');
    expect(writes(plant)).toBe(0);
  });

  it('an own load that the PLC leaves unread is an alarm too, and over when it is read', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', clock: fastClock(10) });
    const moIds = addOrders(plant, 2);
    const running = await plant.station(FAST);
    await running.until(() => gateAlarm(running) !== undefined);
    expect(gateAlarm(running)).toContain('has not read the orders written last since');
    plant.plc.program.scan(5);
    await running.until(() => running.count('load-accepted') > 0);
    expect(running.events).toContainEqual({ kind: 'alarm-cleared', code: 'GATE_STUCK', subject: 'load' });
    expect(plant.plc.program.counts().taken).toBe(moIds.length);
  });
});

it('PLC memory lost while the gate was closed: counts as a cold start, not as a closed gate', async () => {
  await using plant = await plantWithOldLoad(0);
  const moIds = addOrders(plant, 1);
  const running = await plant.station(FAST);
  await running.until(() => gateAlarm(running) !== undefined);
  plant.plc.memory.write(slotAddress(plant.profile.write, slot(1)), new Array(77).fill(0));
  await running.until(() => running.count('load-armed') > 0);
  expect(running.events.find((event) => event.kind === 'load-armed')).toMatchObject({ moIds });
});
