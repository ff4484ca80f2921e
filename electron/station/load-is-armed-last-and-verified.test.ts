import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { fastClock } from '../testing/fast-clock.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import type { AcceptedRequest } from '../training/plc/request-log.ts';
import { addOrders, RunCounter, wantedHundredths } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

const READ = 0x0101;
const WRITE = 0x0102;
const GATE = 7076;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function inWriteArea({ address }: AcceptedRequest): boolean {
  return address !== null && address >= 7000 && address < 8000;
}

/** A request as a short line: `write D7000 x76`. */
function line({ command, address, count }: AcceptedRequest): string {
  return `${command === READ ? 'read' : 'write'} D${address} x${count}`;
}

describe('data, read-back of every word, then the gate alone (S2)', () => {
  it('goes over the wire in exactly this order', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    plant.plc.memory.write(GATE, [1]);
    addOrders(plant, 10);
    const running = await plant.station();
    await running.until(() => running.count('load-armed') > 0);
    const requests = plant.plc.server.requests().filter(inWriteArea);
    const armed = requests.findIndex(({ command, address }) => command === WRITE && address === GATE);
    expect(requests.slice(0, armed + 1).map(line)).toEqual([
      'read D7000 x477',
      'read D7500 x477',
      'write D7000 x76',
      ...[7100, 7200, 7300, 7400, 7500, 7600, 7700, 7800, 7900].map((base) => `write D${base} x77`),
      'read D7000 x477',
      'read D7500 x477',
      'write D7076 x1',
    ]);
    expect(requests[armed]?.words).toEqual([0]);
  });

  it('what is armed is what Odoo ordered, in all 15 components of all ten slots', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const moIds = addOrders(plant, 10);
    const running = await plant.station();
    await running.until(() => running.count('load-armed') > 0);
    expect(watch.violations).toEqual([]);
    expect(watch.armedOrders()).toEqual([moIds]);
    for (const slot of watch.armings[0]?.slots ?? []) {
      if (slot.kind !== 'valid') throw new Error(`slot ${slot.slot} is ${slot.kind}`);
      const { moId, components, quantity } = slot.content;
      const written = Object.entries(components).map(([key, kg]) => [key, Math.round(kg * 100)]);
      expect(Object.fromEntries(written), moId).toEqual(wantedHundredths(plant, moId));
      expect(quantity).toBe(plant.odoo.books.order(moId)?.quantity);
    }
  });

  test.each([
    ['slot number', 7000],
    ['a letter of the MO name', 7102],
    ['a weight', 7231],
    ['status_manufacturing', 7372],
    ["another slot's flag", 7476],
    ['the last word', 7976],
  ])('%s reads back differently (D%i): never armed, and the word is named', async (_name, address) => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', clock: fastClock(10) });
    const { memory, server } = plant.plc;
    memory.write(GATE, [1]);
    // A word that takes another value than it is given, as a second writer or a bad cell would make it.
    let stuck = true;
    server.onRequest((request) => {
      const { command, address: first, count } = request;
      if (command !== WRITE || !stuck || first === null) return;
      if (first <= address && address < first + count) memory.write(address, [memory.word(address) ^ 0x0100]);
    });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const moIds = addOrders(plant, 10);
    const running = await plant.station({ PLC_READ_INTERVAL_SECONDS: '1' });
    await running.until(() =>
      plant.logger.lines.some(({ message }) => message.includes('PLC_VERIFY_FAILED')),
    );
    const byHand = await running.station.runTask(1);
    expect(byHand).toMatchObject({ outcome: 'failed', code: 'PLC_VERIFY_FAILED' });
    expect(byHand.message).toContain(`D${address} is`);
    expect(watch.armings).toEqual([]);
    expect(memory.word(GATE)).toBe(1);
    expect(running.count('load-armed')).toBe(0);

    stuck = false;
    await running.until(() => running.count('load-armed') > 0);
    expect(watch.violations).toEqual([]);
    expect(watch.armedOrders()).toEqual([moIds]);
  });

  it('a word altered once between the writes and the read-back: all is written again, and runs once', async () => {
    await using plant = await PlantFixture.start(postgres, { clock: fastClock(10) });
    const { memory, server } = plant.plc;
    memory.write(GATE, [1]);
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const counter = new RunCounter(plant);
    // Right before the first read-back, once.
    let dataWrites = 0;
    server.setIntercept(({ command, address }) => {
      if (command === WRITE && address !== GATE && address !== null && address >= 7000) dataWrites += 1;
      if (command === READ && address === 7000 && dataWrites === 10) memory.write(7328, [4_660]);
      return 'pass';
    });
    const moIds = addOrders(plant, 10);
    const running = await plant.station();
    await running.until(() => running.count('batch-archived') === moIds.length);
    expect(dataWrites).toBe(20);
    expect(watch.armedOrders()).toEqual([moIds]);
    expect(watch.violations).toEqual([]);
    expect(counter.of(moIds)).toEqual(moIds.map(() => 1));
  });
});
