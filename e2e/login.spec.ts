import { expect, type Page, test } from '@playwright/test';
import { refusalOf } from './support/bridge-call.ts';
import { expectAudit, expectUnavailable } from './support/give-command.ts';
import { HeadlessMill } from './support/headless-mill.ts';
import { Mill } from './support/mill.ts';
import { PINS } from './support/mill-host.ts';
import { goTo } from './support/screens.ts';

const OPERATOR_FIRST = 'Log in as an operator first.';
const SUPERVISORS_ONLY = 'For supervisors only.';
/** The shortest time that control may last without anything done. */
const LOCK_SECONDS = 60;

let mill: Mill;
let page: Page;
/** Nothing is done at it after the first test: its control locks. */
let idle: Page;
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: '1', CONTROL_LOCK_SECONDS: String(LOCK_SECONDS) } });
  page = await mill.screen('/');
  idle = await mill.screen('/', { as: 'Operator' });
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function firstOrder(): Promise<string> {
  const first = async () => (await mill.ask('batchStatus', {})).batches[0]?.mo_id;
  await expect.poll(first).toBeDefined();
  return (await first()) ?? '';
}

async function logInAs(at: Page, name: string, pin: string): Promise<void> {
  await at.getByRole('textbox', { name: 'Name' }).fill(name);
  await at.getByRole('textbox', { name: 'PIN or password' }).fill(pin);
  await at.getByRole('dialog').getByRole('button', { name: 'Log in' }).click();
}

test('an operator may retry and run tasks, but neither cancel nor reset', async () => {
  const moId = await firstOrder();
  await goTo(idle, `/batch/${encodeURIComponent(moId)}`);
  await expect(idle.locator('header.top')).toContainText('Operator');
  for (const name of ['Cancel batch', 'Reset', 'Force status', 'Write again']) {
    await expectUnavailable(idle, idle.getByRole('button', { name, exact: true }), SUPERVISORS_ONLY);
  }
  await goTo(idle, '/settings');
  const change = idle.getByRole('button', { name: 'Change LOG_LEVEL' });
  await expectUnavailable(idle, change, SUPERVISORS_ONLY);
  await goTo(idle, '/tasks');
  const run = idle.getByRole('button', { name: 'Run now' }).first();
  await expect(run).not.toHaveAttribute('aria-disabled', 'true');

  // A page that asks all the same is refused by the station, and the audit knows.
  expect(await refusalOf(idle, 'cancelBatch', { mo_id: moId }, 'just so')).toBe('FORBIDDEN');
  expect(await refusalOf(idle, 'resetBatch', { mo_id: moId }, 'just so')).toBe('FORBIDDEN');
  await expectAudit(mill, 'cancelBatch', { actor: 'Operator', outcome: 'refused', mo_id: moId });
  expect((await mill.ask('batchStatus', {})).batches.map(({ mo_id }) => mo_id)).toContain(moId);
});

// In Electron there is no link: the window belongs to the program.
if (process.env.BATCHLINE_E2E_HOST !== 'electron') {
  test('a one-time link that was used opens nothing more, and says so', async () => {
    if (!(mill.host instanceof HeadlessMill)) throw new Error('this is about the headless host');
    const stranger = await mill.host.stranger();
    await stranger.goto(await mill.host.openLink());
    await expect(stranger.getByText('This link has been used already.')).toBeVisible();
    await stranger.getByRole('link', { name: 'Batchline' }).click();
    await expect(stranger.getByRole('heading', { name: 'Log in to Batchline' })).toBeVisible();
    await expect(stranger.getByRole('navigation')).toHaveCount(0);
    await stranger.context().close();
  });
}

test('who logs out still sees everything, and can do nothing', async () => {
  const moId = await firstOrder();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.locator('header.top')).toContainText('view only');
  await expectAudit(mill, 'logout', {});
  await goTo(page, `/batch/${encodeURIComponent(moId)}`);
  await expect(page.getByRole('heading', { name: moId })).toBeVisible();
  await expectUnavailable(page, page.getByRole('button', { name: 'Cancel batch' }), SUPERVISORS_ONLY);
  await goTo(page, '/tasks');
  await expectUnavailable(page, page.getByRole('button', { name: 'Run now' }).first(), OPERATOR_FIRST);
  await expectUnavailable(page, page.getByRole('button', { name: 'Stop the schedule' }), SUPERVISORS_ONLY);
  await goTo(page, '/plc');
  await expectUnavailable(page, page.getByRole('button', { name: 'Read', exact: true }), OPERATOR_FIRST);
  await goTo(page, '/training');
  await expectUnavailable(
    page,
    page.getByRole('button', { name: 'Everything back to normal' }),
    OPERATOR_FIRST,
  );
  expect(await refusalOf(page, 'runTask', { task: 6 }, 'just so')).toBe('FORBIDDEN');
  expect(await refusalOf(page, 'startOver', {}, 'just so')).toBe('FORBIDDEN');
});

test('a wrong PIN is told in words, the right one gives control', async () => {
  await page.getByRole('button', { name: 'Log in' }).click();
  await logInAs(page, 'Supervisor', '0000');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(/PIN/);
  await expect(page.locator('header.top')).toContainText('view only');
  await expectAudit(mill, 'login', { outcome: 'refused', code: 'LOGIN_REFUSED' });
  await logInAs(page, 'Supervisor', PINS.Supervisor);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Log out' })).toBeVisible();
  await expectAudit(mill, 'login', {});
  await goTo(page, '/tasks');
  await expect(page.getByRole('button', { name: 'Stop the schedule' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('control that nobody uses locks, and the view stays', async () => {
  await expect(idle.locator('header.top')).toContainText('view only', {
    timeout: LOCK_SECONDS * 1_000 + 20_000,
  });
  await expect(idle.getByRole('button', { name: 'Log in' })).toBeVisible();
  await expect(idle.getByRole('heading', { name: 'Tasks and log' })).toBeVisible();
  await expectUnavailable(idle, idle.getByRole('button', { name: 'Run now' }).first(), OPERATOR_FIRST);
  expect(await refusalOf(idle, 'runTask', { task: 6 }, 'just so')).toBe('FORBIDDEN');
});
