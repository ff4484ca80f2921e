import { EQUIPMENT } from '../../shared/domain/equipment.ts';
import type { Kg } from '../../shared/units.ts';
import type { BatchResult, ReportStep } from '../domain/batch.ts';
import type { ConsumptionUpdate } from './odoo-client.ts';

/** Only what was dosed, by canonical code; a weight only where there is one. Null when nothing is left to send. */
export function consumptionUpdateOf(result: BatchResult): ConsumptionUpdate | null {
  const dosed = EQUIPMENT.filter(({ key }) => result.actuals[key] > 0);
  const components: Record<string, Kg> = Object.fromEntries(
    dosed.map(({ key, odooCode }) => [odooCode, result.actuals[key]]),
  );
  if (result.weight > 0) return { quantity: result.weight, components };
  return dosed.length === 0 ? null : { components };
}

/** A call that changes Odoo, with its parameters under Odoo's names. */
export interface PlannedCall {
  readonly step: 'consumption' | 'mark-done' | 'cancel';
  readonly payload: Readonly<Record<string, string | number>>;
}

/**
 * What Odoo gets of a result from here on, in this order, as far as no answer changes the way: what was
 * confirmed before is left out, and an order that may have been closed already is read before it is closed.
 */
export function plannedCalls(
  result: BatchResult,
  steps: ReadonlySet<ReportStep>,
  options: { readonly closePolicy: 'close' | 'update-only' },
): readonly PlannedCall[] {
  const { moId, weight } = result;
  if (result.kind === 'failed') return [{ step: 'cancel', payload: { mo_id: moId } }];
  const update = consumptionUpdateOf(result);
  if (update === null) return [];
  const calls: PlannedCall[] = [];
  if (!steps.has('update-confirmed')) {
    const { quantity, components } = update;
    const payload = { ...components, ...(quantity === undefined ? {} : { quantity }), mo_id: moId };
    calls.push({ step: 'consumption', payload });
  }
  if (weight > 0 && options.closePolicy === 'close') {
    calls.push({ step: 'mark-done', payload: { mo_id: moId, finished_qty: weight } });
  }
  return calls;
}
