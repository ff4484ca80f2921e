import { expect, type Page, test } from '@playwright/test';
import type { AlarmView } from '../shared/contract/alarms.ts';
import { errorText } from '../shared/text/text.ts';
import { refusalOf } from './support/bridge-call.ts';
import { Mill } from './support/mill.ts';
import { pictureOf } from './support/pictures.ts';
import { goTo } from './support/screens.ts';

let mill: Mill;
let page: Page;
/** A failed batch stays in the queue until somebody has decided. */
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: '1', FAILED_BATCH_POLICY: 'hold' } });
  page = await mill.screen('/tasks');
  await mill.switchOn('plc', 'failed-batch', { atPercent: 1 });
  await mill.doseAt(50);
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function failure(): Promise<AlarmView | undefined> {
  return (await mill.ask('alarms', {})).alarms.find(({ code }) => code === 'BATCH_FAILED');
}

test('a failed batch brings a notice: what happened, to which order, what to do; its button opens the place', async () => {
  await expect.poll(failure, { timeout: 60_000 }).toBeDefined();
  const moId = (await failure())?.mo_id ?? '';
  const notice = page
    .getByRole('region', { name: 'Notices' })
    .locator('.notice', { hasText: 'Batch failed' });
  await expect(notice).toContainText(moId);
  await expect(notice).toContainText(errorText('en', 'BATCH_FAILED').next);
  await notice.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1, name: moId })).toBeVisible();
  await expect(notice).toBeHidden();
});

test('what was told is in the list of notifications, too', async () => {
  const moId = (await failure())?.mo_id ?? '';
  await goTo(page, '/settings?tab=notifications');
  await expect(page.getByText(/Batch failed/).first()).toBeVisible();
  const { notifications } = await mill.ask('notifications', {});
  expect(notifications.map(({ kind, mo_id }) => [kind, mo_id])).toContainEqual(['batch-failed', moId]);
});

test('why an alarm is there is told in the language of the screen', async () => {
  const moId = (await failure())?.mo_id ?? '';
  const indonesian = await mill.screen('/alarms', { language: 'id' });
  await indonesian
    .getByRole('button', { name: /^Rincian/ })
    .first()
    .click();
  await expect(indonesian.locator('.al-detail').first()).toContainText(`${moId} gagal di PLC.`);
  await pictureOf(indonesian, 'alarm-detail-light-id');
  await mill.leave(indonesian);
});

test('the silence key acknowledges nothing', async () => {
  await goTo(page, '/');
  await expect(page.getByRole('button', { name: 'Silence the sound' })).toBeVisible();
  await expect(page.locator('[data-alarm=BATCH_FAILED]').first()).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: 'Sound is silenced' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page.locator('[data-alarm=BATCH_FAILED]').first()).toHaveClass(/unacknowledged/);
  // A command that the page gives now comes after all that the key may have sent.
  expect(await refusalOf(page, 'runTask', { task: 6 }, 'to be sure')).toBeNull();
  expect(await failure()).toMatchObject({ acknowledged_at: null, state: 'active-unacknowledged' });
  expect((await mill.ask('audit', { command: 'acknowledgeAlarm' })).total).toBe(0);
});
