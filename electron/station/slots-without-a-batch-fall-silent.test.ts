import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const MEMORY_WRITE = 0x0102;
const QUICK = { PLC_READ_TIMEOUT_MS: '200', PLC_WRITE_TIMEOUT_MS: '200', PLC_PROBE_INTERVAL_MS: '1000' };
const CALLER = { actor: 'test', role: 'supervisor', station: 'test', reason: 'not wanted any more' } as const;
const NOTHING_TO_READ = { outcome: 'skipped', message: 'no batch is in the PLC' };

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

describe('alarms of a slot', () => {
  it('are over when its batch is cancelled', async () => {
    await using feedback = await FeedbackStation.start(postgres);
    feedback.plc.show(1, { moId: 'WH/MO/77777' });
    await feedback.read();
    expect(feedback.alarm('SLOT_FOREIGN_MO', 'slot 1')).toContain('WH/MO/77777');
    const { api } = feedback.running.station;
    await api.execute('cancelBatch', { mo_id: feedback.order(1), cancel_in_odoo: false }, CALLER);
    expect(feedback.alarm('SLOT_FOREIGN_MO', 'slot 1')).toBeNull();
  });

  it('are over when its batch becomes history, though its slot was broken last', async () => {
    await using feedback = await FeedbackStation.start(postgres);
    const { plc, plant, running } = feedback;
    plc.show(1, { moId: feedback.order(1) });
    await feedback.read();
    await plant.odoo.goDown();
    plc.show(1, { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
    await feedback.read();
    plc.poke(1, 'statusManufacturing', 7);
    await feedback.read();
    expect(feedback.alarm('SLOT_FAULTY', 'slot 1')).not.toBeNull();
    await plant.odoo.comeBack();
    await running.station.runTask(3);
    expect(running.count('batch-archived')).toBe(1);
    expect(feedback.alarm('SLOT_FAULTY', 'slot 1')).toBeNull();
  });

  it('are over when its row is gone for any other reason', async () => {
    await using feedback = await FeedbackStation.start(postgres);
    feedback.plc.show(1, { moId: 'WH/MO/77777' });
    await feedback.read();
    await feedback.plant.database.db.deleteFrom('mo_batch').execute();
    expect(await feedback.read()).toMatchObject(NOTHING_TO_READ);
    expect(feedback.alarm('SLOT_FOREIGN_MO', 'slot 1')).toBeNull();
  });
});

/** A batch that is history, while the PLC was never told that it is read. */
async function unacknowledged(): Promise<FeedbackStation> {
  const feedback = await FeedbackStation.start(postgres, { env: QUICK });
  const { plc, plant, running } = feedback;
  plc.show(1, { moId: feedback.order(1) });
  await feedback.read();
  const flagAt = plc.addressOf(1, 'statusReadData');
  const mend = plant.plc.intercepts.add(({ command, address }) =>
    command === MEMORY_WRITE && address === flagAt ? { kind: 'drop' } : 'pass',
  );
  plc.show(1, { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
  await feedback.read();
  await running.until(() => running.count('batch-archived') >= 1);
  mend();
  return feedback;
}

describe('a slot that was overwritten before its flag was set', () => {
  it.each([
    ['another order', 'WH/MO/77777'],
    ['nothing', ''],
  ])('by %s ends the readings, and an alarm names order and slot', async (_what, moId) => {
    await using feedback = await unacknowledged();
    const { plc } = feedback;
    if (moId === '') plc.clear(1);
    else plc.show(1, { moId });
    await feedback.read();
    // One reading may have met a PLC in the middle of a change.
    const subject = `slot 1: ${feedback.order(1)}`;
    expect(feedback.alarm('SLOT_OVERWRITTEN', subject)).toBeNull();
    await feedback.read();
    expect(feedback.alarm('SLOT_OVERWRITTEN', subject)).toContain(feedback.order(1));
    expect(await feedback.read()).toMatchObject(NOTHING_TO_READ);
    await feedback.restart();
    expect(await feedback.read()).toMatchObject(NOTHING_TO_READ);
  });

  it('that shows its order again in between is still acknowledged', async () => {
    await using feedback = await unacknowledged();
    const { plc } = feedback;
    const ended = { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 955.5, finished: 1 } as const;
    plc.show(1, { moId: 'WH/MO/77777' });
    await feedback.read();
    plc.show(1, ended);
    await feedback.read();
    expect(plc.flag(1)).toBe(1);
    expect(feedback.alarm('SLOT_OVERWRITTEN', `slot 1: ${feedback.order(1)}`)).toBeNull();
  });
});

it('a cancelled order that the PLC has not begun is waited for: its flag is set when it ends', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plc, running } = feedback;
  const { api } = running.station;
  plc.show(1, { moId: 'WH/MO/77777' });
  await api.execute('cancelBatch', { mo_id: feedback.order(1), cancel_in_odoo: false }, CALLER);
  for (let reading = 1; reading <= 3; reading += 1) {
    expect((await feedback.read()).outcome).toBe('done');
  }
  plc.show(1, { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
  await feedback.read();
  expect(plc.flag(1)).toBe(1);
  expect(await feedback.read()).toMatchObject(NOTHING_TO_READ);
});
