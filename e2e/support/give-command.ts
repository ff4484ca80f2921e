import { expect, type Locator, type Page } from '@playwright/test';
import { COMMANDS, type CommandName } from '../../shared/contract/contract.ts';
import type { AuditView } from '../../shared/contract/views.ts';
import type { Mill } from './mill.ts';

export interface Given {
  readonly command: CommandName;
  /** The dialog's heading; the button that opens it says the same unless the test has opened it already. */
  readonly title: string;
  /** What must be told of the consequences before anything is done. */
  readonly changes: string | RegExp;
  readonly reason: string;
}

/** The dialog of a command that is about to be given. */
export function commandDialog(page: Page, title: string): Locator {
  return page.getByRole('dialog', { name: title, exact: true });
}

/**
 * In a command's open dialog: reads what will change, gives the reason, does it, sees on the screen that it was
 * done, and in the audit by whom and why.
 */
export async function giveCommand(
  mill: Mill,
  page: Page,
  { command, title, changes, reason }: Given,
): Promise<void> {
  const dialog = commandDialog(page, title);
  await expect(dialog.getByRole('region', { name: 'What will change' })).toContainText(changes);
  const give = dialog.getByRole('button', { name: `${title} now` });
  if (COMMANDS[command].reason === 'required') await expect(give).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await give.click();
  await expect(dialog).toBeHidden();
  await expectNotice(page, title);
  await expectAudit(mill, command, { reason });
}

/** A short note over the screen says what became of it. */
export async function expectNotice(page: Page, text: string | RegExp): Promise<void> {
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices.locator('strong').filter({ hasText: text }).first()).toBeVisible();
}

/** A button that cannot be used now can be reached all the same, and says why not. */
export async function expectUnavailable(page: Page, button: Locator, why: string | RegExp): Promise<void> {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.focus();
  await expect(page.getByRole('tooltip')).toContainText(why);
  await button.blur();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
}

/** Resolves when the audit has a row like this one of a command, whatever else it has. */
export async function expectAudit(
  mill: Mill,
  command: CommandName | 'login' | 'logout',
  like: Partial<AuditView>,
): Promise<void> {
  await expect
    .poll(async () => (await mill.ask('audit', { command, limit: 100 })).entries)
    .toContainEqual(expect.objectContaining({ actor: 'Supervisor', outcome: 'done', ...like }));
}
