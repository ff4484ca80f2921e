import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Answer } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { clockNow } from '../../../lib/clock.ts';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { beginOf } from '../history-filter.ts';
import { loadTexts } from '../load-texts.ts';
import { LoadView } from './load-view.tsx';

const SPANS = ['24h', '7d', '30d'] as const;

/** How many alarms there were: whether operators can still deal with them, and which ones to do something about. */
export function LoadTab() {
  const text = useText(loadTexts);
  const [params, setParams] = useSearchParams();
  const [openedAt] = useState(clockNow);
  const span = SPANS.find((known) => known === params.get('range')) ?? '24h';
  const from = span === '24h' ? null : beginOf(span, openedAt);
  const asked = useAnswer('alarmLoad', { ...(from !== null && { from }) }, { keepPrevious: true });
  return (
    <div className="grid">
      <fieldset className="al-spans">
        <legend className="hidden-visually">{text.range}</legend>
        {SPANS.map((each) => (
          <Button
            key={each}
            aria-pressed={span === each}
            onClick={() => setParams({ tab: 'load', ...(each !== '24h' && { range: each }) })}
          >
            {text.spans[each]}
          </Button>
        ))}
      </fieldset>
      <Answer of={asked}>{(load) => <LoadView load={load} />}</Answer>
    </div>
  );
}
