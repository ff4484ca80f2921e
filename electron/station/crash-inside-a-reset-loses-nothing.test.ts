import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type CrashChapter,
  expectOnlyTakenOnesAccepted,
  killInside,
  LEFT_OUT_IN_COMMANDS,
} from '../testing/crash-chapter.ts';
import { CrashPlant } from '../testing/crash-plant.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';

const LEAST_KILL_POINTS = 20;
/** Many lives of a real process, on a computer that may be busy with other tests. */
const TIMEOUT_MS = 360_000;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const RESET: CrashChapter = {
  name: 'resetBatch',
  orders: 1,
  dosing: 'instant',
  ready: 'acknowledged_at is not null',
  command: 'resetBatch',
  input: (mo_id) => ({ mo_id }),
};

const RESET_AND_WRITE: CrashChapter = {
  name: 'resetBatch with push_to_plc',
  orders: 1,
  dosing: 'instant',
  ready: 'acknowledged_at is not null',
  // The audit is known from the other chapter; of a transaction, its end is enough.
  leaveOut: /command_audit|^SQL (insert into load_slot|update load set)/,
  command: 'resetBatch',
  input: (mo_id) => ({ mo_id, push_to_plc: true }),
};

it('killed at every step inside resetBatch, also with push_to_plc: nothing is lost or doubled, every attempt is on record', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using crash = await CrashPlant.start(postgres, 'reset', LEFT_OUT_IN_COMMANDS);
  for (const chapter of [RESET, RESET_AND_WRITE]) await killInside(crash, chapter);
  await crash.expectGoodEnd();
  await expectOnlyTakenOnesAccepted(crash);
  expect(crash.plan.points.length).toBeGreaterThanOrEqual(LEAST_KILL_POINTS);
});
