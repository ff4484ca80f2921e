import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import type { AcceptedRequest } from '../training/plc/request-log.ts';
import { addOrders } from './testing/orders.ts';

const READ = 0x0101;
const WRITE = 0x0102;
const GATE = 7076;
/** Ten slots one by one, both areas in two reads each, two reads of proof, the gate, and a cold start's gate. */
const MAX_REQUESTS_A_LOAD = 18;
const COLD_START = 'cold start: the PLC was never loaded, its gate counts as open';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** Everything for slots: not the periodic look at the CPU's mode, nor what other tasks have to ask. */
function requestsOf(plant: PlantFixture): AcceptedRequest[] {
  return plant.plc.server
    .requests()
    .filter(({ address }) => address !== null && address >= 6000 && address < 8000);
}

/** The requests up to the one that armed the first load, that one included. */
async function firstLoad(plant: PlantFixture, running: RunningStation): Promise<AcceptedRequest[]> {
  await running.until(() => running.count('load-armed') > 0);
  const requests = requestsOf(plant);
  const isArming = ({ command, address, words }: AcceptedRequest): boolean =>
    command === WRITE && address === GATE && words[0] === 0;
  return requests.slice(0, requests.findIndex(isArming) + 1);
}

it('a cold start loads ten batches with at most 18 requests, proof included, and says that it is one', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  addOrders(plant, 10);
  const requests = await firstLoad(plant, await plant.station());
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.length).toBeLessThanOrEqual(MAX_REQUESTS_A_LOAD);
  expect(plant.logger.lines.filter(({ message }) => message === COLD_START)).toHaveLength(1);
  const gateWrites = requests.filter(({ command, address }) => command === WRITE && address === GATE);
  expect(gateWrites.map(({ words }) => words)).toEqual([[1], [0]]);
});

it('a PLC that has read a load before needs one request less, and is no cold start', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  plant.plc.memory.write(GATE, [1]);
  addOrders(plant, 10);
  const requests = await firstLoad(plant, await plant.station());
  expect(requests.length).toBeLessThanOrEqual(MAX_REQUESTS_A_LOAD - 1);
  expect(plant.logger.lines.map(({ message }) => message)).not.toContain(COLD_START);
});

it('one read cycle over ten running slots is two requests', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', speed: { kgPerSecond: 1 } });
  const moIds = addOrders(plant, 10);
  const running = await plant.station({ PLC_READ_INTERVAL_SECONDS: '60' });
  await running.until(() => running.count('load-armed') > 0);
  plant.plc.program.scan(100);
  const seen = (): number =>
    new Set(running.events.flatMap((e) => (e.kind === 'batch-changed' ? [e.moId] : []))).size;
  await running.until(() => seen() === moIds.length);
  // All ten are seen running: no close look any more, and the interval is far away.
  for (let cycle = 0; cycle < 3; cycle += 1) {
    const before = requestsOf(plant).length;
    expect((await running.station.runTask(2)).outcome).toBe('done');
    const requests = requestsOf(plant).slice(before);
    expect(requests.map(({ command, address, count }) => [command, address, count])).toEqual([
      [READ, 6000, 477],
      [READ, 6500, 477],
    ]);
  }
});

it('a finished slot costs one flag write and its proof, once', async () => {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
  const moIds = addOrders(plant, 10);
  const running = await plant.station();
  await running.until(() => running.count('load-armed') > 0);
  await running.until(() => {
    plant.plc.program.scan(5);
    return running.count('batch-archived') === moIds.length;
  });
  const flags = requestsOf(plant).filter(
    ({ command, address }) => command === WRITE && (address ?? 0) < 7000,
  );
  expect(flags.map(({ address }) => address).toSorted()).toEqual([
    6076, 6176, 6276, 6376, 6476, 6576, 6676, 6776, 6876, 6976,
  ]);
  expect(flags.every(({ words }) => words.length === 1 && words[0] === 1)).toBe(true);
  const proofs = requestsOf(plant).filter(
    ({ command, address, count }) => command === READ && count === 1 && (address ?? 0) < 7000,
  );
  expect(proofs).toHaveLength(flags.length);
});
