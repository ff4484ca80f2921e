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
/** The gate of all slots. */
const GATE = 7076;
const KNOWN_FROM_CANCEL = /command_audit|^SQL (insert into mo_histories|delete from mo_batch)/;
/** Many lives of a real process, on a computer that may be busy with other tests. */
const TIMEOUT_MS = 360_000;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const CANCEL: CrashChapter = {
  name: 'cancelBatch with a result',
  orders: 1,
  dosing: 'instant',
  ready: 'acknowledged_at is not null',
  command: 'cancelBatch',
  input: (mo_id) => ({ mo_id }),
};

const CANCEL_IN_ODOO: CrashChapter = {
  name: 'cancelBatch of a running order, in Odoo too',
  orders: 1,
  dosing: 'held',
  ready: 'running_seen_at is not null',
  leaveOut: KNOWN_FROM_CANCEL,
  command: 'cancelBatch',
  input: (mo_id) => ({ mo_id, cancel_in_odoo: true }),
};

/** With what it is for: the PLC leaves a load unread. */
const START_OVER: CrashChapter = {
  name: 'startOver',
  orders: 2,
  dosing: 'instant',
  disturb: ({ plant }) => plant.plc.program.holdGates(),
  ready: 'written_at is not null',
  leaveOut: KNOWN_FROM_CANCEL,
  command: 'startOver',
  input: () => ({}),
  async afterRestart(crash) {
    const isOpen = crash.plant.plc.memory.word(GATE) === 1;
    if (!isOpen || (await crash.queue()).length === 0) return;
    await crash.operator.command('runTask', { task: 2 }, 'a look at the PLC');
    await crash.operator.command('startOver', {}, 'once more');
  },
};

it('killed at every step inside cancelBatch and startOver: nothing is lost or doubled, every attempt is on record', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using crash = await CrashPlant.start(postgres, 'cancel', LEFT_OUT_IN_COMMANDS);
  for (const chapter of [CANCEL, CANCEL_IN_ODOO, START_OVER]) await killInside(crash, chapter);
  await crash.expectGoodEnd();
  await expectOnlyTakenOnesAccepted(crash);
  expect(crash.plan.points.length).toBeGreaterThanOrEqual(LEAST_KILL_POINTS);
});
