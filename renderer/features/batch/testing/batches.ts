import type { BatchView } from '../../../../shared/contract/views.ts';
import { perComponent } from '../../../../shared/domain/equipment.ts';

/** A running batch of 1000 kg with nothing known of its components, for tests. */
export function batchWith(given: Partial<BatchView>): BatchView {
  return {
    batch_no: 4,
    mo_id: 'WH/MO/00014',
    equipment: 'plc01',
    consumption: 1000,
    finished_goods: 'JF PLUS KUR',
    status_manufacturing: false,
    status_operation: false,
    actual_finished_goods: null,
    target_consumptions: perComponent(() => null),
    actual_consumptions: perComponent(() => null),
    last_read_from_plc: null,
    last_changed: null,
    phase: 'running',
    phase_since: null,
    load_id: null,
    written_at: null,
    accepted_at: null,
    running_seen_at: null,
    first_dosing_at: null,
    finished_at: null,
    current_component: null,
    materials: perComponent(() => null),
    tolerances: perComponent(() => null),
    question: null,
    faults: [],
    not_routed: [],
    ...given,
  };
}
