import type { Page } from '@playwright/test';

/** Every screen with the place that opens it. */
export const SCREENS = [
  { name: 'overview', place: '/' },
  { name: 'batches', place: '/batch' },
  { name: 'failed-to-push', place: '/failed-to-push' },
  { name: 'history', place: '/history' },
  { name: 'analytics', place: '/history?tab=charts' },
  { name: 'alarms', place: '/alarms' },
  { name: 'alarms-shelved', place: '/alarms?tab=shelved' },
  { name: 'alarms-history', place: '/alarms?tab=history' },
  { name: 'alarms-load', place: '/alarms?tab=load' },
  { name: 'equipment', place: '/equipment' },
  { name: 'silo', place: '/equipment/silo_c' },
  { name: 'tasks', place: '/tasks' },
  { name: 'logs', place: '/tasks?tab=logs' },
  { name: 'plc-words', place: '/plc' },
  { name: 'plc-flags', place: '/plc?tab=flags' },
  { name: 'plc-link', place: '/plc?tab=link' },
  { name: 'plc-doctor', place: '/plc?tab=doctor' },
  { name: 'settings', place: '/settings' },
  { name: 'people', place: '/settings?tab=people' },
  { name: 'notifications', place: '/settings?tab=notifications' },
  { name: 'connections', place: '/settings?tab=connections' },
  { name: 'about', place: '/settings?tab=about' },
  { name: 'audit', place: '/audit' },
  { name: 'training', place: '/training' },
] as const;

/** Resolves when the screen has its answers: there is a heading, and nothing waits any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('main h1') !== null && document.querySelector('main .waiting') === null,
  );
}

/** Shows another screen in the same page, as a link in it does. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, place);
  // Until the address has arrived it is the screen before that is settled.
  await page.locator(`main[data-place="${place}"]`).waitFor();
  await settled(page);
}
