import { expect, test } from 'vitest';
import { closingLine } from './closing-line.ts';

const one = (status: string, tests: number) => ({ status, assertionResults: Array(tests).fill({}) });

test.each([
  [
    { success: true, numPassedTests: 7, numFailedTests: 0, testResults: [one('passed', 7)] },
    '7 passed, 0 failed',
  ],
  [
    { success: false, numPassedTests: 5, numFailedTests: 2, testResults: [one('failed', 7)] },
    '5 passed, 2 failed',
  ],
  [
    {
      success: false,
      numPassedTests: 5,
      numFailedTests: 0,
      testResults: [one('passed', 5), one('failed', 0)],
    },
    '5 passed, 1 failed',
  ],
  [
    { success: false, numPassedTests: 5, numFailedTests: 0, testResults: [one('passed', 5)] },
    '5 passed, 1 failed',
  ],
  [
    {
      success: false,
      numPassedTests: 5,
      numFailedTests: 1,
      testResults: [one('failed', 6), one('failed', 0)],
    },
    '5 passed, 2 failed',
  ],
])('%j', (report, line) => {
  expect(closingLine([JSON.stringify(report)])).toBe(line);
});

test.each([null, '', '{"success": true, "numPas', '{"other": 1}'])('a report %j is a failure', (report) => {
  expect(closingLine([report])).toBe('0 passed, 1 failed');
});

const screens = (stats: Record<string, number>, errors: unknown[] = []): string =>
  JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });
const passed = JSON.stringify({
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  testResults: [one('passed', 7)],
});

test.each([
  [[passed, screens({ expected: 5 })], '12 passed, 0 failed'],
  [[passed, screens({ expected: 4, unexpected: 1 })], '11 passed, 1 failed'],
  [[passed, screens({ expected: 4, flaky: 1 })], '11 passed, 1 failed'],
  [[passed, screens({ expected: 4, skipped: 1 })], '11 passed, 1 failed'],
  [[passed, screens({}, [{ message: 'no browser' }])], '7 passed, 1 failed'],
  [[passed, null], '7 passed, 1 failed'],
])('%j together', (reports, line) => {
  expect(closingLine(reports)).toBe(line);
});
