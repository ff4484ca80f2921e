import type { FailedPushView } from '../../../shared/contract/views.ts';
import { useErrorText, useText } from '../../lib/text.ts';
import { causeOf } from './push-cause.ts';
import { texts } from './texts.ts';

/** Why a result is not in Odoo and what to do about it, in plain words. */
export interface CauseWords {
  readonly what: string;
  readonly next: string;
  /** As the other side put it. */
  readonly said: string | null;
  /** Why somebody holds it, in that person's words. */
  readonly reason: string | null;
}

export function useCauseWords(): (push: FailedPushView) => CauseWords {
  const text = useText(texts);
  const errorText = useErrorText();
  return (push) => {
    const cause = causeOf(push);
    switch (cause.kind) {
      case 'question':
        return { what: text.questions[cause.question], next: text.questionDo, said: null, reason: null };
      case 'held':
        return {
          what: cause.by === null ? text.heldByHand : text.heldBy(cause.by),
          next: text.heldDo,
          said: null,
          reason: cause.reason,
        };
      case 'error': {
        const { what, next } = errorText(cause.code);
        return { what, next, said: cause.message, reason: null };
      }
    }
  };
}
