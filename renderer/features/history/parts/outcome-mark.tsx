import { StateMark } from '../../../components/state-mark.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import type { StateShape } from '../../../lib/state-shape.ts';
import { useText } from '../../../lib/text.ts';
import type { Status } from '../history-filter.ts';
import { historyTexts } from '../texts.ts';

const SHAPES: Readonly<Record<Status, StateShape>> = {
  completed: 'done',
  failed: 'failed',
  cancelled: 'off',
};

/** How a batch ended, by shape and word. No colour: what is history does not call for anybody. */
export function OutcomeMark({ status }: { readonly status: Status | null }) {
  const text = useText(historyTexts);
  if (status === null) return <span title={text.unknownStatus}>{UNKNOWN}</span>;
  return (
    <span className={`hist-outcome ${status}`}>
      <StateMark shape={SHAPES[status]} />
      {text.statuses[status]}
    </span>
  );
}
