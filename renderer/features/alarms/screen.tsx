import './alarms.css';
import type { AlarmView } from '../../../shared/contract/alarms.ts';
import { Answer } from '../../components/answer.tsx';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { standing } from '../../lib/alarm-order.ts';
import { useAnswer } from '../../lib/queries.ts';
import { useText } from '../../lib/text.ts';
import { ActiveTab } from './parts/active-tab.tsx';
import { Counts } from './parts/counts.tsx';
import { HistoryTab } from './parts/history-tab.tsx';
import { LoadTab } from './parts/load-tab.tsx';
import { ShelvedTab } from './parts/shelved-tab.tsx';
import { texts } from './texts.ts';
import { useTab } from './use-address.ts';

const NONE: readonly AlarmView[] = [];

/** What is wrong, what was put aside, what was wrong, and whether it is too much. */
export default function Screen() {
  const text = useText(texts);
  const [tab, showTab] = useTab();
  const asked = useAnswer('alarms', {});
  const alarms = asked.data?.alarms ?? NONE;
  const active = standing(alarms);
  const shelved = alarms.filter(({ state }) => state === 'shelved');
  return (
    <Page title={text.title} aside={<Counts alarms={active} />} className="al-page">
      <Tabs
        label={text.views}
        value={tab}
        onChange={showTab}
        tabs={[
          {
            value: 'active',
            label: text.tabs.active(active.length),
            content: <Answer of={asked}>{() => <ActiveTab alarms={active} />}</Answer>,
          },
          {
            value: 'shelved',
            label: text.tabs.shelved(shelved.length),
            content: <Answer of={asked}>{() => <ShelvedTab alarms={shelved} />}</Answer>,
          },
          { value: 'history', label: text.tabs.history, content: <HistoryTab /> },
          { value: 'load', label: text.tabs.load, content: <LoadTab /> },
        ]}
      />
    </Page>
  );
}
