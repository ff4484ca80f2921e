import type {
  FailedToPushView,
  HistoryPageView,
  HistoryView,
  PlcSlotView,
  SettingView,
} from '../../shared/contract/views.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import type { Batch, EpochMs } from '../domain/batch.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { DecodedSlot } from '../plc/memory-map/slot-codec.ts';
import { describeFault } from '../plc/memory-map/word-fault.ts';
import type { HistoryEntry, HistoryPage } from '../store/history-repository.ts';
import type { LiveSettingRow } from './config/live-settings.ts';

export function iso(at: EpochMs | null): string | null {
  return at === null ? null : new Date(at).toISOString();
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
export function viewFailedToPush(entries: readonly OutboxEntry[], queue: readonly Batch[]): FailedToPushView {
  const products = new Map(queue.map(({ moId, finishedGoods }) => [moId, finishedGoods]));
  const failed = entries.filter(
    ({ state, lastFault }) =>
      state === 'parked' || state === 'held' || (state === 'waiting' && lastFault !== null),
  );
  return {
    total: failed.length,
    batches: failed.map((entry) => ({
      mo_id: entry.result.moId,
      batch_no: entry.result.slot,
      finished_goods: products.get(entry.result.moId) ?? null,
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
