import { expect, type Locator, type Page, test } from '@playwright/test';
import type { FailedPushView } from '../shared/contract/views.ts';
import { expectAudit, expectNotice, expectUnavailable, giveCommand } from './support/give-command.ts';
import { Mill } from './support/mill.ts';
import { goTo } from './support/screens.ts';

let mill: Mill;
let page: Page;

/** Ten results whose orders Odoo left open: each can be sent again, held, accepted or given up. */
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: '5' } });
  await mill.switchOn('odoo', 'mark-done-does-nothing');
  await mill.doseAt(null);
  await expect
    .poll(async () => (await parked()).length, { timeout: 90_000 })
    .toBe((await mill.ask('plcConfig', {})).slots);
  await mill.allNormal();
  await mill.doseAt(5);
  page = await mill.screen('/failed-to-push');
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function results(): Promise<readonly FailedPushView[]> {
  return (await mill.ask('failedToPush', {})).batches;
}

async function parked(): Promise<readonly FailedPushView[]> {
  return (await results()).filter(({ state }) => state === 'parked');
}

/** Refused results that no test has dealt with, in the order of their slots. */
async function untouched(count: number): Promise<readonly string[]> {
  const free = (await parked()).toSorted((a, b) => a.batch_no - b.batch_no).map(({ mo_id }) => mo_id);
  expect(free.length).toBeGreaterThanOrEqual(count);
  return free.slice(0, count);
}

function rowOf(moId: string): Locator {
  return page.locator(`tr[data-mo="${moId}"][data-state]`);
}

async function openDetails(moId: string): Promise<Locator> {
  await page.getByRole('button', { name: `Details of ${moId}` }).click();
  return page.getByRole('region', { name: `Details of ${moId}` });
}

/** The database's word on how it ended, and Odoo's. */
async function expectEnded(moId: string, status: string, inOdoo: string): Promise<void> {
  await expect
    .poll(async () => (await mill.ask('historySearch', { mo: moId })).histories.map((row) => row.status))
    .toEqual([status]);
  expect(mill.ordersInOdoo().get(moId)?.state).toBe(inOdoo);
  await expect(rowOf(moId)).toHaveCount(0);
}

test('one result is sent again with one click', async () => {
  const [moId = ''] = await untouched(1);
  expect(mill.ordersInOdoo().get(moId)?.state).not.toBe('done');
  // An Odoo that takes its time: the button says that something is under way.
  await mill.switchOn('odoo', 'slow', { ms: 1_500, path: '/api/scada/mo-list-detailed', times: 1 });
  const again = rowOf(moId).getByRole('button', { name: 'Send again' });
  await again.click();
  await expect(again).toHaveAttribute('aria-busy', 'true');
  await expectNotice(page, 'Send again');
  await expectEnded(moId, 'completed', 'done');
  await expectAudit(mill, 'retryPush', { input: { mo_ids: [moId] } });
});

test('those that are selected are sent again', async () => {
  const chosen = await untouched(2);
  const [, , other = ''] = await untouched(3);
  await expectUnavailable(
    page,
    page.getByRole('button', { name: 'Send selected again (0)' }),
    'First select results',
  );
  for (const moId of chosen) await page.getByRole('checkbox', { name: `Select ${moId}` }).check();
  await page.getByRole('button', { name: 'Send selected again (2)' }).click();
  for (const moId of chosen) await expectEnded(moId, 'completed', 'done');
  await expect(rowOf(other)).toHaveAttribute('data-state', 'parked');
});

