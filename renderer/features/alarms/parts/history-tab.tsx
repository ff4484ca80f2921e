import { useState } from 'react';
import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import { Answer } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { clockNow } from '../../../lib/clock.ts';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { historyInput } from '../history-filter.ts';
import { texts } from '../texts.ts';
import { useHistoryFilter, usePaging } from '../use-address.ts';
import { ChangeTable } from './change-table.tsx';
import { HistoryFilterBar } from './history-filter-bar.tsx';

/** What happened to alarms, newest first, page by page. */
export function HistoryTab() {
  const text = useText(texts);
  const [filter] = useHistoryFilter();
  const { cursor } = usePaging();
  // A range that ends now begins where it did when the page was opened: what comes is added to it.
  const [openedAt] = useState(clockNow);
  const asked = useAnswer('alarmHistory', historyInput(filter, cursor, openedAt), { keepPrevious: true });
  return (
    <div className="grid">
      <HistoryFilterBar />
      <Panel>
        <Answer of={asked}>
          {(page) => (
            <>
              <Kept page={page} />
              {page.changes.length === 0 ? (
                <Empty title={text.noneHistory}>{text.noneHistoryDo}</Empty>
              ) : (
                <ChangeTable changes={page.changes} />
              )}
              <Pager next={page.next_cursor} />
            </>
          )}
        </Answer>
      </Panel>
    </div>
  );
}

/** What the history lacks. */
function Kept({ page: { waiting, lost } }: { readonly page: QueryOutput<'alarmHistory'> }) {
  const text = useText(texts);
  if (waiting === 0 && lost === 0) return null;
  return (
    <p className="al-kept">
      {waiting > 0 && <span className="chip">{text.waiting(waiting)}</span>}
      {lost > 0 && <span className="chip abnormal">{text.lost(lost)}</span>}
    </p>
  );
}

function Pager({ next }: { readonly next: string | null }) {
  const text = useText(texts);
  const { cursor, trail, show } = usePaging();
  if (cursor === null && next === null) return null;
  const newest = cursor === null ? text.isNewest : null;
  return (
    <nav className="al-pager" aria-label={text.pages}>
      <Button unavailable={newest} onClick={() => show('', [])}>
        {text.newest}
      </Button>
      <Button unavailable={newest} onClick={() => show(trail.at(-1) ?? '', trail.slice(0, -1))}>
        {text.newer}
      </Button>
      <Button
        unavailable={next === null ? text.isOldest : null}
        onClick={() => next !== null && show(next, [...trail, cursor ?? ''])}
      >
        {text.older}
      </Button>
    </nav>
  );
}
