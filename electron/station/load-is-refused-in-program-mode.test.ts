import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fastClock } from '../testing/fast-clock.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { CutLine } from './testing/cut-line.ts';
import { addOrders, RunCounter } from './testing/orders.ts';

const WRITE = 0x0102;
const REFUSED = { outcome: 'failed', code: 'PLC_NOT_IN_RUN_MODE' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function writes(plant: PlantFixture): number {
  const { server } = plant.plc;
  return server.requests().filter(({ command, address }) => command === WRITE && (address ?? 0) < 8000)
    .length;
}

describe('a PLC in PROGRAM mode answers no handshake: that is said, and nothing is written', () => {
  it('from the first run on, although nothing is known of the mode yet; goes on by itself in RUN mode', async () => {
    await using plant = await PlantFixture.start(postgres, { clock: fastClock(5) });
    plant.plc.setCpu({ mode: 'program' });
    const moIds = addOrders(plant, 2);
    const running = await plant.station({ SYNC_INTERVAL_SECONDS: '3600' });
    const firstRun = (): boolean =>
      running.events.some((event) => event.kind === 'task-ended' && event.task === 1);
    await running.until(firstRun);
    const byHand = await running.station.runTask(1);
    expect(byHand).toMatchObject(REFUSED);
    expect(byHand.message).toContain('PROGRAM mode');
    expect(writes(plant)).toBe(0);
    expect((await running.station.api.query('batchStatus', {})).is_empty).toBe(true);
    const orders = plant.odoo.books.calls().filter(({ path }) => path.endsWith('mo-list-detailed'));
    expect(orders).toEqual([]);

    plant.plc.setCpu({ mode: 'run' });
    await running.until(() => running.count('batch-archived') === moIds.length);
  });

  it('also when the key was turned a moment ago, and the last status still says RUN', async () => {
    await using plant = await PlantFixture.start(postgres);
    const running = await plant.station({ SYNC_INTERVAL_SECONDS: '3600' });
    expect(await running.station.runTask(1)).toMatchObject({ outcome: 'skipped' });
    plant.plc.setCpu({ mode: 'program' });
    addOrders(plant, 2);
    expect(await running.station.runTask(1)).toMatchObject(REFUSED);
    expect(writes(plant)).toBe(0);
    plant.plc.setCpu({ mode: 'monitor' });
    expect(await running.station.runTask(1)).toMatchObject({ outcome: 'done' });
  });

  it('an interrupted load is not written again before the PLC runs', async () => {
    await using plant = await PlantFixture.start(postgres, { clock: fastClock(5) });
    plant.plc.memory.write(7076, [1]);
    const line = new CutLine(plant.plc.server);
    const made = new RunCounter(plant);
    const moIds = addOrders(plant, 2);
    line.cutAt(8, 'line', true);
    const running = await plant.station({ PLC_READ_TIMEOUT_MS: '800', PLC_WRITE_TIMEOUT_MS: '800' });
    const failed = (): boolean =>
      running.events.some(
        (event) => event.kind === 'task-ended' && event.task === 1 && event.outcome === 'failed',
      );
    await running.until(() => line.wasCut && failed());
    plant.plc.setCpu({ mode: 'program' });
    const before = writes(plant);
    line.mend();
    const refused = (): boolean =>
      plant.logger.lines.some(({ message }) => message.includes('PLC_NOT_IN_RUN_MODE'));
    await running.until(refused);
    expect(await running.station.runTask(1)).toMatchObject(REFUSED);
    expect(writes(plant)).toBe(before);
    plant.plc.setCpu({ mode: 'run' });
    await running.until(() => running.count('batch-archived') === moIds.length);
    expect(made.of(moIds)).toEqual([1, 1]);
  });
});
