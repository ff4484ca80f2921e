import type { AlarmView } from '../../../../shared/contract/alarms.ts';

/** An alarm of a failed batch that nobody has seen. */
export function exampleAlarm(given: Partial<AlarmView> = {}): AlarmView {
  return {
    id: 'a1',
    code: 'BATCH_FAILED',
    subject: 'WH/MO/00014',
    message: 'WH/MO/00014 failed in the PLC.',
    cause: { key: 'batch-failed', values: { mo_id: 'WH/MO/00014' } },
    raised_at: '2026-03-02T07:00:00.000Z',
    state: 'active-unacknowledged',
    priority: 1,
    group: 'BATCH',
    holds: true,
    ends: 'with-its-cause',
    mo_id: 'WH/MO/00014',
    slot: 3,
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
    ...given,
  };
}
