import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readProfileFile } from '../plc/memory-map/load-profile.ts';
import type { MemoryMapProfile } from '../plc/memory-map/profile-schema.ts';
import { fastClock } from '../testing/fast-clock.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import type { AcceptedRequest } from '../training/plc/request-log.ts';
import { type Cut, CutLine } from './testing/cut-line.ts';
import { addOrders, RunCounter } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

const TEN_SLOT = new URL('../../resources/memory-maps/ten-slot.json', import.meta.url);
const GATES = Array.from({ length: 10 }, (_, index) => 7076 + 100 * index);
const CUTS: Cut[] = ['line', 'reply'];
/** Before the first gate, once all of them are 1: both areas (4), ten slots, read-back (2). */
const DATAGRAMS_BEFORE_ARMING = 16;

let postgres: TestPostgres;
let folder: string;
let profile: MemoryMapProfile;
let settings: Record<string, string>;
beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = await mkdtemp(join(tmpdir(), 'batchline-profile-'));
  const path = join(folder, 'own-gates.json');
  const shipped: unknown = JSON.parse(readFileSync(TEN_SLOT, 'utf8'));
  await writeFile(path, JSON.stringify(Object.assign({}, shipped, { name: 'own-gates', gate: 'per-slot' })));
  profile = readProfileFile(path);
  settings = { PLC_PROFILE: path, PLC_READ_TIMEOUT_MS: '1500', PLC_WRITE_TIMEOUT_MS: '1500' };
});
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

function isGateWrite({ command, address }: AcceptedRequest): boolean {
  return command === 0x0102 && address !== null && GATES.includes(address);
}

describe('a profile with a gate per slot', () => {
  it('arms each slot in order, after the data of all slots were verified, and runs two loads to their end', async () => {
    await using plant = await PlantFixture.start(postgres, { profile });
    const watch = new WriteAreaWatch(plant.plc, profile);
    const made = new RunCounter(plant);
    const moIds = addOrders(plant, 15);
    const running = await plant.station(settings);
    await running.until(() => running.count('batch-archived') === moIds.length);
    expect(watch.violations).toEqual([]);
    // Of the second load only the five slots with an order are released; the other gates stay 1.
    expect(watch.armings.map(({ gate }) => gate)).toEqual([...GATES, ...GATES.slice(0, 5)]);
    expect(made.of(moIds)).toEqual(moIds.map(() => 1));
    const { histories } = await running.station.api.query('history', { limit: 50, offset: 0 });
    expect(histories.map(({ mo_id }) => mo_id).toSorted()).toEqual(moIds);
    expect(histories.every(({ status }) => status === 'completed')).toBe(true);
    expect(running.count('load-armed')).toBe(2);
  });

  it('one gate that is 0 keeps the whole load back', async () => {
    await using plant = await PlantFixture.start(postgres, { profile, scans: 'by-hand' });
    for (const gate of GATES) plant.plc.memory.write(gate, [1]);
    plant.plc.memory.write(7476, [0]);
    plant.plc.memory.write(7401, [0x5748]);
    addOrders(plant, 1);
    const running = await plant.station(settings);
    expect((await running.station.runTask(1)).outcome).toBe('skipped');
    expect(plant.plc.server.requests().filter(isGateWrite)).toEqual([]);
    plant.plc.memory.write(7476, [1]);
    await running.until(() => running.count('load-armed') > 0);
  });

  describe.each(CUTS)('%s lost while the slots are being released', (cut) => {
    test.each([1, 2, 5, 10])('at gate %i: every order is made, none twice', async (nth) => {
      await using plant = await PlantFixture.start(postgres, { profile, clock: fastClock(10) });
      for (const gate of GATES) plant.plc.memory.write(gate, [1]);
      const line = new CutLine(plant.plc.server);
      const watch = new WriteAreaWatch(plant.plc, profile, () => line.losingReply);
      const made = new RunCounter(plant);
      const moIds = addOrders(plant, 10);
      line.cutAt(DATAGRAMS_BEFORE_ARMING + nth, cut);
      const running = await plant.station(settings);
      await running.until(() => running.count('batch-archived') === moIds.length);
      expect(line.wasCut).toBe(true);
      expect(watch.violations).toEqual([]);
      expect(made.of(moIds)).toEqual(moIds.map(() => 1));
      expect(watch.armings.map(({ gate }) => gate).toSorted()).toEqual(GATES);
    });
  });
});
