import { expect, it } from 'vitest';
import { causeText } from '../../shared/text/text.ts';
import { cause, momentOf } from './cause.ts';
import { type CpuHealth, cpuFindings, failingTasks, longWaits, nearlyFull } from './health-rules.ts';

const HEALTHY: CpuHealth = { mode: 'run', fatal: [], nonFatal: [], errorMessage: '' };

function said(cpu: Partial<CpuHealth>, batchesInPlc: number | null = 3): Record<string, string[] | null> {
  const findings = cpuFindings({ ...HEALTHY, ...cpu }, batchesInPlc);
  return Object.fromEntries(
    findings.map(([code, found]) => [code, found?.map(({ cause: why }) => causeText('en', why)) ?? null]),
  );
}

it('a healthy PLC gives no finding', () => {
  expect(said({})).toEqual({ PLC_FATAL_ERROR: [], PLC_NON_FATAL_ERROR: [], PLC_NOT_IN_RUN_MODE: [] });
});

it('each CPU error is named, with the text of the program', () => {
  expect(said({ nonFatal: ['battery low or missing'] }).PLC_NON_FATAL_ERROR).toEqual([
    expect.stringContaining('battery low or missing'),
  ]);
  expect(said({ fatal: ['program error'], errorMessage: 'E STOP' }).PLC_FATAL_ERROR).toEqual([
    expect.stringContaining('(program error: E STOP)'),
  ]);
});

it('PROGRAM mode is an alarm while batches are in the PLC', () => {
  expect(said({ mode: 'program' }, 1).PLC_NOT_IN_RUN_MODE).toHaveLength(1);
  expect(said({ mode: 'program' }, 0).PLC_NOT_IN_RUN_MODE).toEqual([]);
  expect(said({ mode: 'monitor' }, 1).PLC_NOT_IN_RUN_MODE).toEqual([]);
});

it('what is not known is neither found nor over', () => {
  expect(said({ mode: 'unknown', fatal: null, nonFatal: null })).toEqual({
    PLC_FATAL_ERROR: null,
    PLC_NON_FATAL_ERROR: null,
    PLC_NOT_IN_RUN_MODE: null,
  });
  expect(said({ mode: 'program' }, null).PLC_NOT_IN_RUN_MODE).toBeNull();
});

it('a task is failing after three failed runs in a row, and no longer after one that did not fail', () => {
  const task = {
    number: 3,
    name: 'Push',
    enabled: true,
    failuresInARow: 3,
    lastFailure: 'ODOO_TIMEOUT',
  } as const;
  expect(failingTasks([task])).toEqual([
    { subject: 'TASK 3', cause: cause('task-fails', { task: 3, text: 'Push, ODOO_TIMEOUT' }) },
  ]);
  expect(failingTasks([{ ...task, failuresInARow: 2 }])).toEqual([]);
  expect(failingTasks([{ ...task, lastFailure: null }])).toEqual([]);
  expect(failingTasks([{ ...task, enabled: false }])).toEqual([]);
});

it('a wait is an alarm beyond its limit', () => {
  const why = cause('result-held', { mo_id: 'WH/MO/00014', since: momentOf(1_000) });
  const waiting = [{ subject: 'results', cause: why, since: 1_000 }];
  expect(longWaits(waiting, 6_000, 5_000)).toEqual([]);
  expect(longWaits(waiting, 6_001, 5_000)).toEqual([{ subject: 'results', cause: why }]);
});

it('a store is nearly full above 80 % of its limit', () => {
  expect(nearlyFull([{ subject: 'PLC events', what: 'events', count: 80, limit: 100 }])).toEqual([]);
  expect(nearlyFull([{ subject: 'PLC events', what: 'events', count: 81, limit: 100 }])).toEqual([
    { subject: 'PLC events', cause: cause('events-nearly-full', { limit: 100 }) },
  ]);
});
