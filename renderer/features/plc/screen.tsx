import './plc.css';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useText } from '../../lib/text.ts';
import { Doctor } from './parts/doctor.tsx';
import { Flags } from './parts/flags.tsx';
import { LinkStatistics } from './parts/link-statistics.tsx';
import { Memory } from './parts/memory.tsx';
import { type Place, readPlace, TABS, writePlace } from './place.ts';
import { texts } from './texts.ts';

/** L4: what the PLC holds and how it answers. */
export default function PlcScreen() {
  const text = useText(texts);
  const [params, setParams] = useSearchParams();
  const place = readPlace(params);
  const go = (changed: Partial<Place>): void => {
    setParams(writePlace({ ...place, ...changed }), { replace: true });
  };
  const contents = {
    words: <Memory area={place.area} slot={place.slot} onGo={go} />,
    flags: <Flags />,
    link: <LinkStatistics />,
    doctor: <Doctor />,
  };
  const tabs = TABS.map((tab) => ({ value: tab, label: text.tabs[tab], content: contents[tab] }));
  return (
    <Page title={text.title}>
      <Tabs
        label={text.title}
        tabs={tabs}
        value={place.tab}
        onChange={(chosen) => {
          const tab = TABS.find((each) => each === chosen);
          if (tab !== undefined) go({ tab });
        }}
      />
    </Page>
  );
}
