import { defineConfig } from 'vitest/config';

/** Where to leave a machine-readable report as well; none unless told. */
const report = process.env.BATCHLINE_TEST_REPORT;

export default defineConfig({
  test: {
    include: [
      'electron/**/*.test.ts',
      'shared/**/*.test.ts',
      'scripts/**/*.test.ts',
      'renderer/**/*.test.ts',
    ],
    // Two cores: a real PostgreSQL, real sockets and child processes share them with the tests.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
