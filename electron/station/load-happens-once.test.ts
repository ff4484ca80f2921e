import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fastClock } from '../testing/fast-clock.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addOrders, RunCounter } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

const WRITE = 0x0102;
const GATE = 7076;
const SECOND_STATION = { CLIENT_NODE: '21' };

let postgres: TestPostgres;
let secondFolder: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  secondFolder = await mkdtemp(join(tmpdir(), 'batchline-second-'));
});
afterAll(async () => {
  await postgres.stop();
  await rm(secondFolder, { recursive: true, force: true });
});

function writesFrom(plant: PlantFixture, port: number): number {
  const { server } = plant.plc;
  return server
    .requests()
    .filter(
      ({ command, address, source }) => command === WRITE && (address ?? 0) < 8000 && source.port === port,
    ).length;
}

describe('two intakes at once are one load', () => {
  it('timer and button: four runs by hand and the timer load ten orders once', async () => {
    await using plant = await PlantFixture.start(postgres, { clock: fastClock(5) });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const counter = new RunCounter(plant);
    const moIds = addOrders(plant, 10);
    const running = await plant.station({ SYNC_INTERVAL_SECONDS: '0.2' });
    const byHand = await Promise.all([1, 2, 3, 4].map(() => running.station.runTask(1)));
    expect(byHand.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    await running.until(() => running.count('batch-archived') === moIds.length);
    expect(watch.armedOrders()).toEqual([moIds]);
    expect(counter.of(moIds)).toEqual(moIds.map(() => 1));
    expect(running.count('load-armed')).toBe(1);
  });

  it('a reading that starts in the middle of a load leaves the gate alone', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand' });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const moIds = addOrders(plant, 10);
    const running = await plant.station({ PLC_READ_INTERVAL_SECONDS: '60' });
    // TASK 2 asks how the load stands while its words are being written, and gets its turn after the arming.
    const readings: Promise<unknown>[] = [];
    const cancel = plant.plc.server.onRequest(({ command, address }) => {
      if (command === WRITE && address === 7000) readings.push(running.station.runTask(2));
    });
    await running.until(() => running.count('load-armed') > 0);
    await Promise.all(readings);
    cancel();
    expect(readings).toHaveLength(1);
    expect(plant.plc.memory.word(GATE)).toBe(0);
    expect(watch.violations).toEqual([]);
    expect(watch.armedOrders()).toEqual([moIds]);
  });

  it('two stations on one database and one PLC: one loads, the other only shows', async () => {
    await using plant = await PlantFixture.start(postgres);
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const counter = new RunCounter(plant);
    const leader = await plant.station();
    const follower = await plant.station(SECOND_STATION, secondFolder);
    const moIds = addOrders(plant, 12);
    const [first, second] = await Promise.all([leader.station.runTask(1), follower.station.runTask(1)]);
    expect(first.outcome).not.toBe('failed');
    expect(second).toMatchObject({ outcome: 'failed', code: 'NOT_LEADER' });
    await leader.until(() => leader.count('batch-archived') === moIds.length);
    expect((await follower.station.api.query('health', {})).leader).toBe(false);
    expect(await follower.station.runTask(2)).toMatchObject({ outcome: 'skipped' });
    expect(follower.count('load-armed')).toBe(0);
    const ports = new Set(plant.plc.server.requests().map(({ source }) => source.port));
    expect([...ports].filter((port) => writesFrom(plant, port) > 0)).toHaveLength(1);
    expect(counter.of(moIds)).toEqual(moIds.map(() => 1));
    expect(watch.violations).toEqual([]);
  });

  it('the leader stops with a load in the PLC: the follower takes over and brings every order to its end', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', clock: fastClock(10) });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const counter = new RunCounter(plant);
    const leader = await plant.station();
    const follower = await plant.station(SECOND_STATION, secondFolder);
    const moIds = addOrders(plant, 4);
    await leader.until(() => leader.count('load-armed') > 0);
    await leader.stop();
    await follower.until(() => {
      plant.plc.program.scan(5);
      return follower.count('batch-archived') === moIds.length;
    });
    const more = addOrders(plant, 2);
    await follower.until(() => {
      plant.plc.program.scan(5);
      return follower.count('batch-archived') === moIds.length + more.length;
    });
    expect(watch.armedOrders()).toEqual([moIds, more]);
    expect(counter.of([...moIds, ...more])).toEqual([1, 1, 1, 1, 1, 1]);
    expect(watch.violations).toEqual([]);
  });
});
