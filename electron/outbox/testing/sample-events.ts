import { kg } from '../../../shared/units.ts';
import type { FailureContent, QuarantinedContent, WeighingContent } from '../../domain/plc-event.ts';

/** A failure of SILO A at 06:30:n plant time on 5 January 2026. */
export function sampleFailure(n: number, changes: Partial<FailureContent> = {}): FailureContent {
  return {
    kind: 'failure',
    code: 'silo101',
    info: 'START_FAILURE',
    plantTime: { year: 2026, month: 1, day: 5, hour: 6, minute: 30, second: n },
    occurredAt: Date.UTC(2026, 0, 4, 23, 30, n),
    ...changes,
  };
}

/** `kilograms` of product template 412 for WH/MO/00014. */
export function sampleWeighing(kilograms: number, changes: Partial<WeighingContent> = {}): WeighingContent {
  return {
    kind: 'weighing',
    batch: 3,
    moId: 'WH/MO/00014',
    productTemplateId: 412,
    consumption: kg(kilograms),
    ...changes,
  };
}

export const UNREADABLE: QuarantinedContent = {
  kind: 'quarantined',
  reasons: ['D8017 month: expected BCD 1..12, found 00AB'],
};
