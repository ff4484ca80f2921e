import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addOrders } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

const SLOTS = Array.from({ length: 10 }, (_, index) => 7000 + 100 * index);
const GATE = 7076;
/** A value that no field of an order holds. */
const JUNK = 0xbeef;
/** Offsets in a slot; the words from UNUSED on belong to nobody. */
const QUANTITY = 25;
const COMPONENTS = 27;
const STATUS = 72;
const FLAG = 76;
const UNUSED = 77;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function nextLoad(plant: PlantFixture, running: RunningStation, orders: number): Promise<string[]> {
  const loads = running.count('load-armed');
  const moIds = addOrders(plant, orders);
  await running.until(() => running.count('load-armed') > loads);
  return moIds;
}

/** The PLC takes the load in and makes all of it; the station reports it and its queue is empty again. */
async function runLoad(
  plant: PlantFixture,
  running: RunningStation,
  orders: readonly string[],
): Promise<void> {
  const archived = running.count('batch-archived');
  await running.until(() => {
    plant.plc.program.scan(5);
    return running.count('batch-archived') === archived + orders.length;
  });
}

/** Slot number, 15 equipment ids, and nothing else. */
function emptySlot(number: number): number[] {
  const words: number[] = new Array(UNUSED).fill(0);
  words[0] = number;
  EQUIPMENT.forEach(({ id }, index) => {
    words[COMPONENTS + 3 * index] = id;
  });
  return words;
}

describe('a load leaves nothing of the load before', () => {
  it('the slots that a smaller load does not need are emptied, ids and slot number stay', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const running = await plant.station();
    const first = await nextLoad(plant, running, 10);
    await runLoad(plant, running, first);
    const second = await nextLoad(plant, running, 3);
    expect(watch.armedOrders()).toEqual([first, second]);
    for (const [index, base] of SLOTS.entries()) {
      if (index < second.length) continue;
      expect(plant.plc.memory.read(base, UNUSED), `slot ${index + 1}`).toEqual(emptySlot(index + 1));
    }
    expect(watch.violations).toEqual([]);
    await runLoad(plant, running, second);
    expect(plant.plc.program.counts().taken).toBe(13);
  });

  it('words that were left set (finished, failed, weight, flags of slots 2 to 10) are 0 when the load is armed', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const { memory } = plant.plc;
    for (const base of SLOTS) memory.write(base, new Array(UNUSED).fill(JUNK));
    memory.write(GATE, [1]);
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const running = await plant.station();
    await nextLoad(plant, running, 4);
    for (const base of SLOTS) {
      expect(memory.read(base + STATUS, 5), `D${base + STATUS}`).toEqual([0, 0, 0, 0, 0]);
    }
    for (const base of SLOTS.slice(4)) expect(memory.read(base + QUANTITY, 2)).toEqual([0, 0]);
    expect(SLOTS.flatMap((base) => memory.read(base, UNUSED))).not.toContain(JUNK);
    expect(watch.violations).toEqual([]);
  });

  it('words +77 to +99 of every slot keep what somebody else has there', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const { memory } = plant.plc;
    const gap = new Array(100 - UNUSED).fill(JUNK);
    for (const base of SLOTS) memory.write(base + UNUSED, gap);
    const running = await plant.station();
    const moIds = await nextLoad(plant, running, 10);
    await runLoad(plant, running, moIds);
    for (const base of SLOTS)
      expect(memory.read(base + UNUSED, gap.length), `D${base + UNUSED}`).toEqual(gap);
    const touched = plant.plc.server.requests().filter(({ command, address, count }) => {
      const offset = (address ?? 0) % 100;
      return command === 0x0102 && offset + count > FLAG + 1;
    });
    expect(touched).toEqual([]);
  });
});
