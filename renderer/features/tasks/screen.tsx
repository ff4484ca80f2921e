import './tasks.css';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useText } from '../../lib/text.ts';
import { LogViewer } from './parts/log-viewer.tsx';
import { TaskOverview } from './parts/task-overview.tsx';
import { texts } from './texts.ts';

const FIRST = 'tasks';

/** What the station does by itself, and what it has said about it. */
export default function TasksScreen() {
  const text = useText(texts);
  const [params, setParams] = useSearchParams();
  const tabs = [
    { value: FIRST, label: text.tabs.tasks, content: <TaskOverview /> },
    { value: 'logs', label: text.tabs.logs, content: <LogViewer /> },
  ];
  return (
    <Page title={text.title}>
      <Tabs
        label={text.title}
        tabs={tabs}
        value={params.get('tab') === 'logs' ? 'logs' : FIRST}
        onChange={(tab) => setParams(tab === FIRST ? {} : { tab })}
      />
    </Page>
  );
}
