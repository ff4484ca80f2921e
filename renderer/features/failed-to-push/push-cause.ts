import type { z } from 'zod';
import { resultQuestion } from '../../../shared/contract/values.ts';
import type { FailedPushView } from '../../../shared/contract/views.ts';

/**
 * Why a result is not in Odoo: its figures raised a question, somebody holds it, or sending it went wrong.
 * `by` and `reason` are null where a hold does not say.
 */
export type PushCause =
  | { readonly kind: 'question'; readonly question: z.output<typeof resultQuestion> }
  | { readonly kind: 'held'; readonly by: string | null; readonly reason: string | null }
  | { readonly kind: 'error'; readonly code: string; readonly message: string | null };

/** How the station notes who holds a result, and why. */
const HELD_BY = /^held by (?<by>.+?): (?<reason>.*)$/s;

export function causeOf({ state, error_code, last_error }: FailedPushView): PushCause {
  if (error_code !== null && error_code !== 'RESULT_QUESTION')
    return { kind: 'error', code: error_code, message: last_error };
  const asked = resultQuestion.safeParse(last_error);
  if (asked.success) return { kind: 'question', question: asked.data };
  if (state !== 'held') return { kind: 'error', code: error_code ?? 'INTERNAL', message: last_error };
  const held = HELD_BY.exec(last_error ?? '')?.groups;
  return { kind: 'held', by: held?.by ?? null, reason: held?.reason ?? last_error };
}
