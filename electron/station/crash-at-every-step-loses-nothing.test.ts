import { afterAll, beforeAll, expect, it } from 'vitest';
import { CrashPlant } from '../testing/crash-plant.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';

/** Decides at which moment of a step the station dies first. The order of the steps is the operating system's. */
const SEED = 'crash-1';
const LEAST_KILL_POINTS = 60;
const READY = /^ready /;
/** So many lives of a real process on a computer that may be busy with other tests. */
const TIMEOUT_MS = 540_000;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('killed at every step of load, capture, push, archive and command: nothing is lost or doubled', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using crash = await CrashPlant.start(postgres, SEED);
  await killAtEveryStepOfTheWork(crash);

  for (const moId of crash.addOrders(10)) expect(crash.runs.of([moId])).toEqual([0]);
  await killAtEveryStepOfCancelling(crash);
  await killAtEveryStepOfStartingOver(crash);
  console.log('PLACEHOLDER');
});
