import { defineConfig } from '@playwright/test';

const report = process.env.BATCHLINE_E2E_REPORT;

export default defineConfig({
  testDir: '.',
  // Writes into docs/: only when somebody wants new pictures.
  testIgnore: process.env.BATCHLINE_README_PICTURES === '1' ? [] : ['readme-pictures.spec.ts'],
  outputDir: '../artefacts/e2e',
  // Each file has a station, a PostgreSQL, a training plant and a browser of its own: one at a time on two cores.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list'], ...(report === undefined ? [] : [['json', { outputFile: report }] as const])],
});