test('a result is held with a reason, then released', async () => {
  const [moId = ''] = await untouched(1);
  const details = await openDetails(moId);
  await details.getByRole('button', { name: 'Hold' }).click();
  await giveCommand(mill, page, {
    command: 'holdPush',
    title: 'Hold',
    changes: 'is held until somebody',
    reason: 'the scale is checked',
  });
  await expect(rowOf(moId)).toHaveAttribute('data-state', 'held');
  expect((await results()).find(({ mo_id }) => mo_id === moId)?.state).toBe('held');
  await expectUnavailable(
    page,
    rowOf(moId).getByRole('button', { name: 'Send again' }),
    'It is held: release it first.',
  );

  await details.getByRole('button', { name: 'Release and send' }).click();
  await giveCommand(mill, page, {
    command: 'releasePush',
    title: 'Release and send',
    changes: 'is sent to Odoo',
    reason: 'it was right',
  });
  await expectEnded(moId, 'completed', 'done');
});

test('a result whose order Odoo left open is accepted as it is', async () => {
  const [moId = ''] = await untouched(1);
  const before = mill.ordersInOdoo().get(moId)?.state ?? 'unknown';
  const details = await openDetails(moId);
  await details.getByRole('button', { name: 'Accept as is' }).click();
  await giveCommand(mill, page, {
    command: 'acceptLeftOpen',
    title: 'Accept as is',
    changes: 'moves to the history',
    reason: 'the office closes it',
  });
  await expectEnded(moId, 'completed', before);
});

test('a batch is cancelled with a reason, and its order in Odoo with it', async () => {
  const [moId = ''] = await untouched(1);
  const details = await openDetails(moId);
  await details.getByRole('button', { name: 'Cancel batch' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel batch' });
  await expect(dialog).toContainText(`${moId} stays in Odoo as it is`);
  await dialog.getByRole('checkbox', { name: 'Cancel its order in Odoo too' }).check();
  await giveCommand(mill, page, {
    command: 'cancelBatch',
    title: 'Cancel batch',
    changes: `${moId} is cancelled in Odoo`,
    reason: 'the customer took it back',
  });
  await expectEnded(moId, 'cancelled', 'cancel');
});

test('a reset forgets how a batch ended: it is read from the PLC again', async () => {
  const [moId = ''] = await untouched(1);
  await goTo(page, `/batch/${encodeURIComponent(moId)}`);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await giveCommand(mill, page, {
    command: 'resetBatch',
    title: 'Reset batch',
    changes: `How ${moId} ended is forgotten`,
    reason: 'read it once more',
  });
  // With what the PLC still shows it ends again, and its result goes to an Odoo that takes it now.
  await expectEnded(moId, 'completed', 'done');
});

test('a reset that writes to the PLC has the batch made once more', async () => {
  const [moId = ''] = await untouched(1);
  const { batch } = await mill.ask('batch', { mo_id: moId });
  await goTo(page, `/batch/${encodeURIComponent(moId)}`);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset batch' });
  await dialog.getByRole('checkbox', { name: 'Write it to the PLC again' }).check();
  await giveCommand(mill, page, {
    command: 'resetBatch',
    title: 'Reset batch',
    changes: `The PLC gets ${moId} in slot ${batch.batch_no} again`,
    reason: 'the mixer was empty',
  });
  const loadOf = async () => (await mill.ask('batch', { mo_id: moId })).batch;
  await expect.poll(async () => (await loadOf()).running_seen_at, { timeout: 30_000 }).not.toBeNull();
  expect((await loadOf()).load_id).not.toBe(batch.load_id);
  await mill.doseAt(null);
  await expectEnded(moId, 'completed', 'done');
});

test('all that are left are sent again at once', async () => {
  const left = (await parked()).map(({ mo_id }) => mo_id);
  expect(left.length).toBeGreaterThan(1);
  await goTo(page, '/failed-to-push');
  await page.getByRole('button', { name: 'Send all again' }).click();
  await giveCommand(mill, page, {
    command: 'retryPush',
    title: 'Send all again',
    changes: `The result of ${left[0]} is sent to Odoo`,
    reason: 'Odoo is well again',
  });
  for (const moId of left) await expectEnded(moId, 'completed', 'done');
  await expectAudit(mill, 'retryPush', { input: { mo_ids: 'all' } });
});
