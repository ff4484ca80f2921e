import { expect, type Page, test } from '@playwright/test';
import type { AlarmView } from '../shared/contract/alarms.ts';
import type { SettingView, TaskView } from '../shared/contract/views.ts';
import { commandDialog, expectAudit, expectNotice, giveCommand } from './support/give-command.ts';
import { Mill } from './support/mill.ts';
import { goTo } from './support/screens.ts';

let mill: Mill;
let page: Page;
test.beforeAll(async () => {
  mill = await Mill.start({ env: { TRAINING_SPEED: '1' } });
  page = await mill.screen('/tasks');
});
test.afterAll(() => mill[Symbol.asyncDispose]());

async function taskOf(number: number): Promise<TaskView> {
  const found = (await mill.ask('tasks', {})).tasks.find(({ task }) => task === number);
  if (found === undefined) throw new Error(`there is no task ${number}`);
  return found;
}

async function settingOf(name: string): Promise<SettingView | undefined> {
  return (await mill.ask('settings', {})).settings.find(({ names }) => names[0] === name);
}

async function failures(): Promise<readonly AlarmView[]> {
  return (await mill.ask('alarms', {})).alarms.filter(({ code }) => code === 'EQUIPMENT_FAILURE');
}

test('a task is run now', async () => {
  await goTo(page, '/tasks');
  const { runs } = await taskOf(6);
  const card = page.locator('[data-task="6"]');
  await card.getByRole('button', { name: 'Run now' }).click();
  await expectNotice(page, 'Run now');
  await expect.poll(async () => (await taskOf(6)).runs).toBe(runs + 1);
  expect((await taskOf(6)).last_run?.cause).toBe('manual');
  await expect(card).toContainText('by hand');
  await expectAudit(mill, 'runTask', { input: { task: 6 } });
});

test('a task is switched off, and on again', async () => {
  await goTo(page, '/tasks');
  const card = page.locator('[data-task="6"]');
  await card.getByRole('button', { name: 'Switch off' }).click();
  await giveCommand(mill, page, {
    command: 'setTask',
    title: 'Switch off',
    changes: 'Nothing changes in the PLC.',
    reason: 'the disk is copied',
  });
  await expect(card).toHaveAttribute('data-state', 'off');
  expect((await taskOf(6)).enabled).toBe(false);
  await card.getByRole('button', { name: 'Switch on' }).click();
  await giveCommand(mill, page, {
    command: 'setTask',
    title: 'Switch on',
    changes: 'Nothing changes in the PLC.',
    reason: 'the copy is done',
  });
  await expect(card).not.toHaveAttribute('data-state', 'off');
  expect((await taskOf(6)).enabled).toBe(true);
});

test("a task's interval is changed", async () => {
  await goTo(page, '/tasks');
  await page.locator('[data-task="4"]').getByRole('button', { name: 'Change interval' }).click();
  const dialog = commandDialog(page, 'Change interval');
  await dialog.getByRole('textbox', { name: 'Interval in seconds' }).fill('0');
  await expect(dialog).toContainText('Give a number from 0.2 to 604800.');
  await dialog.getByRole('textbox', { name: 'Interval in seconds' }).fill('77');
  await giveCommand(mill, page, {
    command: 'setTask',
    title: 'Change interval',
    changes: 'Nothing changes in Odoo.',
    reason: 'watch it closely',
  });
  expect((await taskOf(4)).interval_seconds).toBe(77);
});

test('the schedule is stopped, and started again', async () => {
  await goTo(page, '/tasks');
  const enabled = async () => (await mill.ask('tasks', {})).tasks.filter((task) => task.enabled).length;
  const before = await enabled();
  await page.getByRole('button', { name: 'Stop the schedule' }).click();
  const why = { command: 'setScheduler', changes: 'Nothing changes in the PLC.', reason: 'a drill' } as const;
  await giveCommand(mill, page, { ...why, title: 'Stop the schedule' });
  await expect(page.getByText('The whole schedule is stopped')).toBeVisible();
  expect(await enabled()).toBe(0);
  await page.getByRole('button', { name: 'Start the schedule' }).click();
  await giveCommand(mill, page, { ...why, title: 'Start the schedule' });
  expect(await enabled()).toBe(before);
});

