import type { ComponentKey } from '../../shared/domain/equipment.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import { kg, slot, ZERO_KG } from '../../shared/units.ts';
import type { BatchResult, ReportProgress, ReportStep } from '../domain/batch.ts';

/** A result of WH/MO/00014 with these weights in kg; components that are not named are 0. */
export function batchResult(
  actuals: Partial<Record<ComponentKey, number>>,
  changes: Partial<BatchResult> = {},
): BatchResult {
  return {
    resultId: 'result-1',
    kind: 'completed',
    moId: 'WH/MO/00014',
    slot: slot(4),
    loadId: 'load-1',
    actuals: perComponent(({ key }) => kg(actuals[key] ?? 0)),
    weight: ZERO_KG,
    failureNoted: false,
    question: null,
    words: [],
    readAt: 0,
    ...changes,
  };
}

/** Report progress in memory; what a killed process would find is what was recorded. */
export class MemoryProgress implements ReportProgress {
  readonly steps: Set<ReportStep>;

  constructor(...steps: ReportStep[]) {
    this.steps = new Set(steps);
  }

  has(step: ReportStep): boolean {
    return this.steps.has(step);
  }

  record(step: ReportStep): void {
    this.steps.add(step);
  }
}
