import { expect, type Page, test } from '@playwright/test';
import type { HistoryRowView } from '../shared/contract/history.ts';
import { ANALYTICS_DAY_MS, counterOf } from './support/counters.ts';
import { Mill } from './support/mill.ts';
import { settled } from './support/screens.ts';

/** So many batches make the shift. */
const BATCHES = 60;
/** So fast is dosed, in kg/s; and so fast while the queue is looked at, so that a batch takes seconds. */
const HURRIED = 4_000;
const UNHURRIED = 300;
/** So many results pile up while Odoo is away. */
const WAITING = 4;

let mill: Mill;
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: String(HURRIED) } });
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function archived(): Promise<readonly HistoryRowView[]> {
  return (await mill.ask('historySearch', { limit: 1000 })).histories;
}

async function isFetching(): Promise<boolean> {
  const { tasks } = await mill.ask('tasks', {});
  return tasks.some(({ task, running }) => task === 1 && running);
}

/** Things go wrong one after the other while the batches run. */
async function faults(page: Page): Promise<void> {
  await mill.switchOn('plc', 'drop', { probability: 0.1 });
  await mill.switchOn('plc', 'corrupt', { probability: 0.05 });
  await mill.switchOn('plc', 'failed-batch', { times: 2 });
  await expect.poll(async () => (await archived()).length, { timeout: 120_000 }).toBeGreaterThan(BATCHES / 4);
  await mill.allNormal();
  // Without Odoo no further orders come: what piles up has to be in the PLC already.
  await mill.doseAt(UNHURRIED);
  await expect
    .poll(async () => (await mill.ask('batchStatus', {})).active_batches, { timeout: 60_000 })
    .toBeGreaterThan(WAITING);
  await mill.switchOn('odoo', 'down', { seconds: null });
  await mill.doseAt(HURRIED);
  await expect(page.locator('[data-link=odoo]')).toHaveAttribute('data-state', 'down', { timeout: 60_000 });
  await expect.poll(() => counterOf(page, 'waiting'), { timeout: 60_000 }).toBeGreaterThanOrEqual(WAITING);
  await mill.allNormal();
  await mill.switchOn('odoo', 'reply-lost', { times: 3 });
  await mill.switchOn('plc', 'restart-with-memory', {});
  await expect.poll(async () => (await archived()).length, { timeout: 120_000 }).toBeGreaterThan(BATCHES);
  await mill.allNormal();
}

test('after a shift with faults the screen counts what the database and Odoo have', async () => {
  test.setTimeout(480_000);
  const page = await mill.screen('/', { language: 'id' });
  await faults(page);

  // No further orders come, once a run that is fetching some has loaded them; what is in the PLC is made.
  await mill.do('setTask', { task: 1, enabled: false });
  await expect.poll(isFetching, { timeout: 60_000 }).toBe(false);
  await expect
    .poll(async () => (await mill.ask('batchStatus', {})).total_batches, { timeout: 180_000 })
    .toBe(0);

  const rows = await archived();
  const inDatabase = (status: HistoryRowView['status']): number =>
    rows.filter((row) => row.status === status).length;
  expect(new Set(rows.map(({ mo_id }) => mo_id)).size).toBe(rows.length);
  await settled(page);
  await expect.poll(() => counterOf(page, 'completed')).toBe(inDatabase('completed'));
  await expect.poll(() => counterOf(page, 'failed')).toBe(inDatabase('failed'));
  await expect.poll(() => counterOf(page, 'waiting')).toBe(0);

  const orders = mill.ordersInOdoo();
  const inOdoo = (state: string): number =>
    [...orders.values()].filter((order) => order.state === state).length;
  expect(inOdoo('done')).toBe(inDatabase('completed'));
  expect(inOdoo('cancel')).toBe(inDatabase('failed'));
  for (const row of rows.filter(({ status }) => status === 'completed')) {
    expect(orders.get(row.mo_id)?.producedQuantity, row.mo_id).toBeCloseTo(row.actual_weight ?? -1, 2);
  }

  const now = Date.now();
  const day = {
    from: new Date(now - ANALYTICS_DAY_MS).toISOString(),
    to: new Date(now + ANALYTICS_DAY_MS).toISOString(),
  };
  const { success_rate } = await mill.ask('analytics', day);
  expect(success_rate.completed).toBe(inDatabase('completed'));
  await mill.leave(page);
});
