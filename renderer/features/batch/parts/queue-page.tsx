import { type KeyboardEvent, useDeferredValue } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Answer } from '../../../components/answer.tsx';
import { Empty, Page, Panel } from '../../../components/page.tsx';
import { useText } from '../../../lib/text.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import { batchPath } from '../paths.ts';
import { texts } from '../texts.ts';
import { useQueue } from '../use-queue.ts';
import { ArchivedMatches, MIN_SEARCH_LETTERS } from './archived-matches.tsx';
import { BatchTable } from './batch-table.tsx';

/** The batches of the queue to choose from, and a search that finds those of the history too. */
export function QueuePage() {
  const text = useText(texts);
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const sought = params.get('mo') ?? '';
  const [typed, type] = useTyped(sought, (mo) => setParams(mo === '' ? {} : { mo }, { replace: true }));
  const soughtInHistory = useDeferredValue(sought.trim());
  const { answer, batches } = useQueue();
  const found = batches.filter(({ mo_id }) => mo_id.toLowerCase().includes(sought.trim().toLowerCase()));
  const openFirst = (event: KeyboardEvent): void => {
    const [first] = found;
    if (event.key === 'Enter' && sought !== '' && first !== undefined) void navigate(batchPath(first.mo_id));
  };
  return (
    <Page
      title={text.title}
      aside={
        <>
          <span className="dim">{text.count(batches.length)}</span>
          <span className="spacer" />
          <label className="batch-search">
            <span>{text.search}</span>
            <input
              className="input"
              type="search"
              data-search
              value={typed}
              placeholder={text.searchHint}
              onChange={({ target }) => type(target.value)}
              onKeyDown={openFirst}
            />
          </label>
        </>
      }
    >
      <Panel title={text.queue} {...(answer.data?.remembered && { note: text.remembered })}>
        <Answer of={answer}>
          {({ is_empty }) =>
            found.length > 0 ? (
              <BatchTable batches={found} />
            ) : is_empty ? (
              <Empty title={text.emptyQueue}>{text.emptyQueueDo}</Empty>
            ) : (
              <Empty title={text.noneFound}>{text.noneFoundDo}</Empty>
            )
          }
        </Answer>
      </Panel>
      {soughtInHistory.length >= MIN_SEARCH_LETTERS && <ArchivedMatches mo={soughtInHistory} />}
      {sought !== '' && soughtInHistory.length < MIN_SEARCH_LETTERS && (
        <p className="dim">{text.archivedHint}</p>
      )}
    </Page>
  );
}
