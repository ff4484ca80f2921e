import { afterAll, beforeAll, expect, it } from 'vitest';
import { CrashPlant } from '../testing/crash-plant.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';

/** Reads change nothing, and in the words of the slots that stay empty the station dies in the test of the work. */
const KILLED_ELSEWHERE = /^FINS (read|write D7[1-9]00)/;
const READY = /^ready /;
const ACCEPTED = /^\[TASK 1\] the PLC has read the load$/;
/** Many lives of a real process, on a computer that may be busy with other tests. */
const TIMEOUT_MS = 540_000;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

it('killed at every step of a reset: the order is run by the PLC as often as somebody asked for it', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using crash = await CrashPlant.start(postgres, 'reset', KILLED_ELSEWHERE);
  await killDuringResets(crash);
  await crash.expectGoodEnd();
});

it('killed at every step of cancelling and of starting over: every order is in the history once', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using crash = await CrashPlant.start(postgres, 'cancel', KILLED_ELSEWHERE);
  await killDuringCancelling(crash);
  await killDuringCommand(crash, 'start over', async () => ({ name: 'startOver', input: {} }));
  await crash.expectGoodEnd();
});

/** Resets an order that has ended, with writing it to the PLC again, until that meets no new step. */
async function killDuringResets(crash: CrashPlant): Promise<void> {
  const onlyReading = { ENABLE_TASK_1_AUTO_SYNC: 'false', ENABLE_TASK_3_PROCESS_COMPLETED: 'false' };
  const [moId = ''] = crash.addOrders(1);
  crash.startLife(null, { ENABLE_TASK_3_PROCESS_COMPLETED: 'false' });
  await crash.host.line(/^\[TASK 2\] .* finished/);
  await crash.stopLife();
  for (;;) {
    const host = crash.startLife('reset', onlyReading);
    await crash.untilKilledOr(async () => host.count(READY) > 0);
    const answer = crash.plan.isDoomed ? null : await crash.reset(moId);
    if (answer === null) await host.ended;
    else await crash.stopLife();
    if (answer === 200) return;
  }
}

/** Cancels one running order after the other, here and in Odoo. */
async function killDuringCancelling(crash: CrashPlant): Promise<void> {
  crash.setDosing('held');
  crash.addOrders(10);
  crash.startLife(null);
  await crash.host.line(ACCEPTED);
  await crash.stopLife();
  await killDuringCommand(crash, 'cancel', async () => {
    const [moId = ''] = await crash.queue();
    return { name: 'cancelBatch', input: { mo_id: moId, cancel_in_odoo: true } };
  });
}

/** Gives a command with all tasks off, in a new life each time, until it comes to its end. */
async function killDuringCommand(
  crash: CrashPlant,
  chapter: string,
  next: () => Promise<{ readonly name: string; readonly input: unknown }>,
): Promise<void> {
  for (;;) {
    const host = crash.startLife(chapter, { ENABLE_AUTO_SYNC: 'false' });
    await crash.untilKilledOr(async () => host.count(READY) > 0);
    const { name, input } = await next();
    const body = { input, actor: 'Sari', reason: 'crash test' };
    const answer = crash.plan.isDoomed ? null : await crash.command(`/api/contract/command/${name}`, body);
    if (answer === null) {
      await host.ended;
      continue;
    }
    expect(answer).toBe(200);
    await crash.stopLife();
    return;
  }
}
