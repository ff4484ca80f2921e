import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../shared/errors.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** A run that left nothing readable: the type check or a lint rule failed before it, or it was killed. */
const NOTHING: Count = { passed: 0, failed: 1 };

/** The part of Vitest's JSON report that counts. */
const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** The part of Playwright's JSON report that counts. */
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/**
 * `N passed, N failed` from the JSON reports of Vitest and Playwright together. A test file that could not even
 * be loaded counts as one failure, and so does a run that calls itself unsuccessful for another reason (an
 * unhandled rejection) or that left no readable report. A test that passed only when it was repeated, or was
 * skipped, did not pass.
 */
export function closingLine(reports: readonly (string | null)[]): string {
  const counts = reports.map((report) => countOf(parseJson(report)));
  const sum = (of: keyof Count): number => counts.reduce((total, count) => total + count[of], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

function countOf(report: unknown): Count {
  const vitest = vitestReport.safeParse(report);
  if (vitest.success) return countVitest(vitest.data);
  const playwright = playwrightReport.safeParse(report);
  if (!playwright.success) return NOTHING;
  const { stats, errors } = playwright.data;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}

function countVitest({
  success,
  numPassedTests,
  numFailedTests,
  testResults,
}: z.output<typeof vitestReport>): Count {
  const notLoaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = numFailedTests + notLoaded;
  return { passed: numPassedTests, failed: failed === 0 && !success ? 1 : failed };
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (thrown) {
    // A run that was killed leaves half a report.
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

function readReport(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    process.stderr.write(`no report of the tests: ${messageOf(thrown)}\n`);
    return null;
  }
}

if (import.meta.main) {
  const files = process.argv.slice(2);
  if (files.length === 0) throw new Error('usage: closing-line.ts <report.json> ...');
  process.stdout.write(`${closingLine(files.map(readReport))}\n`);
}
