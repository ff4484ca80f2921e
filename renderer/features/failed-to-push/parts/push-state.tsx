import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';

/** Refused and held results wait for a person; the others go by themselves. */
export function PushStateMark({ state }: Pick<FailedPushView, 'state'>) {
  const text = useText(texts);
  if (state === 'parked') return <PriorityMark priority={1} label={text.states[state]} />;
  if (state === 'held') return <PriorityMark priority={2} label={text.states[state]} />;
  return <StateMark shape={state === 'confirmed' ? 'done' : 'waiting'} />;
}
