import { expect, type Locator, type Page } from '@playwright/test';
import type { CommandName } from '../../shared/contract/contract.ts';
import type { AuditView } from '../../shared/contract/views.ts';
import type { Mill } from './mill.ts';

export interface Given {
  /** The dialog's heading, as on the button that opened it. */
  readonly title: string;
  /** What must be told of the consequences before anything is done. */
  readonly changes: string | RegExp;
  /** Left out: a command that needs none. */
  readonly reason?: string;
}

/** The dialog of a command that is about to be given. */
export function commandDialog(page: Page, title: string): Locator {
  return page.getByRole('dialog', { name: title, exact: true });
}

/** In a command's dialog: reads what will change, gives the reason, does it, and sees that it was done. */
export async function giveCommand(page: Page, { title, changes, reason }: Given): Promise<void> {
  const dialog = commandDialog(page, title);
  await expect(dialog.getByRole('region', { name: 'What will change' })).toContainText(changes);
  const give = dialog.getByRole('button', { name: `${title} now` });
  if (reason !== undefined) {
    await expect(give).toHaveAttribute('aria-disabled', 'true');
    await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  }
  await give.click();
  await expect(dialog).toBeHidden();
  await expectNotice(page, title);
}

/** A short note over the screen says what became of it. */
export async function expectNotice(page: Page, text: string | RegExp): Promise<void> {
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices.locator('strong').filter({ hasText: text }).first()).toBeVisible();
}

/** Why a button cannot be used now: it can be reached, and says so. */
export async function expectUnavailable(page: Page, button: Locator, why: string | RegExp): Promise<void> {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.focus();
  await expect(page.getByRole('tooltip')).toContainText(why);
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
