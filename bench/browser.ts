import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../e2e/support/find-browser.ts';

/** Full HD, as in a control room. */
const VIEWPORT = { width: 1920, height: 1080 };

export async function openBrowser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return await chromium.launch({ executablePath: findBrowser(), args });
}

/** A page with a line to the browser's own measurements. */
export interface MeasuredPage {
  readonly page: Page;
  readonly devtools: CDPSession;
}

export async function openPage(browser: Browser, address: string): Promise<MeasuredPage> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('[data-slot="1"]').waitFor();
  const devtools = await context.newCDPSession(page);
  return { page, devtools };
}

/** Seconds that the page's main thread has worked since it was opened (Chrome DevTools Protocol, TaskDuration). */
export async function workedSeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

/** Bytes on the page's heap after a collection. */
export async function heapBytes(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}
