import { describe, expect, it } from 'vitest';
import type { TaskView } from '../../../shared/contract/views.ts';
import { outcomeWords } from './outcome-words.ts';
import { secondsOf, stateOf } from './task-state.ts';

function lastRun(outcome: 'done' | 'failed'): TaskView['last_run'] {
  const at = '2026-03-01T23:30:00.000Z';
  return {
    started_at: at,
    ended_at: at,
    duration_ms: 3,
    cause: 'interval',
    outcome,
    message: '',
    code: outcome === 'failed' ? 'PLC_TIMEOUT' : null,
  };
}

describe('state', () => {
  it('a failure stays until a run does better, also in a task that is off', () => {
    expect(stateOf({ enabled: true, running: false, last_run: lastRun('failed') })).toBe('failed');
    expect(stateOf({ enabled: false, running: false, last_run: lastRun('failed') })).toBe('failed');
    expect(stateOf({ enabled: true, running: true, last_run: lastRun('failed') })).toBe('running');
  });
  it('a task that is off is not waiting', () => {
    expect(stateOf({ enabled: false, running: false, last_run: lastRun('done') })).toBe('off');
    expect(stateOf({ enabled: true, running: false, last_run: null })).toBe('waiting');
  });
});

it('an interval is taken with a point or a comma, and only as far as the station takes it', () => {
  expect(secondsOf('0,5')).toBe(0.5);
  expect(secondsOf(' 120 ')).toBe(120);
  expect(secondsOf('604800')).toBe(604_800);
  for (const wrong of ['', '0.1', '604801', '-5', '1e3', '5 s', '1,000,000'])
    expect(secondsOf(wrong)).toBeNull();
});

describe('outcome', () => {
  it('is told in Indonesian where it is a usual one', () => {
    expect(outcomeWords('id', '2 running, 1 ended')).toBe('2 berjalan, 1 selesai');
    expect(outcomeWords('id', '3 batches are still in the queue, 1 not yet in Odoo')).toBe(
      '3 batch masih dalam antrean, 1 belum di Odoo',
    );
    expect(outcomeWords('id', 'the PLC has not read the load of WH/MO/00001, WH/MO/00002 yet')).toBe(
      'PLC belum membaca muatan WH/MO/00001, WH/MO/00002',
    );
  });
  it('is never told by halves', () => {
    expect(outcomeWords('id', '2 running, something new')).toBe('2 running, something new');
    expect(outcomeWords('en', '2 running, 1 ended')).toBe('2 running, 1 ended');
  });
});
