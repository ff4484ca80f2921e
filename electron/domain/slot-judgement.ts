import { EQUIPMENT, type PerComponent } from '../../shared/domain/equipment.ts';
import type { Kg, Slot } from '../../shared/units.ts';
import type { Batch, EpochMs, ResultKind, ResultQuestion } from './batch.ts';

/** One READ slot that passed every check, at one moment. */
export interface SlotReading {
  readonly slot: Slot;
  readonly moId: string;
  readonly actuals: PerComponent<Kg>;
  readonly weight: Kg;
  readonly statusManufacturing: 0 | 1;
  readonly statusOperation: 0 | 1;
  readonly words: readonly number[];
  readonly readAt: EpochMs;
}

/**
 * What the previous reading of a slot left open. A failure, and an ending that raises a question, count
 * only when two consecutive readings agree: the PLC may still be writing the slot.
 */
export type SlotWatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'failing'; readonly moId: string }
  | { readonly kind: 'questionable'; readonly moId: string; readonly signature: string };

export const NO_WATCH: SlotWatch = { kind: 'none' };

/** How a batch ended, before it gets its id and becomes a result. */
export interface Ending {
  readonly kind: ResultKind;
  readonly failureNoted: boolean;
  readonly question: ResultQuestion | null;
}

export type Judgement =
  /** The slot still shows what it showed before the load. */
  | { readonly kind: 'stale' }
  /** The slot shows an order that was never put there. */
  | { readonly kind: 'foreign' }
  /** Both status flags are 0: under way, and proof that the PLC took the order. */
  | { readonly kind: 'running'; readonly changed: boolean; readonly dosing: boolean }
  /** An ending that the next reading must confirm. */
  | { readonly kind: 'watching'; readonly changed: boolean }
  /** The slot says finished or failed, but nothing proves that this order ran: an operator decides. */
  | { readonly kind: 'unproven'; readonly changed: boolean }
  | { readonly kind: 'ended'; readonly ending: Ending };

export interface JudgedSlot {
  readonly judgement: Judgement;
  readonly watch: SlotWatch;
}

/**
 * Judges one valid reading of a slot in which `batch` is expected. Pure.
 * The batch must not have ended yet: what ended is never changed by PLC data again (S4).
 *
 * @param runningSeen the station has durably seen this order in this slot with both flags 0 since its load
 * @param watch what the reading before this one left open
 */
export function judgeSlot(
  batch: Batch,
  reading: SlotReading,
  runningSeen: boolean,
  watch: SlotWatch,
): JudgedSlot {
  if (reading.moId !== batch.moId) {
    const stale = batch.loadId === null || reading.moId === batch.readBeforeLoad;
    return { judgement: { kind: stale ? 'stale' : 'foreign' }, watch: NO_WATCH };
  }
  const changed = differs(batch, reading);
  if (reading.statusManufacturing === 0 && reading.statusOperation === 0) {
    const dosing = EQUIPMENT.some(({ key }) => reading.actuals[key] > 0);
    return { judgement: { kind: 'running', changed, dosing }, watch: NO_WATCH };
  }
  return reading.statusManufacturing === 0
    ? judgeFailed(batch, reading, runningSeen, watch, changed)
    : judgeFinished(batch, reading, runningSeen, watch, changed);
}

function judgeFailed(
  batch: Batch,
  reading: SlotReading,
  runningSeen: boolean,
  watch: SlotWatch,
  changed: boolean,
): JudgedSlot {
  if (!runningSeen && !slotChangedSinceLoad(batch)) {
    return { judgement: { kind: 'unproven', changed }, watch: NO_WATCH };
  }
  if (watch.kind === 'failing' && watch.moId === reading.moId) {
    const ending: Ending = { kind: 'failed', failureNoted: true, question: null };
    return { judgement: { kind: 'ended', ending }, watch: NO_WATCH };
  }
  return { judgement: { kind: 'watching', changed }, watch: { kind: 'failing', moId: reading.moId } };
}

function judgeFinished(
  batch: Batch,
  reading: SlotReading,
  runningSeen: boolean,
  watch: SlotWatch,
  changed: boolean,
): JudgedSlot {
  const question = questionOf(batch.targets, reading.actuals, reading.weight);
  const proven = runningSeen || (slotChangedSinceLoad(batch) && question === null);
  if (!proven) return { judgement: { kind: 'unproven', changed }, watch: NO_WATCH };
  const ending: Ending = { kind: 'completed', failureNoted: reading.statusOperation === 1, question };
  if (question === null) return { judgement: { kind: 'ended', ending }, watch: NO_WATCH };
  const signature = reading.words.join(' ');
  const agreed =
    watch.kind === 'questionable' && watch.moId === reading.moId && watch.signature === signature;
  return agreed
    ? { judgement: { kind: 'ended', ending }, watch: NO_WATCH }
    : {
        judgement: { kind: 'watching', changed },
        watch: { kind: 'questionable', moId: reading.moId, signature },
      };
}

/**
 * Whether a finished slot's figures look as if nothing had run: PLCs have been seen that pre-fill the
 * READ area at load with finished = 1, weight 0 and the targets cut to whole kilograms.
 */
export function questionOf(
  targets: PerComponent<Kg | null>,
  actuals: PerComponent<Kg>,
  weight: Kg,
): ResultQuestion | null {
  if (EQUIPMENT.every(({ key }) => actuals[key] === 0)) return 'all-actuals-zero';
  if (EQUIPMENT.every(({ key }) => actuals[key] === Math.trunc(targets[key] ?? 0))) {
    return 'actuals-equal-truncated-targets';
  }
  return weight === 0 ? 'zero-weight' : null;
}

/** The second kind of evidence: before the load this slot did not show the order that it shows now. */
function slotChangedSinceLoad(batch: Batch): boolean {
  return batch.loadId !== null && batch.readBeforeLoad !== batch.moId;
}

function differs(batch: Batch, reading: SlotReading): boolean {
  return (
    EQUIPMENT.some(({ key }) => batch.actuals[key] !== reading.actuals[key]) ||
    (batch.weight ?? 0) !== reading.weight ||
    batch.statusManufacturing !== (reading.statusManufacturing === 1) ||
    batch.statusOperation !== (reading.statusOperation === 1)
  );
}
