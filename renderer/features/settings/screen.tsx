import './settings.css';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useText } from '../../lib/text.ts';
import { About } from './parts/about.tsx';
import { Connections } from './parts/connections.tsx';
import { NotificationRules } from './parts/notification-rules.tsx';
import { People } from './parts/people.tsx';
import { SettingList } from './parts/setting-list.tsx';
import { texts } from './texts.ts';

const FIRST = 'settings';

export default function SettingsScreen() {
  const text = useText(texts);
  const [params, setParams] = useSearchParams();
  const tabs = [
    { value: FIRST, label: text.tabs.settings, content: <SettingList /> },
    { value: 'people', label: text.tabs.people, content: <People /> },
    { value: 'notifications', label: text.tabs.notifications, content: <NotificationRules /> },
    { value: 'connections', label: text.tabs.connections, content: <Connections /> },
    { value: 'about', label: text.tabs.about, content: <About /> },
  ];
  return (
    <Page title={text.title}>
      <Tabs
        label={text.title}
        tabs={tabs}
        value={params.get('tab') ?? FIRST}
        onChange={(tab) => setParams(tab === FIRST ? {} : { tab })}
      />
    </Page>
  );
}
