import { afterAll, beforeAll, expect, it } from 'vitest';
import { CrashPlant } from '../testing/crash-plant.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';

/** The words of the middle slots: one write is like the other, and the station dies at the first and the last ones. */
const LIKE_THEIR_NEIGHBOURS = /^FINS write D7[2-7]00/;
const LEAST_KILL_POINTS = 60;
/** Many lives of a real process, on a computer that may be busy with other tests. */
const TIMEOUT_MS = 540_000;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('killed at every step of load, capture, push and archive: nothing is lost or doubled', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using crash = await CrashPlant.start(postgres, 'work', LIKE_THEIR_NEIGHBOURS);
  await killDuringWork(crash);
  await crash.expectGoodEnd();
  expect(crash.plan.points.length).toBeGreaterThanOrEqual(LEAST_KILL_POINTS);
});

/** Loads, captures, pushes and archives until a whole round meets no new step. */
async function killDuringWork(crash: CrashPlant): Promise<void> {
  for (;;) {
    const isNewRound = await crash.isSettled();
    if (isNewRound) crash.addOrders(2);
    crash.startLife('work');
    const ending = await crash.untilKilledOr(() => crash.isSettled());
    if (ending === 'killed') continue;
    await crash.stopLife();
    if (isNewRound) return;
  }
}
