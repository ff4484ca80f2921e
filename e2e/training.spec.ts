import { expect, type Page, test } from '@playwright/test';
import { Mill } from './support/mill.ts';
import { goTo, SCREENS } from './support/screens.ts';

/** What a lesson promises is on the screens by then, in milliseconds. */
const SHOWN_WITHIN = { timeout: 30_000 } as const;

let mill: Mill;
let page: Page;
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: '100' } });
  page = await mill.screen('/training');
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function start(lesson: string): Promise<void> {
  await goTo(page, '/training');
  await page.getByRole('button', { name: `Start: ${lesson}` }).click();
  await expect(page.locator('[data-lesson]', { hasText: lesson })).toContainText('running');
}

/** Ends whatever goes on; the panel knows of nothing any more. */
async function endAll(): Promise<void> {
  await goTo(page, '/training');
  await page.getByRole('button', { name: 'Everything back to normal' }).click();
  await expect(page.locator('.tr-behaviour-on')).toHaveCount(0);
  const { behaviours } = (await mill.tell('training', {})) ?? { behaviours: [] };
  expect(behaviours.filter(({ on }) => on)).toEqual([]);
}

test('every screen of a training plant has its frame', async () => {
  for (const { name, place } of SCREENS) {
    await test.step(name, async () => {
      await goTo(page, place);
      await expect(page.getByText('TRAINING', { exact: true })).toBeVisible();
      await expect(page.locator('.app')).toHaveClass(/training/);
    });
  }
});

test('word slip in slot 3: its alarm names the slot, the others go on, and all is well afterwards', async () => {
  await start('Word slip in slot 3');
  await goTo(page, '/alarms');
  const alarm = page.locator('main tr[data-alarm=SLOT_FAULTY]');
  await expect(alarm).toHaveCount(1, SHOWN_WITHIN);
  await expect(alarm).toContainText('slot 3');
  const { batches } = await mill.ask('batchStatus', {});
  expect(batches.filter(({ faults }) => faults.length > 0).map(({ batch_no }) => batch_no)).toEqual([3]);
  await endAll();
  await goTo(page, '/alarms');
  await expect(alarm).toHaveAttribute('data-alarm-state', 'cleared-unacknowledged', SHOWN_WITHIN);
});

test('Odoo away: its link says so, results pile up, and they are sent when it is back', async () => {
  await start('Odoo away for a shift');
  const odoo = page.locator('[data-link=odoo]');
  await mill.doseAt(null);
  await expect(odoo).toHaveAttribute('data-state', 'down', SHOWN_WITHIN);
  await goTo(page, '/failed-to-push');
  await expect(page.locator('tr[data-state=waiting]').first()).toBeVisible(SHOWN_WITHIN);
  await mill.doseAt(100);
  await endAll();
  await expect(odoo).toHaveAttribute('data-state', 'up', { timeout: 60_000 });
  await expect
    .poll(async () => (await mill.ask('failedToPush', {})).batches.length, { timeout: 60_000 })
    .toBe(0);
});

test('a failed batch: it is in the history as failed, and counted', async () => {
  await start('Failed batch');
  const failed = async () => (await mill.ask('historySearch', { status: 'failed' })).histories[0]?.mo_id;
  await expect.poll(failed, { timeout: 60_000 }).toBeDefined();
  const moId = (await failed()) ?? '';
  expect(mill.ordersInOdoo().get(moId)?.state).toBe('cancel');
  await goTo(page, '/');
  await expect(page.locator('[data-counter=failed]')).toHaveAttribute('data-value', '1');
  await goTo(page, '/history?status=failed');
  await expect(page.getByRole('row').filter({ hasText: moId })).toHaveCount(1);
  await endAll();
});
