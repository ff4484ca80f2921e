import './audit.css';
import { useSearchParams } from 'react-router';
import { Answer, Problem } from '../../components/answer.tsx';
import { Button } from '../../components/button.tsx';
import { Empty, Page, Panel } from '../../components/page.tsx';
import { Pager } from '../../components/pager.tsx';
import { useAnswer } from '../../lib/queries.ts';
import { useSession } from '../../lib/session.ts';
import { useText } from '../../lib/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import {
  type AuditFilter,
  auditQuestion,
  isFiltered,
  PAGE_ENTRIES,
  readAuditFilter,
  WHOLE_AUDIT,
  writeAuditFilter,
} from './audit-filter.ts';
import { AuditFilters } from './parts/audit-filters.tsx';
import { AuditTable } from './parts/audit-table.tsx';
import { texts } from './texts.ts';

/** Who did what by hand, what it changed, and why. */
export default function AuditScreen() {
  const text = useText(texts);
  const format = useFormat();
  const { time_zone } = useSession();
  const [params, setParams] = useSearchParams();
  const filter = readAuditFilter(params);
  const change = (changed: Partial<AuditFilter>): void => {
    setParams(writeAuditFilter({ ...filter, page: 0, ...changed }), { replace: true });
  };
  const asked = useAnswer(
    'audit',
    { ...auditQuestion(filter, time_zone), limit: PAGE_ENTRIES, offset: filter.page * PAGE_ENTRIES },
    { keepPrevious: true },
  );
  const entries = asked.data?.entries ?? [];
  return (
    <Page title={text.title}>
      <AuditFilters filter={filter} entries={entries} isEmpty={asked.data?.total === 0} onChange={change} />
      <Panel
        title={text.list}
        note={asked.data === undefined ? undefined : text.entries(format.count(asked.data.total))}
      >
        {asked.data !== undefined && asked.error !== null && <Problem error={asked.error} />}
        <Answer of={asked}>
          {({ total }) =>
            total === 0 ? (
              <NoEntries filter={filter} onClear={() => change(WHOLE_AUDIT)} />
            ) : (
              <>
                <AuditTable entries={entries} />
                <Pager
                  page={filter.page}
                  pageRows={PAGE_ENTRIES}
                  total={total}
                  onPage={(page) => change({ page })}
                />
              </>
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

function NoEntries({ filter, onClear }: { readonly filter: AuditFilter; readonly onClear: () => void }) {
  const text = useText(texts);
  if (!isFiltered(filter)) return <Empty title={text.empty}>{text.emptyDo}</Empty>;
  return (
    <Empty title={text.noneMatch}>
      {text.noneMatchDo} <Button onClick={onClear}>{text.clear}</Button>
    </Empty>
  );
}
