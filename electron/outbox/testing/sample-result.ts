import { perComponent } from '../../../shared/domain/equipment.ts';
import { kg, slot } from '../../../shared/units.ts';
import type { BatchResult, ReportFault } from '../../domain/batch.ts';

/** A completed result of an order of its own: number `n` decides order, load, ids and weights. */
export function sampleResult(n: number, changes: Partial<BatchResult> = {}): BatchResult {
  return {
    resultId: `result-${n}`,
    kind: 'completed',
    moId: `WH/MO/${String(n).padStart(5, '0')}`,
    slot: slot((n % 10) + 1),
    loadId: `load-${Math.floor(n / 10)}`,
    actuals: perComponent(({ id }) => kg(id + n / 100)),
    weight: kg(1_000 + n / 100),
    failureNoted: false,
    question: null,
    words: Array.from({ length: 77 }, (_, offset) => (offset * 257 + n) % 0x1_0000),
    readAt: 1_767_571_200_000 + n,
    ...changes,
  };
}

export function sampleFault(message: string, changes: Partial<ReportFault> = {}): ReportFault {
  return { code: 'ODOO_UNREACHABLE', message, lines: [], ...changes };
}
