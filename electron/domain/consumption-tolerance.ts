import { Decimal } from 'decimal.js';
import { EQUIPMENT, type Equipment, type PerComponent } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';

/** How far a component may be off its target: the larger of the two. */
export interface ConsumptionTolerance {
  /** Share of the target, in percent. */
  readonly percent: number;
  /** Least tolerance, whatever the target: a small component is not weighed finer than the scale can. */
  readonly floorKg: Kg;
}

/** Targets and actuals of one batch; null where they are not known. */
export interface DosedBatch {
  readonly moId: string;
  readonly targets: PerComponent<Kg | null>;
  readonly actuals: PerComponent<Kg | null>;
}

export interface Deviation {
  readonly equipment: Equipment;
  readonly moId: string;
  readonly direction: 'over' | 'under';
  readonly target: Kg;
  readonly actual: Kg;
  readonly toleranceKg: number;
}

/**
 * The dosing equipment that is out of tolerance, at most one deviation each. A running batch can only be
 * over its target; an ended one also under it. What counts for an equipment is a running batch that is over,
 * else the last ended batch that used it: the next good batch says that the cause is gone.
 *
 * @param running batches under way
 * @param ended completed batches, the latest first; failed ones end early and say nothing
 */
export function outOfTolerance(
  running: readonly DosedBatch[],
  ended: readonly DosedBatch[],
  tolerance: ConsumptionTolerance,
): readonly Deviation[] {
  return EQUIPMENT.flatMap((equipment) => {
    const over = running
      .map((batch) => deviationOf(batch, equipment, tolerance))
      .find((deviation) => deviation?.direction === 'over');
    if (over !== undefined && over !== null) return [over];
    const last = ended.find((batch) => isUsed(batch, equipment));
    const deviation = last === undefined ? null : deviationOf(last, equipment, tolerance);
    return deviation === null ? [] : [deviation];
  });
}

/** How far, in kg, a component with this target may be off. */
export function toleranceKg(target: Kg, { percent, floorKg }: ConsumptionTolerance): number {
  return Decimal.max(new Decimal(target).times(percent).dividedBy(100), floorKg).toNumber();
}

/** One component of a batch against its target; null when it is within tolerance or not known. */
function deviationOf(
  { moId, targets, actuals }: DosedBatch,
  equipment: Equipment,
  tolerance: ConsumptionTolerance,
): Deviation | null {
  const target = targets[equipment.key];
  const actual = actuals[equipment.key];
  if (target === null || actual === null) return null;
  const allowedKg = toleranceKg(target, tolerance);
  const difference = new Decimal(actual).minus(target);
  if (difference.abs().lte(allowedKg)) return null;
  const direction = difference.isPositive() ? 'over' : 'under';
  return { equipment, moId, direction, target, actual, toleranceKg: allowedKg };
}

function isUsed({ targets, actuals }: DosedBatch, { key }: Equipment): boolean {
  return (targets[key] ?? 0) > 0 || (actuals[key] ?? 0) > 0;
}
