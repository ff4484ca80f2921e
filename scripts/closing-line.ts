import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../shared/errors.ts';

/** The part of vitest's JSON report that counts. */
const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/**
 * `N passed, N failed` from vitest's JSON report. A test file that could not even be loaded counts as one
 * failure, and so does a run that vitest calls unsuccessful for another reason (an unhandled rejection) or
 * that left no readable report (the type check or a lint rule failed before the tests).
 */
export function closingLine(report: string | null): string {
  const parsed = reportSchema.safeParse(parseJson(report));
  if (!parsed.success) return '0 passed, 1 failed';
  const { success, numPassedTests, numFailedTests, testResults } = parsed.data;
  const notLoaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = numFailedTests + notLoaded;
  return `${numPassedTests} passed, ${failed === 0 && !success ? 1 : failed} failed`;
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
  const [, , file] = process.argv;
  if (file === undefined) throw new Error('usage: closing-line.ts <report.json>');
  process.stdout.write(`${closingLine(readReport(file))}\n`);
}
