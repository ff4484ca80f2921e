import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Outbox } from '../outbox/outbox.ts';
import { sampleResult } from '../outbox/testing/sample-result.ts';
import { countedIds } from '../outbox/testing/temporary-outbox.ts';
import { PlantFixture } from '../testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { addFullOrders, HELD, stepsAbout, untilRunning } from '../testing/results-plant.ts';
import { systemClock } from '../testing/system-clock.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('a result that was captured while its order was written to the PLC again is not sent', async () => {
  await using plant = await PlantFixture.start(postgres, { speed: HELD });
  const [moId = ''] = addFullOrders(plant, 1);
  const first = await plant.station();
  await untilRunning(first, 1);
  await first.stop();
  // What a station leaves that was killed in a reset: the row has the new load, the outbox the old one's result.
  const file = join(plant.dataDir, 'outbox', 'outbox.sqlite');
  using outbox = Outbox.open(file, { clock: systemClock, newId: countedIds('stale-') });
  outbox.capture(sampleResult(1, { moId, loadId: 'the-load-before' }));
  outbox.close();

  const second = await plant.station();
  await second.station.runTask(3);
  expect(second.station.outbox.entries()).toEqual([]);
  expect(stepsAbout(plant, moId)).toEqual([]);
});