test('a setting is changed, a wrong value is refused in words, and it goes back to its default', async () => {
  const name = 'LOG_RETENTION_DAYS';
  await goTo(page, '/settings');
  await page.getByRole('button', { name: `Change ${name}` }).click();
  const dialog = commandDialog(page, 'Change');
  const value = dialog.getByRole('textbox', { name: 'New value (days)' });
  await value.fill('0');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Change now' })).toHaveAttribute('aria-disabled', 'true');
  await value.fill('45');
  const changes = 'Nothing changes in the PLC.';
  await giveCommand(mill, page, { command: 'setSetting', title: 'Change', changes, reason: 'an inspection' });
  await expect(page.locator(`[data-setting=${name}]`)).toContainText('45');
  expect(await settingOf(name)).toMatchObject({ value: '45', source: 'file' });

  await page.getByRole('button', { name: `Back to default ${name}` }).click();
  await giveCommand(mill, page, {
    command: 'setSetting',
    title: 'Back to default',
    changes,
    reason: 'the inspection is over',
  });
  expect(await settingOf(name)).toMatchObject({ value: '30', source: 'default' });
});

test('all cycle times are set at once', async () => {
  await goTo(page, '/settings');
  await page.getByRole('button', { name: 'Conservative' }).click();
  const why = { command: 'applyPreset', changes: 'Nothing changes in the PLC.' } as const;
  await giveCommand(mill, page, { ...why, title: 'Conservative', reason: 'the network is repaired' });
  expect((await settingOf('INTERVAL_PRESET'))?.value).toBe('conservative');
  const conservative = (await taskOf(4)).interval_seconds;
  await page.getByRole('button', { name: 'Responsive' }).click();
  await giveCommand(mill, page, { ...why, title: 'Responsive', reason: 'the network is well again' });
  expect((await settingOf('INTERVAL_PRESET'))?.value).toBe('responsive');
  expect((await taskOf(4)).interval_seconds).toBeLessThan(conservative);
});

test('alarms are acknowledged, commented, shelved and taken back', async () => {
  for (const code of ['silo101', 'silo102', 'silo103', 'silo104']) {
    await mill.switchOn('plc', 'equipment-failure', { code, info: 'START_FAILURE' });
  }
  await expect.poll(async () => (await failures()).length, { timeout: 30_000 }).toBe(4);
  await goTo(page, '/alarms');
  const rows = page.locator('main tr[data-alarm=EQUIPMENT_FAILURE]');
  await expect(rows).toHaveCount(4);

  // What only happened is over once it was seen.
  await rows.first().getByRole('button', { name: 'Acknowledge' }).click();
  await expectNotice(page, 'Acknowledge');
  await expect(rows).toHaveCount(3);
  expect(await failures()).toHaveLength(3);
  await expectAudit(mill, 'acknowledgeAlarm', { actor: 'Supervisor' });

  await rows
    .first()
    .getByRole('button', { name: /^Details/ })
    .click();
  await page.getByRole('button', { name: 'Write a comment' }).click();
  const dialog = page.getByRole('dialog', { name: 'Comment' });
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('the motor is hot');
  await dialog.getByRole('button', { name: 'Save comment' }).click();
  await expect(rows.first()).toContainText('“the motor is hot”');
  expect((await failures()).map(({ comment }) => comment)).toContain('the motor is hot');
  await expectAudit(mill, 'commentAlarm', {});

  await page.getByRole('button', { name: 'Shelve…' }).click();
  await commandDialog(page, 'Shelve').getByRole('combobox', { name: 'For' }).selectOption('1 hour');
  await giveCommand(mill, page, {
    command: 'shelveAlarm',
    title: 'Shelve',
    changes: 'put aside for 60 minutes',
    reason: 'the electrician is on the way',
  });
  await expect(rows).toHaveCount(2);
  expect((await failures()).map(({ shelved_reason }) => shelved_reason)).toContain(
    'the electrician is on the way',
  );

  await page.getByRole('tab', { name: 'Shelved (1)' }).click();
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('No alarm is shelved.')).toBeVisible();
  await expectAudit(mill, 'unshelveAlarm', {});

  await page.getByRole('tab', { name: /^Active/ }).click();
  await page.getByRole('textbox', { name: 'Search alarms' }).or(page.getByRole('searchbox')).fill('failure');
  await page.getByRole('button', { name: 'Acknowledge all shown (3)' }).click();
  await giveCommand(mill, page, {
    command: 'acknowledgeAlarm',
    title: 'Acknowledge all shown (3)',
    changes: 'the alarms (3) were seen',
    reason: 'all three are looked after',
  });
  expect(await failures()).toHaveLength(0);
});
