import type { HistoryRowView } from '../../../../shared/contract/history.ts';
import { perComponent } from '../../../../shared/domain/equipment.ts';

/** A completed batch of 1000 kg; with whatever is to be different. */
export function exampleRow(different: Partial<HistoryRowView> = {}): HistoryRowView {
  return {
    id: '1',
    batch_no: 1,
    mo_id: 'WH/MO/00014',
    finished_goods: 'JF PLUS KUR',
    status: 'completed',
    notes: null,
    actual_weight: 998.75,
    target_consumptions: perComponent(() => null),
    actual_consumptions: perComponent(() => null),
    archived_at: '2026-03-01T10:20:00Z',
    ended_at: '2026-03-01T10:11:30Z',
    quantity: 1000,
    slot: 1,
    load_id: 'load-1',
    started_at: '2026-03-01T10:00:00Z',
    finished_at: '2026-03-01T10:11:30Z',
    reported_at: '2026-03-01T10:12:00Z',
    ...different,
  };
}
