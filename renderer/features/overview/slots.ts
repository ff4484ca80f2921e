import type { BatchView } from '../../../shared/contract/views.ts';
import { type ComponentKey, EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { shownPhase } from '../../lib/batch-phase.ts';
import { urgencyOf } from '../../lib/phase-shape.ts';

/** How much of the operator's attention a batch asks for: at once, soon, or none. */
export type SlotLook = 'idle' | 'running' | 'urgent' | 'attention';

/** One entry a slot, in the PLC's order; null where no batch is. */
export function slotsOf(batches: readonly BatchView[], slots: number): readonly (BatchView | null)[] {
  const bySlot = new Map(batches.map((batch) => [batch.batch_no, batch]));
  return Array.from({ length: slots }, (_, index) => bySlot.get(index + 1) ?? null);
}

export function lookOf(batch: BatchView): SlotLook {
  const urgency = urgencyOf(batch);
  if (urgency === 1) return 'urgent';
  if (urgency !== null || batch.faults.length > 0) return 'attention';
  return shownPhase(batch).phase === 'running' ? 'running' : 'idle';
}

/** Kilograms of all components together; null before any is known. */
export function sumOf(kilograms: BatchView['actual_consumptions']): number | null {
  const known = EQUIPMENT.map(({ key }) => kilograms[key]).filter((kg) => kg !== null);
  return known.length === 0 ? null : known.reduce((sum, kg) => sum + kg, 0);
}

/** The batch whose dosing is shown: the one that runs, else the one that changed last; null when none was dosed. */
export function dosedBatch(batches: readonly BatchView[]): BatchView | null {
  const running = batches.filter((batch) => shownPhase(batch).phase === 'running');
  const candidates =
    running.length > 0 ? running : batches.filter((batch) => (sumOf(batch.actual_consumptions) ?? 0) > 0);
  return candidates.reduce<BatchView | null>(
    (latest, batch) =>
      latest === null || (batch.last_changed ?? '') > (latest.last_changed ?? '') ? batch : latest,
    null,
  );
}

/** One silo or tank of the dosing picture. */
export interface SiloFigure {
  readonly key: ComponentKey;
  readonly name: string;
  readonly material: string;
  readonly target: number | null;
  readonly actual: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly used: boolean;
  readonly dosing: boolean;
  /** Over its tolerance now, or under it though its batch has ended. */
  readonly out: boolean;
}

export function siloFigures(batch: BatchView): readonly SiloFigure[] {
  const running = shownPhase(batch).phase === 'running';
  return EQUIPMENT.map(({ key, name, material }) => {
    const target = batch.target_consumptions[key];
    const actual = batch.actual_consumptions[key];
    const tolerance = batch.tolerances[key];
    const over = tolerance !== null && actual !== null && actual > tolerance.high_kg;
    const under = !running && tolerance !== null && actual !== null && actual < tolerance.low_kg;
    return {
      key,
      name: name.replace('SILO ', ''),
      material: batch.materials[key] ?? material,
      target,
      actual,
      low: tolerance?.low_kg ?? null,
      high: tolerance?.high_kg ?? null,
      used: (target ?? 0) > 0 || (actual ?? 0) > 0,
      dosing: running && batch.current_component === key,
      out: over || under,
    };
  });
}
