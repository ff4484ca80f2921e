import { HelpCircle, VolumeX } from 'lucide-react';
import { LANGUAGES, roleName } from '../../shared/text/text.ts';
import { Button } from '../components/button.tsx';
import { useNow } from '../lib/now.ts';
import { useSession } from '../lib/session.ts';
import { callHost } from '../lib/station-client.ts';
import { useText } from '../lib/text.ts';
import { useFormat } from '../lib/use-format.ts';
import { THEMES, useView } from '../stores/view-store.ts';
import { appTexts } from './app-texts.ts';
import { LinkStrip } from './link-strip.tsx';
import { takeSession } from './login.tsx';

/** On top of every screen: what the plant is connected to, who sits here, what time it is at the mill. */
export function TopBar() {
  const text = useText(appTexts);
  const { mode } = useSession();
  return (
    <header className="top">
      <div className="brand">
        Batchline<small>{text.subtitle}</small>
      </div>
      {mode === 'training' && (
        <span className="training-banner" title={text.trainingHint}>
          {text.training}
        </span>
      )}
      <LinkStrip />
      <div className="spacer" />
      <Person />
      <ViewChoices />
      <Clock />
    </header>
  );
}

function Person() {
  const text = useText(appTexts);
  const language = useView((view) => view.language);
  const setLoginOpen = useView((view) => view.setLoginOpen);
  const { user, access } = useSession();
  if (user === null || access !== 'control') {
    return (
      <>
        <span className="chip">
          <strong>{user?.name ?? roleName(language, 'viewer')}</strong>
          <span className="note">{text.viewOnly}</span>
        </span>
        <Button look="primary" onClick={() => setLoginOpen(true)}>
          {text.login}
        </Button>
      </>
    );
  }
  return (
    <>
      <span className="chip">
        <strong>{user.name}</strong>
        <span className="note">
          <span className="wide-only">{roleName(language, user.role)}</span>
          <LocksIn />
        </span>
      </span>
      <Button onClick={() => void callHost('logout', {}).then(takeSession)}>{text.logout}</Button>
    </>
  );
}

/** Told only when it is near: a control that locks in the middle of something must not come as a surprise. */
const TELL_LOCK_MS = 5 * 60_000;

function LocksIn() {
  const text = useText(appTexts);
  const format = useFormat();
  const now = useNow();
  const { locks_at } = useSession();
  if (locks_at === null) return null;
  const left = Date.parse(locks_at) - now;
  return left > TELL_LOCK_MS ? null : (
    <>
      {' '}
      · {text.locksIn} {format.duration(left)}
    </>
  );
}

function ViewChoices() {
  const text = useText(appTexts);
  const view = useView();
  return (
    <div className="choices">
      <select
        aria-label={text.language}
        className="input"
        value={view.language}
        onChange={({ target }) => {
          const language = LANGUAGES.find((known) => known === target.value);
          if (language !== undefined) view.setLanguage(language);
        }}
      >
        {LANGUAGES.map((language) => (
          <option key={language} value={language}>
            {language.toUpperCase()}
          </option>
        ))}
      </select>
      <select
        aria-label={text.theme}
        className="input"
        value={view.theme}
        onChange={({ target }) => {
          const theme = THEMES.find((known) => known === target.value);
          if (theme !== undefined) view.setTheme(theme);
        }}
      >
        {THEMES.map((theme) => (
          <option key={theme} value={theme}>
            {text.themes[theme]}
          </option>
        ))}
      </select>
      <Button
        look="plain"
        aria-label={view.silenced ? text.silenced : text.silence}
        aria-pressed={view.silenced}
        onClick={() => view.setSilenced(!view.silenced)}
      >
        <VolumeX aria-hidden="true" />
      </Button>
      <Button look="plain" aria-label={text.help} onClick={() => view.setHelpOpen(true)}>
        <HelpCircle aria-hidden="true" />
      </Button>
    </div>
  );
}

function Clock() {
  const format = useFormat();
  const now = useNow();
  return (
    <time className="clock" dateTime={new Date(now).toISOString()}>
      {format.time(now)}
      <small>{format.date(now)}</small>
    </time>
  );
}
