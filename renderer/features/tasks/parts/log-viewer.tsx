import { useSearchParams } from 'react-router';
import { Answer, Problem } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { Pager } from '../../../components/pager.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useSession } from '../../../lib/session.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import {
  changedFilter,
  isFiltered,
  type LogFilter,
  logQuestion,
  PAGE_LINES,
  readLogFilter,
  WHOLE_LOG,
  writeLogFilter,
} from '../log-filter.ts';
import { texts } from '../texts.ts';
import { LogFilters } from './log-filters.tsx';
import { LogTable } from './log-table.tsx';

/** While it is followed: how often new lines are asked for, in milliseconds. */
const FOLLOW_MS = 2_000;

/** The log of the station, the newest line on top. */
export function LogViewer() {
  const text = useText(texts);
  const format = useFormat();
  const { time_zone } = useSession();
  const [params, setParams] = useSearchParams();
  const filter = readLogFilter(params);
  const change = (changed: Partial<LogFilter>): void => {
    setParams(writeLogFilter(changedFilter(filter, changed)), { replace: true });
  };
  const asked = useAnswer(
    'logs',
    { ...logQuestion(filter, time_zone), limit: PAGE_LINES, offset: filter.page * PAGE_LINES },
    { keepPrevious: true, ...(filter.follow && { everyMs: FOLLOW_MS }) },
  );
  const lines = asked.data?.lines ?? [];
  return (
    <div className="grid">
      <LogFilters filter={filter} lines={lines} onChange={change} isEmpty={asked.data?.total === 0} />
      <Panel
        title={text.log.list}
        note={asked.data === undefined ? undefined : text.log.lines(format.count(asked.data.total))}
        aside={
          <span className="panel-note">{filter.follow ? text.log.following : text.log.notFollowing}</span>
        }
      >
        {asked.data !== undefined && asked.error !== null && <Problem error={asked.error} />}
        <Answer of={asked}>
          {({ total }) =>
            total === 0 ? (
              <NoLines filter={filter} onClear={() => change(WHOLE_LOG)} />
            ) : (
              <>
                <LogTable lines={lines} />
                <Pager
                  page={filter.page}
                  pageRows={PAGE_LINES}
                  total={total}
                  onPage={(page) => change({ page, follow: false })}
                />
              </>
            )
          }
        </Answer>
      </Panel>
    </div>
  );
}

function NoLines({ filter, onClear }: { readonly filter: LogFilter; readonly onClear: () => void }) {
  const text = useText(texts);
  if (!isFiltered(filter)) return <Empty title={text.log.empty}>{text.log.emptyDo}</Empty>;
  return (
    <Empty title={text.log.noneMatch}>
      {text.log.noneMatchDo} <Button onClick={onClear}>{text.log.clear}</Button>
    </Empty>
  );
}
