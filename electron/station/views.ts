import { type PerComponent, perComponent } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
import type { Batch, EpochMs } from '../domain/batch.ts';
import { type BatchPhase, phaseOf } from '../domain/batch-phase.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { HistoryPage } from '../store/history-repository.ts';
import type { LiveBoard } from '../tasks/live-board.ts';

/** Kilograms per component under the plant's names; null where nothing is known. */
export type ComponentView = PerComponent<Kg | null>;

/** A batch as the plant's dashboards know it. */
export interface BatchView {
  readonly batch_no: number;
  readonly mo_id: string;
  readonly equipment: string;
  /** Quantity of the MO in kg. */
  readonly consumption: Kg;
  readonly finished_goods: string | null;
  readonly status_manufacturing: boolean;
  readonly status_operation: boolean;
  readonly actual_finished_goods: Kg | null;
  readonly target_consumptions: ComponentView;
  readonly actual_consumptions: ComponentView;
  /** ISO 8601, UTC. */
  readonly last_read_from_plc: string | null;
  readonly last_changed: string | null;
  readonly phase: BatchPhase;
  /** What is wrong with the slot's last reading, address by address. */
  readonly faults: readonly string[];
  /** Materials that the PLC does not dose. */
  readonly not_routed: readonly { product: string; kg: Kg }[];
}

export interface BatchStatusView {
  readonly total_batches: number;
  readonly active_batches: number;
  readonly completed_batches: number;
  readonly is_empty: boolean;
  /** The database could not be asked: these are the batches it last told. */
  readonly remembered: boolean;
  readonly batches: readonly BatchView[];
}

export interface HistoryView {
  readonly id: string;
  readonly batch_no: number | null;
  readonly mo_id: string;
  readonly finished_goods: string | null;
  readonly status: string | null;
  readonly notes: string | null;
  readonly actual_weight: Kg | null;
  readonly target_consumptions: ComponentView;
  readonly actual_consumptions: ComponentView;
  readonly archived_at: string | null;
}

export interface HistoryPageView {
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly histories: readonly HistoryView[];
}

export interface FailedPushView {
  readonly mo_id: string;
  readonly batch_no: number;
  readonly kind: 'completed' | 'failed';
  readonly state: 'waiting' | 'parked' | 'held' | 'confirmed';
  readonly attempts: number;
  readonly last_error: string | null;
  readonly error_code: string | null;
  readonly refused_lines: readonly { equipment: string; message: string }[];
  readonly next_attempt_at: string | null;
  readonly since: string;
}

export function iso(at: EpochMs | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export function viewBatchStatus(
  list: { readonly batches: readonly Batch[]; readonly remembered: boolean },
  entries: readonly OutboxEntry[],
  board: LiveBoard,
): BatchStatusView {
  const states = new Map(entries.map((entry) => [entry.result.moId, entry.state]));
  const batches = list.batches.map((batch): BatchView => {
    const live = board.of(batch.slot, batch.moId);
    const phase = phaseOf(batch, states.get(batch.moId) ?? null);
    return {
      batch_no: batch.batchNo,
      mo_id: batch.moId,
      equipment: batch.equipmentCode,
      consumption: batch.quantity,
      finished_goods: batch.finishedGoods,
      status_manufacturing: batch.statusManufacturing,
      status_operation: batch.statusOperation,
      actual_finished_goods: batch.weight,
      target_consumptions: perComponent(({ key }) => batch.targets[key]),
      actual_consumptions: perComponent(({ key }) => batch.actuals[key]),
      last_read_from_plc: iso(latest(batch.life.lastReadAt, live?.readAt ?? null)),
      last_changed: iso(batch.life.lastChangedAt),
      phase: live?.view === 'unproven' && !states.has(batch.moId) ? 'unproven' : phase,
      faults: board.faultsIn(batch.slot),
      not_routed: batch.unrouted.map(({ productName, quantity }) => ({ product: productName, kg: quantity })),
    };
  });
  const completed = batches.filter((batch) => batch.status_manufacturing || batch.status_operation).length;
  return {
    total_batches: batches.length,
    active_batches: batches.length - completed,
    completed_batches: completed,
    is_empty: batches.length === 0,
    remembered: list.remembered,
    batches,
  };
}

export function viewHistory(page: HistoryPage, limit: number, offset: number): HistoryPageView {
  return {
    total: page.total,
    limit,
    offset,
    histories: page.rows.map((row) => ({
      id: row.id,
      batch_no: row.batchNo,
      mo_id: row.moId,
      finished_goods: row.finishedGoods,
      status: row.status,
      notes: row.notes,
      actual_weight: row.weight,
      target_consumptions: perComponent(({ key }) => row.targets[key]),
      actual_consumptions: perComponent(({ key }) => row.actuals[key]),
      archived_at: iso(row.archivedAt),
    })),
  };
}

/** Every result that is not in Odoo for a reason that somebody should know. */
export function viewFailedToPush(entries: readonly OutboxEntry[]): {
  readonly total: number;
  readonly batches: readonly FailedPushView[];
} {
  const failed = entries.filter(
    ({ state, lastFault }) =>
      state === 'parked' || state === 'held' || (state === 'waiting' && lastFault !== null),
  );
  return {
    total: failed.length,
    batches: failed.map((entry) => ({
      mo_id: entry.result.moId,
      batch_no: entry.result.slot,
      kind: entry.result.kind,
      state: entry.state,
      attempts: entry.attempts,
      last_error: entry.lastFault?.message ?? entry.holdReason,
      error_code: entry.lastFault?.code ?? (entry.state === 'held' ? 'RESULT_QUESTION' : null),
      refused_lines: (entry.lastFault?.lines ?? []).map((line) => ({
        equipment: line.odooCode,
        message: line.message,
      })),
      next_attempt_at: iso(entry.nextAttemptAt),
      since: iso(entry.since) ?? '',
    })),
  };
}

function latest(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
