import type { CauseView } from '../../shared/contract/causes.ts';
import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { AlarmCode } from './alarm-rules.ts';
import type { Batch, EpochMs } from './batch.ts';
import { cause, momentOf } from './cause.ts';
import type { Deviation } from './consumption-tolerance.ts';

/** One thing that is wrong: an alarm's subject and cause. No ages in the cause: it is the same while it holds. */
export interface Finding {
  readonly subject: string;
  readonly cause: CauseView;
  readonly moId?: string;
  readonly slot?: number;
}

/** A batch, and the last reading in which its slot showed it running; null when this process has none. */
export interface WatchedBatch {
  readonly batch: Batch;
  readonly seenRunningAt: EpochMs | null;
}

/**
 * The batches that are stuck: under way, and their values were the same for `stuckAfterMs` and longer.
 *
 * Counted from the last change up to the last reading that still showed the same values. A PLC that is not
 * read proves nothing, and a PLC that is read every two seconds is no sign of life: last polled and last
 * changed are two things.
 *
 * The PLC doses one batch after the other. One with nothing dosed waits its turn while another is dosed;
 * when none is, only the next in line can be stuck, and its turn began with the plant's last sign of life.
 *
 * @param lastActivityAt when anything was last seen to happen to any batch
 */
export function stuckBatches(
  watched: readonly WatchedBatch[],
  lastActivityAt: EpochMs,
  stuckAfterMs: number,
): readonly Batch[] {
  const running = watched.filter(({ batch }) => isUnderWay(batch)).toSorted(byTurn);
  const dosing = running.filter(({ batch }) => hasDosed(batch));
  const active = dosing.length > 0 ? dosing : running.slice(0, 1);
  return active
    .filter(({ batch, seenRunningAt }) => {
      const turnBegan = hasDosed(batch) ? 0 : lastActivityAt;
      const sameSince = Math.max(unchangedSince(batch) ?? Number.POSITIVE_INFINITY, turnBegan);
      return seenRunningAt !== null && seenRunningAt - sameSince >= stuckAfterMs;
    })
    .map(({ batch }) => batch);
}

/** The last change of the batch's values, or when it was first seen running; null before that. */
export function unchangedSince({ life }: Batch): EpochMs | null {
  if (life.lastChangedAt === null || life.runningSeenAt === null) {
    return life.lastChangedAt ?? life.runningSeenAt;
  }
  return Math.max(life.lastChangedAt, life.runningSeenAt);
}

/** Seen running by the station, and not ended. */
export function isUnderWay(batch: Batch): boolean {
  return (
    batch.life.runningSeenAt !== null &&
    batch.life.finishedAt === null &&
    !batch.statusManufacturing &&
    !batch.statusOperation
  );
}

function hasDosed(batch: Batch): boolean {
  return EQUIPMENT.some(({ key }) => (batch.actuals[key] ?? 0) > 0);
}

/** First in, first out: an earlier load first, and its slots in their order. */
function byTurn({ batch: a }: WatchedBatch, { batch: b }: WatchedBatch): number {
  return (a.life.acceptedAt ?? 0) - (b.life.acceptedAt ?? 0) || (a.slot ?? 0) - (b.slot ?? 0);
}

export function stuckFinding(batch: Batch): Finding {
  const { moId, slot } = batch;
  const since = momentOf(unchangedSince(batch) ?? 0);
  if (slot === null)
    return { subject: moId, cause: cause('batch-stuck-nowhere', { mo_id: moId, since }), moId };
  return { subject: moId, cause: cause('batch-stuck', { mo_id: moId, slot, since }), moId, slot };
}

export function deviationFinding(deviation: Deviation): Finding {
  const { equipment, moId, direction, target, actual, toleranceKg } = deviation;
  return {
    subject: equipment.name,
    cause: cause(direction === 'over' ? 'dosed-too-much' : 'dosed-too-little', {
      mo_id: moId,
      equipment: equipment.name,
      actual_kg: actual,
      target_kg: target,
      tolerance_kg: toleranceKg,
    }),
    moId,
  };
}

/** Something that waits, and since when. */
export interface Waiting {
  readonly subject: string;
  readonly cause: CauseView;
  readonly since: EpochMs;
}

/** What has waited longer than `limitMs`. */
export function longWaits(waiting: readonly Waiting[], now: EpochMs, limitMs: number): readonly Finding[] {
  return waiting
    .filter(({ since }) => now - since > limitMs)
    .map(({ subject, cause: why }) => ({ subject, cause: why }));
}

/** What is known of the PLC's CPU; null where it is not known. */
export interface CpuHealth {
  readonly mode: 'program' | 'monitor' | 'run' | 'unknown';
  readonly fatal: readonly string[] | null;
  readonly nonFatal: readonly string[] | null;
  /** Text of the PLC's FAL or FALS. */
  readonly errorMessage: string | null;
}

/** Findings of one kind; null: it cannot be told at present, so what was found before still stands. */
export type Findings = readonly [code: AlarmCode, found: readonly Finding[] | null];

export function cpuFindings(cpu: CpuHealth, batchesInPlc: number | null): readonly Findings[] {
  const text = cpu.errorMessage === null || cpu.errorMessage === '' ? '' : `: ${cpu.errorMessage}`;
  const errors = (
    key: 'plc-stopped' | 'plc-fault',
    texts: readonly string[] | null,
  ): readonly Finding[] | null => {
    if (texts === null || texts.length === 0) return texts === null ? null : [];
    return [{ subject: 'PLC', cause: cause(key, { text: `${texts.join(', ')}${text}` }) }];
  };
  return [
    ['PLC_FATAL_ERROR', errors('plc-stopped', cpu.fatal)],
    ['PLC_NON_FATAL_ERROR', errors('plc-fault', cpu.nonFatal)],
    ['PLC_NOT_IN_RUN_MODE', programMode(cpu.mode, batchesInPlc)],
  ];
}

function programMode(mode: CpuHealth['mode'], batchesInPlc: number | null): readonly Finding[] | null {
  if (mode === 'unknown' || batchesInPlc === null) return null;
  if (mode !== 'program' || batchesInPlc === 0) return [];
  return [{ subject: 'PLC', cause: cause('plc-program-mode') }];
}

/** A task's runs, as far as its health goes. */
export interface TaskHealth {
  readonly number: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly failuresInARow: number;
  /** Code of the last run's failure; null when it did not fail. */
  readonly lastFailure: ErrorCode | null;
}

/** So many failed runs in a row are an alarm. */
const FAILURES_IN_A_ROW = 3;

export function failingTasks(tasks: readonly TaskHealth[]): readonly Finding[] {
  return tasks
    .filter(
      ({ enabled, failuresInARow, lastFailure }) =>
        enabled && lastFailure !== null && failuresInARow >= FAILURES_IN_A_ROW,
    )
    .map(({ number, name, lastFailure }) => ({
      subject: `TASK ${number}`,
      cause: cause('task-fails', { task: number, text: `${name}, ${lastFailure}` }),
    }));
}

/** From this share of its limit on, a store that never drops anything is an alarm; the causes' texts name it. */
const NEARLY_FULL_SHARE = 0.8;

export interface Fill {
  readonly subject: string;
  readonly what: 'results' | 'events';
  readonly count: number;
  readonly limit: number;
}

export function nearlyFull(fills: readonly Fill[]): readonly Finding[] {
  return fills
    .filter(({ count, limit }) => count > limit * NEARLY_FULL_SHARE)
    .map(({ subject, what, limit }) => ({ subject, cause: cause(`${what}-nearly-full`, { limit }) }));
}
