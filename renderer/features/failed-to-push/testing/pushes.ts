import type { FailedPushView } from '../../../../shared/contract/views.ts';

/** A completed result that waits, for tests. */
export function pushWith(given: Partial<FailedPushView>): FailedPushView {
  return {
    mo_id: 'WH/MO/00014',
    batch_no: 4,
    finished_goods: 'JF PLUS KUR',
    kind: 'completed',
    state: 'waiting',
    attempts: 1,
    last_error: null,
    error_code: null,
    refused_lines: [],
    next_attempt_at: null,
    since: '2026-03-02T07:00:00.000Z',
    ...given,
  };
}
