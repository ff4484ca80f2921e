import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { useText } from '../../../lib/text.ts';
import { STATES } from '../push-view.ts';
import { texts } from '../texts.ts';
import { PushStateMark } from './push-state.tsx';

/** How many results are in each state. */
export function StateCounts({ pushes }: { readonly pushes: readonly FailedPushView[] }) {
  const text = useText(texts);
  return (
    <>
      {STATES.map((state) => {
        const count = pushes.filter((push) => push.state === state).length;
        return count === 0 ? null : (
          <span key={state} className="chip" data-state={state}>
            <PushStateMark state={state} />
            <strong>{count}</strong> {text.counts[state]}
          </span>
        );
      })}
    </>
  );
}
