import './failed-to-push.css';
import { useState } from 'react';
import { Answer } from '../../components/answer.tsx';
import { Button } from '../../components/button.tsx';
import { Empty, Page, Panel } from '../../components/page.tsx';
import { useAnswer } from '../../lib/queries.ts';
import { useText } from '../../lib/text.ts';
import { PushTable } from './parts/push-table.tsx';
import { StateCounts } from './parts/state-counts.tsx';
import { Toolbar } from './parts/toolbar.tsx';
import { shownPushes } from './push-view.ts';
import { texts } from './texts.ts';
import { usePushView } from './use-push-view.ts';

/** Results that Odoo does not have: why, and what can be done. */
export default function Screen() {
  const text = useText(texts);
  const asked = useAnswer('failedToPush', {});
  const [view, change] = usePushView();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const all = asked.data?.batches ?? [];
  const shown = shownPushes(all, view);
  // What has left the list, or is not shown, is not acted upon.
  const chosen = shown.filter(({ mo_id }) => selected.has(mo_id));
  return (
    <Page title={text.title} aside={<StateCounts pushes={all} />} className="push-page">
      {all.length > 0 && <Toolbar all={all} shown={shown} chosen={chosen} view={view} onChange={change} />}
      <Panel title={text.list}>
        <Answer of={asked}>
          {() =>
            shown.length > 0 ? (
              <PushTable
                pushes={shown}
                selected={selected}
                onSelect={setSelected}
                view={view}
                onChange={change}
              />
            ) : all.length === 0 ? (
              <Empty title={text.empty}>{text.emptyDo}</Empty>
            ) : (
              <Empty title={text.noneMatch}>
                {text.noneMatchDo}{' '}
                <Button onClick={() => change({ sought: '', state: null, kind: null })}>{text.clear}</Button>
              </Empty>
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}
