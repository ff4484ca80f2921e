import { lazy } from 'react';
import { createHashRouter, Link } from 'react-router';
import { Page } from '../components/page.tsx';
import { useText } from '../lib/text.ts';
import { appTexts } from './app-texts.ts';
import { Layout } from './layout.tsx';

const Overview = lazy(() => import('../features/overview/screen.tsx'));
const Batch = lazy(() => import('../features/batch/screen.tsx'));
const FailedToPush = lazy(() => import('../features/failed-to-push/screen.tsx'));
const History = lazy(() => import('../features/history/screen.tsx'));
const BatchRecord = lazy(() => import('../features/history/record-screen.tsx'));
const Alarms = lazy(() => import('../features/alarms/screen.tsx'));
const Equipment = lazy(() => import('../features/equipment/screen.tsx'));
const EquipmentItem = lazy(() => import('../features/equipment/item-screen.tsx'));
const Tasks = lazy(() => import('../features/tasks/screen.tsx'));
const Plc = lazy(() => import('../features/plc/screen.tsx'));
const Settings = lazy(() => import('../features/settings/screen.tsx'));
const Audit = lazy(() => import('../features/audit/screen.tsx'));
const Training = lazy(() => import('../features/training/screen.tsx'));

/**
 * Every screen with its address. The part after the # belongs to the screens alone: the same build works under
 * `app://` and `http://`, and filters in the address can be kept and sent on.
 */
export function createRouter() {
  return createHashRouter([
    {
      element: <Layout />,
      children: [
        { path: '/', element: <Overview /> },
        { path: '/batch', element: <Batch /> },
        { path: '/batch/:moId', element: <Batch /> },
        { path: '/failed-to-push', element: <FailedToPush /> },
        { path: '/history', element: <History /> },
        { path: '/history/record/:id', element: <BatchRecord /> },
        { path: '/alarms', element: <Alarms /> },
        { path: '/equipment', element: <Equipment /> },
        { path: '/equipment/:key', element: <EquipmentItem /> },
        { path: '/tasks', element: <Tasks /> },
        { path: '/plc', element: <Plc /> },
        { path: '/settings', element: <Settings /> },
        { path: '/audit', element: <Audit /> },
        { path: '/training', element: <Training /> },
        { path: '*', element: <NotFound /> },
      ],
    },
  ]);
}

function NotFound() {
  const text = useText(appTexts);
  return (
    <Page title={text.notFound}>
      <p>
        <Link to="/">{text.toOverview}</Link>
      </p>
    </Page>
  );
}
