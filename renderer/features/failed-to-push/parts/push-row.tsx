import { Link } from 'react-router';
import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { Age } from '../../../components/age.tsx';
import { Button } from '../../../components/button.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { COLUMNS } from '../push-view.ts';
import { texts } from '../texts.ts';
import { useCauseWords } from '../use-cause-words.ts';
import { NextTry } from './next-try.tsx';
import { RetryButton } from './push-actions.tsx';
import { PushDetail } from './push-detail.tsx';
import { PushStateMark } from './push-state.tsx';

interface PushRowProps {
  readonly push: FailedPushView;
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}

/** The columns of {@link COLUMNS}, the checkbox, the cause and the actions. */
const COLUMN_COUNT = COLUMNS.length + 3;

export function PushRow({ push, isSelected, isOpen, onSelect, onOpen }: PushRowProps) {
  const text = useText(texts);
  const format = useFormat();
  const { mo_id, state } = push;
  return (
    <>
      <tr data-mo={mo_id} data-state={state} className={isOpen ? 'push-opened' : undefined}>
        <td>
          <input type="checkbox" aria-label={text.select(mo_id)} checked={isSelected} onChange={onSelect} />
        </td>
        <th scope="row">
          <Link to={`/batch/${encodeURIComponent(mo_id)}`}>{mo_id}</Link>
        </th>
        <td className="push-product">{push.finished_goods ?? UNKNOWN}</td>
        <td className="nowrap">{text.kinds[push.kind]}</td>
        <td>
          <span className="push-state">
            <PushStateMark state={state} />
            {text.states[state]}
          </span>
        </td>
        <td className="nowrap">
          <Age at={push.since} />
          <small className="push-under dim">{format.dateTime(push.since)}</small>
        </td>
        <td className="number">{format.count(push.attempts)}</td>
        <td className="nowrap">
          <NextTry push={push} />
        </td>
        <Cause push={push} />
        <td>
          <span className="push-row-actions">
            <RetryButton push={push} />
            <Button aria-expanded={isOpen} aria-label={text.detailsOf(mo_id)} onClick={onOpen}>
              {text.details}
              <span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
            </Button>
          </span>
        </td>
      </tr>
      {isOpen && (
        <tr className="push-detail-row">
          <td colSpan={COLUMN_COUNT}>
            <PushDetail push={push} />
          </td>
        </tr>
      )}
    </>
  );
}

function Cause({ push }: { readonly push: FailedPushView }) {
  const { what, next, reason } = useCauseWords()(push);
  return (
    <td className="push-cause">
      <strong>{what}</strong> <span className="dim">{next}</span>
      {reason !== null && <small className="push-under dim">“{reason}”</small>}
    </td>
  );
}
