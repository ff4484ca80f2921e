import { expect, it } from 'vitest';
import type { LogLineView } from '../../../shared/contract/views.ts';
import { logText, taskOf } from './log-text.ts';

function line(changed: Partial<LogLineView>): LogLineView {
  return {
    at: '2026-03-01T23:30:00.000Z',
    level: 'info',
    module: 'station',
    message: 'ready',
    batch_no: null,
    mo_id: null,
    ...changed,
  };
}

it('has the oldest line first, with times by the plant’s clock', () => {
  const newestFirst = [
    line({
      at: '2026-03-01T23:31:00.000Z',
      level: 'warn',
      mo_id: 'WH/MO/00014',
      message: '[TASK 3] refused',
    }),
    line({}),
  ];
  expect(logText(newestFirst, '+07:00').split('\r\n')).toEqual([
    '2026-03-02 06:30:00  INFO   station  -  ready',
    '2026-03-02 06:31:00  WARN   station  WH/MO/00014  [TASK 3] refused',
    '',
  ]);
});

it('a task is told by the beginning of its lines, and only there', () => {
  expect(taskOf('[TASK 3] 1 archived')).toEqual({ task: 3, rest: '1 archived' });
  expect(taskOf('said "[TASK 3] x"')).toEqual({ task: null, rest: 'said "[TASK 3] x"' });
});
