import { expect, type Page, test } from '@playwright/test';
import { tabTo, useByKeyboard } from './support/by-keyboard.ts';
import { expectAudit, expectNotice } from './support/give-command.ts';
import { Mill } from './support/mill.ts';
import { settled } from './support/screens.ts';

let mill: Mill;
let page: Page;
/** Two results that Odoo left open, and their alarms. */
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: '5' } });
  await mill.switchOn('odoo', 'mark-done-does-nothing', { times: 2 });
  await mill.doseAt(null);
  await expect
    .poll(async () => (await results()).map(({ state }) => state), { timeout: 60_000 })
    .toEqual(['parked', 'parked']);
  await mill.doseAt(5);
  page = await mill.screen('/');
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function results() {
  return (await mill.ask('failedToPush', {})).batches;
}

/** A key that brings a screen; resolves when it is there. */
async function press(key: string, heading: string | RegExp): Promise<void> {
  await page.keyboard.press(key);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' });
  await settled(page);
}

test('each function key brings its screen', async () => {
  const headings = [
    ['F2', 'Batches in the queue'],
    ['F3', 'Failed to push to Odoo'],
    ['F4', 'History'],
    ['F5', 'Alarms'],
    ['F6', /Equipment/],
    ['F7', 'Tasks and log'],
    ['F8', 'PLC diagnostics'],
    ['F1', /./],
  ] as const;
  for (const [key, heading] of headings) await press(key, heading);
  await expect(page.locator('.ov-slots')).toBeVisible();
});

test('A acknowledges the topmost alarm', async () => {
  const open = async () =>
    (await mill.ask('alarms', {})).alarms.filter((alarm) => alarm.acknowledged_at === null).length;
  await expect(page.locator('[data-alarm]').first()).toBeVisible();
  const before = await open();
  await page.keyboard.press('a');
  await expect.poll(open).toBe(before - 1);
  await expectAudit(mill, 'acknowledgeAlarm', {});
});

test('a result is found and held with a reason', async () => {
  const [first] = await results();
  const moId = first?.mo_id ?? '';
  await press('F3', 'Failed to push to Odoo');
  await page.keyboard.press('/');
  await page.keyboard.type(moId);
  await useByKeyboard(page, page.getByRole('button', { name: `Details of ${moId}` }));
  await useByKeyboard(page, page.getByRole('button', { name: 'Hold', exact: true }));
  const dialog = page.getByRole('dialog', { name: 'Hold' });
  await tabTo(page, dialog.getByRole('textbox', { name: 'Reason' }));
  await page.keyboard.type('the scale is checked');
  await useByKeyboard(page, dialog.getByRole('button', { name: 'Hold now' }));
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => (await results()).map(({ state }) => state).toSorted())
    .toEqual(['held', 'parked']);
  await expectAudit(mill, 'holdPush', { mo_id: moId, reason: 'the scale is checked' });
});

test('all that can be sent are sent again', async () => {
  await press('F1', /./);
  await press('F3', 'Failed to push to Odoo');
  await useByKeyboard(page, page.getByRole('button', { name: 'Send all again' }));
  await useByKeyboard(page, page.getByRole('button', { name: 'Send all again now' }));
  await expect.poll(async () => (await results()).map(({ state }) => state)).toEqual(['held']);
});

test('a running batch is opened, and a dialog that is left gives the focus back', async () => {
  const [held] = await results();
  await mill.do('releasePush', { mo_id: held?.mo_id ?? '' });
  const running = async () =>
    (await mill.ask('batchStatus', {})).batches.find(({ phase }) => phase === 'running')?.mo_id;
  await expect.poll(running, { timeout: 30_000 }).toBeDefined();
  const moId = (await running()) ?? '';
  await press('F2', 'Batches in the queue');
  await page.keyboard.press('/');
  await page.keyboard.type(moId);
  await expect(page.locator('.batch-queue tbody tr')).toHaveCount(1);
  await press('Enter', moId);

  const cancel = page.getByRole('button', { name: 'Cancel batch' });
  await useByKeyboard(page, cancel);
  const dialog = page.getByRole('dialog', { name: 'Cancel batch' });
  await expect(dialog).toBeVisible();
  // Enter alone must not do it: nothing with consequences has the focus.
  await expect(dialog.getByRole('button', { name: 'Cancel batch now' })).not.toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(cancel).toBeFocused();
  expect(await running()).toBe(moId);
});

test('a task is run now', async () => {
  await press('F7', 'Tasks and log');
  await useByKeyboard(page, page.locator('[data-task="6"]').getByRole('button', { name: 'Run now' }));
  await expectNotice(page, 'Run now');
  await expectAudit(mill, 'runTask', { input: { task: 6 } });
});

test('the history is searched', async () => {
  const [row] = (await mill.ask('historySearch', { limit: 1 })).histories;
  const moId = row?.mo_id ?? '';
  await press('F4', 'History');
  await page.keyboard.press('/');
  await page.keyboard.type(moId);
  await page.keyboard.press('Enter');
  const rows = page.getByRole('region', { name: 'Batches that match' }).locator('tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(moId);
});

test('the theme is changed by its key, but not while somebody types', async () => {
  const theme = page.locator('html');
  await press('F3', 'Failed to push to Odoo');
  await page.keyboard.press('t');
  await expect(theme).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('t');
  await expect(theme).toHaveAttribute('data-theme', 'light');
  await press('F8', 'PLC diagnostics');
  await page.keyboard.press('/');
  await page.keyboard.press('t');
  await expect(theme).toHaveAttribute('data-theme', 'light');
});

test('the keys are explained, and Escape closes that', async () => {
  await press('F6', /Equipment/);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toContainText('F3');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});
