import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { TcpProxy } from '../testing/tcp-proxy.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

/** Time for a look into the database while the PLC's reply is held back, in milliseconds. */
const REPLY_HELD_BACK_MS = 150;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** What a second reader of the outbox's file finds of an order, from the disk and at once. */
function resultOnDisk(dataDir: string, moId: string): { weight: number; words: number[] } | null {
  const file = new Database(join(dataDir, 'outbox', 'outbox.sqlite'), { readonly: true });
  try {
    const row = file
      .prepare<[string], { result: string }>('select result from entry where mo_id = ?')
      .get(moId);
    return row === undefined ? null : JSON.parse(row.result);
  } finally {
    file.close();
  }
}

it('the flag reaches the PLC only after the result is in the outbox file and in mo_batch (S3)', async () => {
  await using feedback = await FeedbackStation.start(postgres);
  const { plant, plc, running } = feedback;
  const moId = feedback.order(1);
  // With Odoo away the result stays in outbox and queue, however slow this test is.
  await plant.odoo.goDown();
  plc.show(1, { moId });
  await feedback.read();

  const atFlag: { onDisk: ReturnType<typeof resultOnDisk>; row: Promise<unknown> }[] = [];
  plc.onAcknowledged(1, () => {
    atFlag.push({ onDisk: resultOnDisk(plant.dataDir, moId), row: feedback.row(moId) });
  });
  plant.plc.intercepts.add(({ command, address }) =>
    command === 0x0102 && address === plc.addressOf(1, 'statusReadData')
      ? { kind: 'send', frames: (reply) => [reply], delayMs: REPLY_HELD_BACK_MS }
      : 'pass',
  );
  plc.show(1, { moId, actuals: FULL_TARGETS, weight: 955.5, finished: 1 });
  const shown = plc.words(1);
  await feedback.read();

  expect(running.count('batch-acknowledged')).toBe(1);
  expect(atFlag).toHaveLength(1);
  expect(atFlag[0]?.onDisk).toMatchObject({ weight: 955.5, words: shown });
  expect(await atFlag[0]?.row).toMatchObject({
    status_manufacturing: true,
    actual_weight_quantity_finished_goods: 955.5,
    acknowledged_at: null,
  });
});

it('with the database away a result is kept on disk and acknowledged, and arrives everywhere later', async () => {
  await using proxy = await TcpProxy.start(Number(new URL(postgres.server.url).port));
  await using feedback = await FeedbackStation.start(postgres, {
    orders: 3,
    env: (plant) => ({ DATABASE_URL: proxy.urlInstead(plant.database.url) }),
  });
  const { plant, plc, running, orders } = feedback;
  plc.show(1, { moId: feedback.order(1) });
  plc.show(2, { moId: feedback.order(2) });
  await feedback.read();
  const before = Date.parse((await feedback.view(2)).last_read_from_plc ?? '');

  await proxy.cut();
  plc.show(1, { moId: feedback.order(1), actuals: FULL_TARGETS, weight: 951, finished: 1 });
  plc.show(2, { moId: feedback.order(2), actuals: { silo_a: 5 } });
  // This one is seen running during the outage only: that, too, must not be forgotten.
  plc.show(3, { moId: feedback.order(3) });
  await feedback.read();
  expect([1, 2, 3].map((slot) => plc.flag(slot))).toEqual([1, 0, 0]);
  expect(resultOnDisk(plant.dataDir, feedback.order(1))).toMatchObject({ weight: 951 });
  expect(await feedback.row(feedback.order(1))).toMatchObject({ status_manufacturing: false });
  const away = await running.station.api.query('batchStatus', {});
  expect(away.remembered).toBe(true);
  expect(Date.parse(away.batches[1]?.last_read_from_plc ?? '')).toBeGreaterThan(before);

  for (const slot of [2, 3]) {
    plc.show(slot, { moId: feedback.order(slot), actuals: FULL_TARGETS, weight: 950 + slot, finished: 1 });
  }
  await feedback.read();
  expect([1, 2, 3].map((slot) => plc.flag(slot))).toEqual([1, 1, 1]);
  expect(plant.odoo.books.order(feedback.order(1))?.state).toBe('confirmed');

  await proxy.restore();
  await running.until(() => running.count('batch-archived') >= 3);
  const history = await running.station.api.query('history', { limit: 10, offset: 0 });
  for (const [index, moId] of orders.entries()) {
    expect(plant.odoo.books.order(moId)).toMatchObject({ state: 'done', producedQuantity: 951 + index });
    const row = history.histories.find(({ mo_id }) => mo_id === moId);
    expect(row).toMatchObject({ status: 'completed', actual_weight: 951 + index });
    expect(row?.actual_consumptions).toEqual(FULL_TARGETS);
    expect(plc.acknowledgements(index + 1)).toBe(1);
  }
  await running.stop();
});
