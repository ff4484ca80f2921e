import { perComponent } from '../../../shared/domain/equipment.ts';
import { kg, slot } from '../../../shared/units.ts';
import type { BatchPlan, BatchResult } from '../../domain/batch.ts';
import type { BatchProgress } from '../batch-progress-rows.ts';
import type { LoadIntent, LoadSlotIntent } from '../load-rows.ts';

/** 2026-01-05 12:00 UTC. */
export const NOON = Date.UTC(2026, 0, 5, 12);

/** A UUID that a test can tell from others. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** An order whose 15 targets and materials all differ. */
export function examplePlan(moId: string): BatchPlan {
  return {
    moId,
    bomCode: 'JF PLUS',
    finishedGoods: 'JF PLUS KURMA',
    equipmentCode: 'plc01',
    quantity: kg(1000.125),
    bomQuantity: kg(500),
    targets: perComponent(({ id }) => kg(id / 8)),
    materials: perComponent(({ id, material }) => (id === 103 ? null : material)),
    unrouted: [{ productName: 'Premix "A"', quantity: kg(22.5) }],
  };
}

/** Slots 1..n with these orders; one more slot is emptied. */
export function exampleLoad(
  loadId: string,
  moIds: readonly string[],
  change: Partial<LoadIntent> = {},
): LoadIntent {
  const filled = moIds.map(
    (moId, index): LoadSlotIntent => ({
      slot: slot(index + 1),
      plan: examplePlan(moId),
      words: [index + 1, 0xffff, 0],
      readBeforeMo: index === 0 ? 'WH/MO/BEFORE' : null,
      readBeforeWords: [1, 2, 3],
    }),
  );
  const emptied: LoadSlotIntent = {
    slot: slot(moIds.length + 1),
    plan: null,
    words: [moIds.length + 1, 0, 0],
    readBeforeMo: null,
    readBeforeWords: [],
  };
  return { loadId, profile: 'ten-slot', epoch: 7, createdAt: NOON, slots: [...filled, emptied], ...change };
}

export function exampleProgress(change: Partial<BatchProgress> = {}): BatchProgress {
  return {
    actuals: perComponent(({ id }) => kg(id / 4)),
    weight: kg(0),
    statusManufacturing: false,
    statusOperation: false,
    lastReadAt: NOON + 1000,
    ...change,
  };
}

export function exampleResult(
  moId: string,
  loadId: string | null,
  change: Partial<BatchResult> = {},
): BatchResult {
  return {
    resultId: uuid(900),
    kind: 'completed',
    moId,
    slot: slot(1),
    loadId,
    actuals: perComponent(({ id }) => kg(id + 0.25)),
    weight: kg(825.25),
    failureNoted: false,
    question: null,
    words: [1, 0xffff, 34464],
    readAt: NOON + 60_000,
    ...change,
  };
}
