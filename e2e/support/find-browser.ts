import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Where systems keep a Chromium of their own. */
const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The Chromium to test in: Playwright's own where it was installed, else the system's. Throws, saying how to get
 * one, when there is none.
 */
export function findBrowser(): string {
  const own = chromium.executablePath();
  const found = [own, ...SYSTEM_BROWSERS].find((path) => path !== '' && existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    'no Chromium for the tests of the screens: run `npx playwright install chromium`, or on Debian `apt-get install chromium`',
  );
}
