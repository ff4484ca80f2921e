import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { DM_WORDS } from '../../shared/units.ts';
import { fastClock } from '../testing/fast-clock.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { type Cut, CutLine } from './testing/cut-line.ts';
import { addOrders, RunCounter } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

/** Reads of WRITE and READ area (2 + 2), ten slots, read-back (2), gate; a cold start closes the gate first. */
const WARM_DATAGRAMS = 17;
const COLD_DATAGRAMS = 18;
const CUTS: Cut[] = ['line', 'reply'];
/** Two orders a load are enough: all ten slots are written all the same. */
const ORDERS = 2;

let postgres: TestPostgres;
let plant: PlantFixture;
let running: RunningStation;
let line: CutLine;
let watch: WriteAreaWatch;
let counter: RunCounter;
beforeAll(async () => {
  postgres = await startTestPostgres();
  plant = await PlantFixture.start(postgres, { clock: fastClock(10) });
  line = new CutLine(plant.plc.server);
  watch = new WriteAreaWatch(plant.plc, plant.profile, () => line.losingReply);
  counter = new RunCounter(plant);
  running = await plant.station({
    PLC_READ_TIMEOUT_MS: '1500',
    PLC_WRITE_TIMEOUT_MS: '1500',
    PLC_PROBE_INTERVAL_MS: '1000',
    SYNC_INTERVAL_SECONDS: '1',
  });
  // The first load of all: from here on the PLC is warm.
  await loadWithCut(0, 'reply');
});
afterAll(async () => {
  await plant[Symbol.asyncDispose]();
  await postgres.stop();
});

/** One load with the line cut at its n-th datagram; all its orders end in the history, made once each. */
async function loadWithCut(at: number, cut: Cut): Promise<void> {
  watch.forget();
  if (at > 0) line.cutAt(at, cut);
  const moIds = addOrders(plant, ORDERS);
  const archived = (): boolean =>
    moIds.every((moId) =>
      running.events.some((event) => event.kind === 'batch-archived' && event.moId === moId),
    );
  await running.until(archived);
  expect(line.wasCut, 'the load has that many datagrams').toBe(at > 0);
  expect(watch.violations).toEqual([]);
  expect(counter.of(moIds)).toEqual([1, 1]);
  // Whatever was repeated: what was armed was always this load as a whole.
  const armed = watch.armedOrders();
  expect(armed.length).toBeGreaterThan(0);
  for (const orders of armed) expect(orders).toEqual(moIds);
}

/** The PLC as it came out of its box: no load was ever there. */
function forget(): void {
  plant.plc.memory.write(0, new Array(DM_WORDS).fill(0));
}

describe.each(CUTS)('%s lost, PLC warm', (cut) => {
  test.each(Array.from({ length: WARM_DATAGRAMS }, (_, index) => index + 1))('at datagram %i', async (at) => {
    await loadWithCut(at, cut);
  });
});

describe.each(CUTS)('%s lost, cold start', (cut) => {
  test.each(Array.from({ length: COLD_DATAGRAMS }, (_, index) => index + 1))('at datagram %i', async (at) => {
    forget();
    await loadWithCut(at, cut);
  });
});

it('a load that could not begin is begun as soon as the link is back, however long the interval is', async () => {
  await using other = await PlantFixture.start(postgres, { clock: fastClock(10) });
  const cut = new CutLine(other.plc.server);
  const moIds = addOrders(other, ORDERS);
  cut.cutAt(1, 'line');
  const station = await other.station({ PLC_READ_TIMEOUT_MS: '1500', SYNC_INTERVAL_SECONDS: '86400' });
  await station.until(() => station.count('batch-archived') === moIds.length);
  expect(cut.wasCut).toBe(true);
});
