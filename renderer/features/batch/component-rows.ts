import type { BatchView } from '../../../shared/contract/views.ts';
import { EQUIPMENT, type Equipment } from '../../../shared/domain/equipment.ts';
import { hasFailed } from '../../lib/phase-shape.ts';

/**
 * - unused: neither to be dosed nor dosed
 * - open: nothing to judge yet: still being dosed, or nothing is known
 * - within, over, under: against its tolerance
 */
export type ComponentStanding = 'unused' | 'open' | 'within' | 'over' | 'under';

export interface ComponentRow {
  readonly equipment: Equipment;
  readonly material: string | null;
  /** All in kg; null where not known. */
  readonly target: number | null;
  readonly actual: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly deviation: number | null;
  /** Of the target; null without a target. */
  readonly deviationPercent: number | null;
  readonly standing: ComponentStanding;
  /** Its weight changed last, while the batch runs. */
  readonly isDosing: boolean;
}

export interface ComponentTotal {
  readonly target: number | null;
  readonly actual: number | null;
  readonly deviation: number | null;
  readonly deviationPercent: number | null;
}

/** The 15 components in the PLC's order. A running batch can only be over its targets; a completed one also under. */
export function componentRows(batch: BatchView): readonly ComponentRow[] {
  const completed = hasEnded(batch) && !hasFailed(batch);
  return EQUIPMENT.map((equipment) => {
    const { key } = equipment;
    const target = batch.target_consumptions[key];
    const actual = batch.actual_consumptions[key];
    const limits = batch.tolerances[key];
    const deviation = differenceKg(actual, target);
    return {
      equipment,
      material: batch.materials[key],
      target,
      actual,
      low: limits?.low_kg ?? null,
      high: limits?.high_kg ?? null,
      deviation,
      deviationPercent: percentOf(deviation, target),
      standing: standingOf(target, actual, limits, completed),
      isDosing: batch.current_component === key,
    };
  });
}

/** Nothing more is dosed for it. */
export function hasEnded({ phase }: Pick<BatchView, 'phase'>): boolean {
  return !['loading', 'written', 'queued', 'running'].includes(phase);
}

/** Sums of what is known; null where nothing is. */
export function totalOf(rows: readonly ComponentRow[]): ComponentTotal {
  const target = sumKg(rows.map((row) => row.target));
  const actual = sumKg(rows.map((row) => row.actual));
  const deviation = differenceKg(actual, target);
  return { target, actual, deviation, deviationPercent: percentOf(deviation, target) };
}

/** Kilograms between two weights, null when one is not known. */
export function differenceKg(actual: number | null, target: number | null): number | null {
  return actual === null || target === null ? null : rounded(actual - target);
}

export function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : (part / whole) * 100;
}

function standingOf(
  target: number | null,
  actual: number | null,
  limits: { readonly low_kg: number; readonly high_kg: number } | null,
  completed: boolean,
): ComponentStanding {
  if ((target ?? 0) === 0 && (actual ?? 0) === 0) return 'unused';
  if (actual === null || limits === null) return 'open';
  if (actual > limits.high_kg) return 'over';
  if (actual >= limits.low_kg) return 'within';
  return completed ? 'under' : 'open';
}

function sumKg(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : rounded(known.reduce((sum, value) => sum + value, 0));
}

/** A difference of floats has more digits than the scale. */
function rounded(kg: number): number {
  return Math.round(kg * 1_000) / 1_000;
}
