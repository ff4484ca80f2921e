import type { EquipmentView } from '../../../shared/contract/equipment.ts';
import type { BatchView } from '../../../shared/contract/views.ts';
import type { ComponentKey } from '../../../shared/domain/equipment.ts';

/** The batch whose weights stand beside the equipment, and how far they may be trusted. */
export interface DosedBatch {
  readonly moId: string;
  /** When the PLC was last read for it. */
  readonly readAt: string | null;
  /** It has ended: its weights are final, and nothing more is read. */
  readonly ended: boolean;
  readonly tolerances: BatchView['tolerances'] | null;
}

const LIVE: readonly BatchView['phase'][] = ['loading', 'written', 'queued', 'running', 'unproven'];

/** Null while no equipment is part of a batch. A batch that has left the queue meanwhile has no known reading. */
export function dosedBatch(
  equipment: readonly EquipmentView[],
  batches: readonly BatchView[],
): DosedBatch | null {
  const moId = equipment.find(({ running }) => running !== null)?.running?.mo_id;
  if (moId === undefined) return null;
  const batch = batches.find(({ mo_id }) => mo_id === moId);
  if (batch === undefined) return { moId, readAt: null, ended: false, tolerances: null };
  return {
    moId,
    readAt: batch.last_read_from_plc,
    ended: !LIVE.includes(batch.phase),
    tolerances: batch.tolerances,
  };
}

/** What still counts as on target, in kg; null where it is not known. */
export function toleranceOf(
  batch: DosedBatch | null,
  key: ComponentKey,
): { readonly low: number | null; readonly high: number | null } {
  const tolerance = batch?.tolerances?.[key] ?? null;
  return { low: tolerance?.low_kg ?? null, high: tolerance?.high_kg ?? null };
}

/** How many items are in each state, in the order in which they matter. */
export function countStates(
  equipment: readonly EquipmentView[],
): readonly { readonly state: EquipmentView['state']; readonly count: number }[] {
  return (['fault', 'unknown', 'dosing', 'idle'] as const)
    .map((state) => ({ state, count: equipment.filter((item) => item.state === state).length }))
    .filter(({ count }) => count > 0);
}
