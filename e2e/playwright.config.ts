import { defineConfig } from '@playwright/test';
import { findBrowser } from './support/find-browser.ts';

const report = process.env.BATCHLINE_E2E_REPORT;
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  outputDir: '../artefacts/e2e',
  // Each file has a station, a PostgreSQL and a training plant of its own: one at a time on two cores.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list'], ...(report === undefined ? [] : [['json', { outputFile: report }] as const])],
  use: {
    viewport: { width: 1920, height: 1080 },
    actionTimeout: 20_000,
    trace: 'off',
    launchOptions: {
      executablePath: findBrowser(),
      args: [...(root ? ['--no-sandbox'] : []), '--autoplay-policy=no-user-gesture-required', '--mute-audio'],
    },
  },
});
