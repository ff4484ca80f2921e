import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { DM_WORDS } from '../../shared/units.ts';
import { fastClock } from '../testing/fast-clock.ts';
import { PlantFixture, type RunningStation } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { type Cut, CutLine } from './testing/cut-line.ts';
import { addOrders, RunCounter } from './testing/orders.ts';
import { WriteAreaWatch } from './testing/write-area-watch.ts';

const GATE = 7076;
const ORDERS = 3;
const TIMEOUTS = { PLC_READ_TIMEOUT_MS: '1500', PLC_WRITE_TIMEOUT_MS: '1500' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

interface Left {
  /** State of the load in the database, null when there is none. */
  readonly load: string | null;
  readonly gate: number;
  /** WRITE slots that hold an order. */
  readonly written: number;
}

interface Stopped {
  readonly name: string;
  /** The load's n-th datagram on a warm PLC; a cold start has one more, before the data. */
  readonly at: number;
  readonly cut: Cut;
  readonly left: Left;
  /** The PLC runs while no station is there. */
  readonly plcGoesOn?: boolean;
}

const CUTS: Cut[] = ['line', 'reply'];

const CASES: Stopped[] = [
  { name: 'before anything was decided', at: 1, cut: 'line', left: { load: null, gate: 1, written: 0 } },
  {
    name: 'database rows without a word in the PLC',
    at: 5,
    cut: 'line',
    left: { load: 'intended', gate: 1, written: 0 },
  },
  { name: 'two slots written', at: 7, cut: 'line', left: { load: 'intended', gate: 1, written: 2 } },
  {
    name: 'all written, nothing proven',
    at: 15,
    cut: 'line',
    left: { load: 'intended', gate: 1, written: 3 },
  },
  { name: 'all proven, the arming lost', at: 17, cut: 'line', left: { load: 'arming', gate: 1, written: 3 } },
  {
    name: 'armed in the PLC, not in the database',
    at: 17,
    cut: 'reply',
    left: { load: 'arming', gate: 0, written: 3 },
  },
  {
    name: 'armed, not known as armed, and read and finished by the PLC meanwhile',
    at: 17,
    cut: 'reply',
    left: { load: 'arming', gate: 0, written: 3 },
    plcGoesOn: true,
  },
];

async function leftBy(plant: PlantFixture): Promise<Left> {
  const { db } = plant.database;
  const load = await db.selectFrom('load').select('state').executeTakeFirst();
  const { memory } = plant.plc;
  const slots = Array.from({ length: 10 }, (_, index) => memory.word(7001 + 100 * index));
  return {
    load: load?.state ?? null,
    gate: memory.word(GATE),
    written: slots.filter((firstLetters) => firstLetters !== 0).length,
  };
}

async function expectAllMadeOnce(
  plant: PlantFixture,
  running: RunningStation,
  moIds: readonly string[],
  made: RunCounter,
): Promise<void> {
  await running.until(() => {
    plant.plc.program.scan(5);
    return running.count('batch-archived') === moIds.length;
  });
  expect(made.of(moIds)).toEqual(moIds.map(() => 1));
  const { histories } = await running.station.api.query('history', { limit: 50, offset: 0 });
  expect(histories.map(({ mo_id }) => mo_id).toSorted()).toEqual([...moIds].toSorted());
  for (const moId of moIds) expect(plant.odoo.books.order(moId)?.state).toBe('done');
}

async function stopAndGoOn(
  { at, cut, left, plcGoesOn }: Omit<Stopped, 'name'>,
  coldStart: boolean,
): Promise<void> {
  await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', clock: fastClock(10) });
  if (!coldStart) plant.plc.memory.write(GATE, [1]);
  const line = new CutLine(plant.plc.server);
  const watch = new WriteAreaWatch(plant.plc, plant.profile, () => line.losingReply);
  const made = new RunCounter(plant);
  const moIds = addOrders(plant, ORDERS);
  line.cutAt(at, cut, true);
  const first = await plant.station(TIMEOUTS);
  const failed = (): boolean =>
    first.events.some((e) => e.kind === 'task-ended' && e.task === 1 && e.outcome === 'failed');
  await first.until(() => line.wasCut && failed());
  await first.stop();
  expect(await leftBy(plant)).toEqual(left);

  if (plcGoesOn) for (let scan = 0; scan < 10; scan += 1) plant.plc.program.scan(5);
  line.mend();
  const second = await plant.station(TIMEOUTS);
  await expectAllMadeOnce(plant, second, moIds, made);
  expect(watch.violations).toEqual([]);
  for (const orders of watch.armedOrders()) expect(orders).toEqual(moIds);
}

describe('a station stopped in the middle of a load; the next one on the same data goes on', () => {
  test.each(CASES)('$name', (stopped) => stopAndGoOn(stopped, false));
  test.each(CASES.filter(({ left }) => left.load !== null))('$name, cold start', (stopped) =>
    stopAndGoOn({ ...stopped, at: stopped.at + 1 }, true),
  );
  test.each(CUTS)('cold start, at the order to close the gate: its %s lost', (cut) =>
    stopAndGoOn({ at: 5, cut, left: { load: 'intended', gate: cut === 'line' ? 0 : 1, written: 0 } }, true),
  );

  it('armed for certain, then the PLC loses its memory before it has read: loaded again', async () => {
    await using plant = await PlantFixture.start(postgres, { scans: 'by-hand', clock: fastClock(10) });
    const watch = new WriteAreaWatch(plant.plc, plant.profile);
    const made = new RunCounter(plant);
    const moIds = addOrders(plant, ORDERS);
    const first = await plant.station();
    await first.until(() => first.count('load-armed') > 0);
    await first.stop();
    plant.plc.memory.write(0, new Array(DM_WORDS).fill(0));
    const second = await plant.station();
    await expectAllMadeOnce(plant, second, moIds, made);
    expect(watch.armedOrders()).toEqual([moIds, moIds]);
    expect(watch.violations).toEqual([]);
  });
});
