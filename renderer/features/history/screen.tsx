import { lazy, Suspense } from 'react';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useText } from '../../lib/text.ts';
import './history.css';
import { FilterBar } from './parts/filter-bar.tsx';
import { RowsTab } from './parts/rows-tab.tsx';
import { historyTexts } from './texts.ts';
import { TABS, useHistoryAddress } from './use-history-filter.ts';

const ChartsTab = lazy(() => import('./charts/charts-tab.tsx'));

/** What ran: as rows, and as figures of a range of days. */
export default function Screen() {
  const text = useText(historyTexts);
  const { tab, showTab } = useHistoryAddress();
  const contents = {
    rows: <RowsTab />,
    charts: (
      <Suspense fallback={<p className="waiting">…</p>}>
        <ChartsTab />
      </Suspense>
    ),
  };
  return (
    <Page title={text.title} className="hist">
      <FilterBar />
      <Tabs
        label={text.tabs.label}
        value={tab}
        onChange={(value) => showTab(TABS.find((known) => known === value) ?? 'rows')}
        tabs={TABS.map((value) => ({ value, label: text.tabs[value], content: contents[value] }))}
      />
    </Page>
  );
}
