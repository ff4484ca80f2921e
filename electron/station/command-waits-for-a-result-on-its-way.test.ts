import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandGiven } from '../../shared/contract/contract.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { callsAbout, FULL_TARGETS, UPDATE_PATH } from '../testing/results-plant.ts';
import { codeOfAttempt, lastAudit, SUPERVISOR } from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';
import { expectSame, finish, now, twoRunning } from './testing/two-running.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

type Taking = readonly [
  'cancelBatch' | 'resetBatch' | 'clearQueue' | 'startOver',
  (mo_id: string) => CommandGiven<'resetBatch'> | CommandGiven<'clearQueue'>,
];
const TAKING_A_RESULT_AWAY: readonly Taking[] = [
  ['cancelBatch', (mo_id) => ({ mo_id })],
  ['resetBatch', (mo_id) => ({ mo_id })],
  ['clearQueue', () => ({})],
  ['startOver', () => ({})],
];

it('while a result is being sent, nothing takes it away: Odoo would have it, and we would not', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, running } = feedback;
  const { station } = running;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const before = await now(feedback);
  let arrived = (): void => undefined;
  const onItsWay = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  // Odoo says nothing: the call is under way until its time is out.
  plant.odoo.setBehaviour(({ path }) => {
    if (path !== UPDATE_PATH) return { kind: 'pass' };
    arrived();
    return { kind: 'hang' };
  });
  const sending = station.runTask(3);
  await onItsWay;
  for (const [name, inputOf] of TAKING_A_RESULT_AWAY) {
    const { refusal } = await station.api.previewUnchecked(name, inputOf(mo_id), SUPERVISOR);
    if (name === 'clearQueue' || name === 'startOver') expect(refusal?.code, name).toBe('COMMAND_NOT_NOW');
    await expect(station.api.executeUnchecked(name, inputOf(mo_id), SUPERVISOR), name).rejects.toMatchObject({
      code: 'COMMAND_NOT_NOW',
      message: expect.stringContaining('being sent'),
    });
    expect(await lastAudit(station, name)).toMatchObject({ outcome: 'refused' });
  }
  expectSame(before, await now(feedback), ['words', 'queue', 'history', 'odoo']);
  expect(station.outbox.entry(mo_id)).toMatchObject({ state: 'waiting', holdReason: null });
  plant.odoo.setBehaviour(() => ({ kind: 'pass' }));
  await sending;
  await station.runTask(3);
  expect(plant.odoo.books.order(mo_id)).toMatchObject({ state: 'done', producedQuantity: 957 });
  expect((await station.api.query('historyOf', { mo_id })).histories).toMatchObject([
    { status: 'completed' },
  ]);
});

it('releasePush of a question, pressed twice at once, sends the result exactly once', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plant, plc, running } = feedback;
  const { station } = running;
  const mo_id = feedback.order(1);
  plc.show(1, { moId: mo_id });
  await feedback.read();
  plc.show(1, { moId: mo_id, actuals: FULL_TARGETS, weight: 0, finished: 1 });
  await running.until(async () => {
    await feedback.read();
    return station.outbox.count('held') === 1;
  });
  await station.runTask(3);
  expect(callsAbout(plant, mo_id), 'a question is not sent by itself').toEqual([]);
  expect(feedback.alarm('RESULT_QUESTION', mo_id)).not.toBeNull();
  const presses = await Promise.all([1, 2].map(() => codeOfAttempt(station, 'releasePush', { mo_id })));
  expect(presses.filter((code) => code === null)).toHaveLength(1);
  expect(presses.filter((code) => code === 'COMMAND_NOT_NOW' || code === 'NOT_FOUND')).toHaveLength(1);
  await running.until(() => running.count('batch-archived') === 1);
  await station.runTask(3);
  expect(callsAbout(plant, mo_id, UPDATE_PATH)).toHaveLength(1);
  expect((await station.api.query('historyOf', { mo_id })).histories).toHaveLength(1);
  expect(feedback.alarm('RESULT_QUESTION', mo_id)).toBeNull();
});
