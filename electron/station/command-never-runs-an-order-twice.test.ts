import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandGiven } from '../../shared/contract/contract.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { codeOfAttempt, lastAudit, SUPERVISOR } from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';
import { DOSED, expectSame, finish, now, twoRunning } from './testing/two-running.ts';

const AREAS = 6000;
const AREAS_WORDS = 2000;
const GATE = 7076;
/** An id word of the first component: a slot in which it is wrong is refused as a whole. */
const WRONG_ID = 999;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

type WritingCommand = readonly ['writeBatch' | 'resetBatch', (mo_id: string) => CommandGiven<'resetBatch'>];
const WRITING: readonly WritingCommand[] = [
  ['writeBatch', (mo_id) => ({ mo_id })],
  ['resetBatch', (mo_id) => ({ mo_id, push_to_plc: true })],
];

/** It is refused in preview and in earnest, because it would run twice; nothing is changed by it. */
async function expectRefused(
  feedback: FeedbackStation,
  [name, inputOf]: WritingCommand,
  mo_id: string,
): Promise<void> {
  const { station } = feedback.running;
  const before = await now(feedback);
  const { refusal } = await station.api.preview(name, inputOf(mo_id), SUPERVISOR);
  expect(refusal).toMatchObject({
    code: 'COMMAND_NOT_NOW',
    message: expect.stringContaining('would run it twice'),
  });
  expect(await codeOfAttempt(station, name, inputOf(mo_id))).toBe('COMMAND_NOT_NOW');
  expect(await now(feedback)).toEqual(before);
  expect(await lastAudit(station, name)).toMatchObject({ mo_id, outcome: 'refused' });
}

describe.each(WRITING)('%s', (...command) => {
  const [name, inputOf] = command;

  it('an order that the PLC has accepted and does not show yet', async () => {
    await using feedback = await FeedbackStation.start(postgres);
    expect((await feedback.view(1)).phase).toBe('queued');
    await expectRefused(feedback, command, feedback.order(1));
  });

  it('an order that the PLC shows as running; once it has gone from there it may be written', async () => {
    await using feedback = await twoRunning(postgres);
    const mo_id = feedback.order(1);
    await expectRefused(feedback, command, mo_id);
    feedback.plant.plc.memory.write(AREAS, Array(100).fill(0));
    expect(await codeOfAttempt(feedback.running.station, name, inputOf(mo_id))).toBeNull();
  });

  it('an order whose slot cannot be read as a whole, with its name or without', async () => {
    await using feedback = await twoRunning(postgres);
    const { plc } = feedback;
    const mo_id = feedback.order(1);
    plc.show(1, { moId: mo_id, actuals: DOSED, weight: 957, finished: 1 });
    feedback.plant.plc.memory.write(AREAS + 27, [WRONG_ID]);
    await expectRefused(feedback, command, mo_id);
    plc.poke(1, 'moId', 0x0101);
    await expectRefused(feedback, command, mo_id);
  });

  it('orders of a PLC that has lost its memory may be written, one after the other', async () => {
    await using feedback = await FeedbackStation.start(postgres, { orders: 2 });
    const { plant, plc, running, orders } = feedback;
    plant.plc.memory.write(AREAS, Array(AREAS_WORDS).fill(0));
    for (const [index, mo_id] of orders.entries()) {
      expect(await codeOfAttempt(running.station, name, inputOf(mo_id)), mo_id).toBeNull();
      await running.until(() => running.count('load-accepted') === index + 2);
      // Accepted anew: from here on it is the PLC's again.
      await expectRefused(feedback, command, mo_id);
    }
    for (const [index, moId] of orders.entries()) {
      plc.show(index + 1, { moId });
      await feedback.read();
      plc.show(index + 1, { moId, actuals: DOSED, weight: 957, finished: 1 });
      await feedback.read();
    }
    await running.until(() => running.count('batch-archived') === 2);
    for (const moId of orders)
      expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: 957 });
  });

  it('a WRITE area that is empty is no lost memory while the READ area shows an order', async () => {
    await using feedback = await FeedbackStation.start(postgres, { orders: 2 });
    const { plant, plc } = feedback;
    plc.show(1, { moId: feedback.order(1) });
    await feedback.read();
    plant.plc.memory.write(AREAS + 1000, Array(1000).fill(0));
    await expectRefused(feedback, command, feedback.order(2));
  });
});

it('a reset that the PLC refuses at its last step has forgotten nothing', async () => {
  await using feedback = await twoRunning(postgres);
  const { plant, plc, running } = feedback;
  const mo_id = feedback.order(1);
  await finish(feedback, 1);
  const before = await now(feedback);
  // The command has made sure of everything when somebody else closes the gate.
  const stop = plc.onRead(1, () => plant.plc.memory.write(GATE, [0]));
  const input = { mo_id, push_to_plc: true };
  expect(await codeOfAttempt(running.station, 'resetBatch', input)).toBe('PLC_GATE_CLOSED');
  stop();
  expectSame(before, await now(feedback), ['queue', 'outbox', 'loads', 'history', 'odoo']);
  await running.station.runTask(3);
  expect(plant.odoo.books.order(mo_id)).toMatchObject({ state: 'done', producedQuantity: 957 });
});
