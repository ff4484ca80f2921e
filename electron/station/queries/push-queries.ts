import { perComponent } from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import { plannedCalls } from '../../odoo/report-plan.ts';
import { iso } from '../views.ts';
import { queueIfKnown } from './live-queries.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';

/** One result on its way to Odoo. */
export function pushQueries(parts: QueryParts): HandlersOf<'pushDetail'> {
  const { outbox, settings } = parts;
  return {
    async pushDetail({ mo_id }) {
      const entry = outbox.entry(mo_id);
      if (entry === undefined) throw new AppError('NOT_FOUND', `no result of ${mo_id} is on its way to Odoo`);
      const batch = (await queueIfKnown(parts)).find(({ moId }) => moId === mo_id);
      const { result, state, steps, lastFault } = entry;
      const planned = state === 'confirmed' ? [] : plannedCalls(result, steps, settings.current.push);
      return {
        mo_id,
        batch_no: result.slot,
        product: batch?.finishedGoods ?? null,
        kind: result.kind,
        state,
        result: { weight: result.weight, components: perComponent(({ key }) => result.actuals[key]) },
        would_send: planned.map(({ step, payload }) => ({ step, payload: { ...payload } })),
        sent: [...steps],
        // The outbox keeps the last answer, and not when it came.
        answers: lastFault === null ? [] : [{ at: null, code: lastFault.code, message: lastFault.message }],
        refused_lines: (lastFault?.lines ?? []).map(({ odooCode, message }) => ({
          equipment: odooCode,
          message,
        })),
        attempts: entry.attempts,
        next_attempt_at: iso(entry.nextAttemptAt),
        since: iso(entry.since) ?? '',
        hold_reason: entry.holdReason,
      };
    },
  };
}
