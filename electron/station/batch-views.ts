import type { BatchStatusView, BatchView } from '../../shared/contract/views.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
import type { Alarm } from '../domain/alarm.ts';
import type { Batch, EpochMs } from '../domain/batch.ts';
import { type BatchPhase, phaseOf } from '../domain/batch-phase.ts';
import { type ConsumptionTolerance, toleranceKg } from '../domain/consumption-tolerance.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { LiveBatchList } from '../tasks/live-batches.ts';
import type { LiveBoard } from '../tasks/live-board.ts';
import { iso } from './views.ts';

/** What the views of the queue are made of, beside its rows. */
export interface QueueParts {
  readonly entries: readonly OutboxEntry[];
  readonly board: LiveBoard;
  readonly tolerance: ConsumptionTolerance;
  /** Those that hold. */
  readonly alarms: readonly Alarm[];
}

export function viewBatchStatus(list: LiveBatchList, parts: QueueParts): BatchStatusView {
  const entries = new Map(parts.entries.map((entry) => [entry.result.moId, entry]));
  const batches = list.batches.map((batch) => viewBatch(batch, entries.get(batch.moId), parts));
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

/** Where a batch stands by everything that is known of it; `entry` is its result in the outbox, if any. */
export function phaseNow(batch: Batch, entry: OutboxEntry | undefined, board: LiveBoard): BatchPhase {
  const unproven = entry === undefined && board.of(batch.slot, batch.moId)?.view === 'unproven';
  return unproven ? 'unproven' : phaseOf(batch, entry?.state ?? null);
}

function viewBatch(
  batch: Batch,
  entry: OutboxEntry | undefined,
  { board, tolerance, alarms }: QueueParts,
): BatchView {
  const live = board.of(batch.slot, batch.moId);
  const phase = phaseNow(batch, entry, board);
  const { life } = batch;
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
    last_read_from_plc: iso(latest(life.lastReadAt, live?.readAt ?? null)),
    last_changed: iso(life.lastChangedAt),
    phase,
    phase_since: iso(phaseSince(phase, batch, entry, alarms)),
    load_id: batch.loadId,
    written_at: iso(life.writtenAt),
    accepted_at: iso(life.acceptedAt),
    running_seen_at: iso(life.runningSeenAt),
    first_dosing_at: iso(life.firstDosingAt),
    finished_at: iso(life.finishedAt),
    current_component: phase === 'running' ? board.lastDosed(batch.slot, batch.moId) : null,
    materials: perComponent(({ key }) => batch.materials[key]),
    tolerances: perComponent(({ key }) => viewTolerance(batch.targets[key], tolerance)),
    question: entry?.state === 'held' ? entry.result.question : null,
    faults: [...board.faultsIn(batch.slot)],
    not_routed: batch.unrouted.map(({ productName, quantity }) => ({ product: productName, kg: quantity })),
  };
}

/** Since when a batch is in its phase; null where nothing was noted when it began. */
function phaseSince(
  phase: BatchPhase,
  { moId, life }: Batch,
  entry: OutboxEntry | undefined,
  alarms: readonly Alarm[],
): EpochMs | null {
  switch (phase) {
    case 'loading':
      return life.fetchedAt;
    case 'written':
      return life.writtenAt;
    case 'queued':
      return life.acceptedAt;
    case 'running':
      return life.runningSeenAt;
    case 'reporting':
      return entry?.stateSince ?? life.finishedAt;
    case 'confirmed':
      return entry?.confirmedAt ?? life.confirmedByOdooAt;
    case 'question':
    case 'refused':
      return entry?.stateSince ?? null;
    case 'unproven':
      return (
        alarms.find((alarm) => alarm.code === 'SLOT_NO_EVIDENCE' && alarm.moId === moId)?.raisedAt ?? null
      );
  }
}

function viewTolerance(target: Kg | null, tolerance: ConsumptionTolerance) {
  if (target === null) return null;
  const allowed = toleranceKg(target, tolerance);
  // Hundredths are what the scale shows; a sum of floats has more digits than that.
  const rounded = (kg: number): number => Math.round(kg * 1000) / 1000;
  return { low_kg: rounded(Math.max(0, target - allowed)), high_kg: rounded(target + allowed) };
}

function latest(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
