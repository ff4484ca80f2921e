import type {
  BatchStatusView,
  BatchView,
  FailedToPushView,
  HistoryPageView,
  HistoryView,
  PlcSlotView,
  SettingView,
} from '../../shared/contract/views.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import type { Batch, EpochMs } from '../domain/batch.ts';
import { phaseOf } from '../domain/batch-phase.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { DecodedSlot } from '../plc/memory-map/slot-codec.ts';
import { describeFault } from '../plc/memory-map/word-fault.ts';
import type { HistoryEntry, HistoryPage } from '../store/history-repository.ts';
import type { LiveBoard } from '../tasks/live-board.ts';
import type { LiveSettingRow } from './config/live-settings.ts';

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
      faults: [...board.faultsIn(batch.slot)],
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
    histories: page.rows.map(viewHistoryRow),
  };
}

export function viewHistoryRow(row: HistoryEntry): HistoryView {
  return {
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
  };
}

export function viewPlcSlot(decoded: DecodedSlot): PlcSlotView {
  const content = decoded.kind === 'valid' ? decoded.content : null;
  return {
    slot: decoded.slot,
    state: decoded.kind,
    mo_id: content?.moId ?? (decoded.kind === 'faulty' ? decoded.moId : null),
    finished_goods: content?.finishedGoods ?? null,
    quantity: content?.quantity ?? null,
    actual_consumptions: content?.components ?? null,
    status_manufacturing: content?.statusManufacturing ?? null,
    status_operation: content?.statusOperation ?? null,
    weight: content?.weight ?? null,
    status_read_data: decoded.kind === 'faulty' ? null : decoded.flag,
    faults: decoded.kind === 'faulty' ? decoded.faults.map(describeFault) : [],
    words: [...decoded.words],
  };
}

/** Every result that is not in Odoo for a reason that somebody should know. */
export function viewFailedToPush(entries: readonly OutboxEntry[]): FailedToPushView {
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

export function viewSetting({ pendingRestart, names, ...row }: LiveSettingRow): SettingView {
  return { ...row, names: [...names], pending_restart: pendingRestart };
}

function latest(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
