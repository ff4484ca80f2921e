import { Suspense, useEffect } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { Notices } from '../components/notices.tsx';
import { PriorityMark } from '../components/priority-mark.tsx';
import { startLiveBridge } from '../lib/live-bridge.ts';
import { useSession } from '../lib/session.ts';
import { useText } from '../lib/text.ts';
import { useFormat } from '../lib/use-format.ts';
import { useConnection } from '../stores/connection-store.ts';
import { AlarmBanner } from './alarm-banner.tsx';
import { AlarmSound } from './alarm-sound.tsx';
import { appTexts } from './app-texts.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Keyboard } from './keyboard.tsx';
import { LoginDialog } from './login.tsx';
import { Navigation } from './navigation.tsx';
import { noticeOf } from './station-notices.ts';
import { TopBar } from './top-bar.tsx';

/** What stands round every screen: links, person, navigation, alarms, and whether any of it is still true. */
export function Layout() {
  const text = useText(appTexts);
  const { mode } = useSession();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const lost = useConnection(({ state }) => state === 'lost');
  useEffect(() => startLiveBridge({ onOpen: (path) => void navigate(path), onEvent: noticeOf }), [navigate]);
  return (
    <div
      className={`app ${mode === 'training' ? 'training' : ''} ${lost ? 'cut-off-screen' : ''}`}
      data-connection={lost ? 'lost' : 'up'}
    >
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <TopBar />
      <Navigation />
      {/* The list of alarms itself needs no excerpt of it. */}
      {!pathname.startsWith('/alarms') && <AlarmBanner />}
      <main className="main" id="content" tabIndex={-1} data-place={pathname + search}>
        <CutOff />
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<p className="waiting">…</p>}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Notices />
      <LoginDialog />
      <Keyboard />
      <AlarmSound />
    </div>
  );
}

/** Said as soon as the station is silent: everything below is what was last heard. */
function CutOff() {
  const text = useText(appTexts);
  const format = useFormat();
  const { state, since } = useConnection();
  if (state !== 'lost') return null;
  return (
    <div className="cut-off" role="alert">
      <PriorityMark priority={1} label={text.priority(1)} blinking />
      <span>
        {text.cutOff} {format.time(since)}. {text.cutOffBody}
      </span>
    </div>
  );
}
