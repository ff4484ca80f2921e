import { useLocation } from 'react-router';
import { Answer } from '../../../components/answer.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useSession } from '../../../lib/session.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { filterParams, searchInput } from '../history-filter.ts';
import { historyTexts } from '../texts.ts';
import { useHistoryAddress, useToday } from '../use-history-filter.ts';
import { BandNote } from './band-note.tsx';
import { ExportBar } from './export-bar.tsx';
import { HistoryTable } from './history-table.tsx';
import { Pager, readTrail } from './pager.tsx';

/** Rows on one page. */
const PAGE_ROWS = 50;

/** The batches that match, a page at a time. */
export function RowsTab() {
  const text = useText(historyTexts);
  const format = useFormat();
  const { time_zone } = useSession();
  const today = useToday();
  const { filter, cursor } = useHistoryAddress();
  const trail = readTrail(useLocation().state);
  const search = searchInput(filter, today, time_zone);
  const page = useAnswer(
    'historySearch',
    { ...search, limit: PAGE_ROWS, ...(cursor !== null && { cursor }) },
    { keepPrevious: true },
  );
  return (
    <Panel className="hist-rows">
      <Answer of={page}>
        {({ histories, next_cursor, total_estimate, approximate }) => (
          <div className="grid" aria-busy={page.isPlaceholderData}>
            <div className="hist-head">
              <h2 aria-live="polite">
                {(approximate ? text.about : text.total)(format.count(total_estimate))}
              </h2>
              <Pager trail={trail} nextCursor={next_cursor} />
              <ExportBar search={search} total={total_estimate} />
            </div>
            <BandNote />
            {histories.length === 0 ? (
              <Empty title={text.empty}>
                {filterParams({ ...filter, preset: '7d' }).size > 0 || filter.preset !== 'all'
                  ? text.emptyFiltered
                  : text.emptyAll}
              </Empty>
            ) : (
              <HistoryTable rows={histories} />
            )}
          </div>
        )}
      </Answer>
    </Panel>
  );
}
