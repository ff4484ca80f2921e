import { expect, it } from 'vitest';
import type { AlarmView } from '../../../shared/contract/alarms.ts';
import type { FailedPushView } from '../../../shared/contract/views.ts';
import { findingsOf } from './findings.ts';
import { batchWith } from './testing/batches.ts';

const ALARM: AlarmView = {
  id: '1',
  code: 'BATCH_STUCK',
  subject: 'WH/MO/00014',
  message: 'no change for 12 min',
  cause: null,
  raised_at: '2026-03-02T07:00:00.000Z',
  state: 'active-unacknowledged',
  priority: 2,
  group: 'BATCH',
  holds: true,
  ends: 'with-its-cause',
  mo_id: 'WH/MO/00014',
  slot: 4,
  place: '/batch/WH%2FMO%2F00014',
  acknowledged_at: null,
  acknowledged_by: null,
  cleared_at: null,
  shelved_until: null,
  shelved_by: null,
  shelved_reason: null,
  comment: null,
  first_out: false,
  count: 1,
};

const PUSH: FailedPushView = {
  mo_id: 'WH/MO/00014',
  batch_no: 4,
  finished_goods: null,
  kind: 'completed',
  state: 'parked',
  attempts: 1,
  last_error: 'partly refused',
  error_code: 'ODOO_LINES_REFUSED',
  refused_lines: [{ equipment: 'silo101', message: 'no move' }],
  next_attempt_at: null,
  since: '2026-03-02T07:00:00.000Z',
};

it('a batch that runs well has nothing to tell', () => {
  expect(findingsOf(batchWith({}), undefined, [])).toEqual([]);
});

it('a failed batch comes before its stuck alarm, and its own alarm is not told a second time', () => {
  const failed = batchWith({ phase: 'reporting', status_operation: true });
  const alarms = [ALARM, { ...ALARM, code: 'BATCH_FAILED', priority: 1 as const }];
  expect(findingsOf(failed, undefined, alarms)).toEqual([
    { code: 'BATCH_FAILED', priority: 1, details: [] },
    { code: 'BATCH_STUCK', priority: 2, details: ['no change for 12 min'] },
  ]);
});

it('alarms of other batches and those whose cause is gone do not belong here', () => {
  const alarms = [
    { ...ALARM, mo_id: 'WH/MO/00015' },
    { ...ALARM, holds: false },
  ];
  expect(findingsOf(batchWith({}), undefined, alarms)).toEqual([]);
});

it('an alarm of the slot itself belongs to the batch in it', () => {
  const alarms = [{ ...ALARM, code: 'SLOT_ACKNOWLEDGE_LOST', mo_id: null }];
  expect(findingsOf(batchWith({}), undefined, alarms)).toHaveLength(1);
});

it('what Odoo refused is told line by line', () => {
  expect(findingsOf(batchWith({ phase: 'refused' }), PUSH, [])).toEqual([
    { code: 'ODOO_LINES_REFUSED', priority: 1, details: ['partly refused', 'silo101: no move'] },
  ]);
});

it('word faults are shown as the station found them', () => {
  expect(findingsOf(batchWith({ faults: ['D6336: 15, not 104'] }), undefined, [])).toMatchObject([
    { code: 'SLOT_FAULTY', details: ['D6336: 15, not 104'] },
  ]);
});
