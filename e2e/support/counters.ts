import type { Page } from '@playwright/test';

export const ANALYTICS_DAY_MS = 86_400_000;

/** A counter of the overview, as the screen has it now. */
export async function counterOf(page: Page, name: string): Promise<number> {
  return Number(await page.locator(`[data-counter=${name}]`).getAttribute('data-value'));
}
