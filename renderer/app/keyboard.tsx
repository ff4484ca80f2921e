import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { Dialog } from '../components/dialog.tsx';
import { byUrgency, standing } from '../lib/alarm-order.ts';
import { queryClient, stationQuery } from '../lib/queries.ts';
import { sendCommand } from '../lib/station-client.ts';
import { useErrorText, useText } from '../lib/text.ts';
import { useNotices } from '../stores/notice-store.ts';
import { useView } from '../stores/view-store.ts';
import { appTexts } from './app-texts.ts';
import { PLACES } from './places.ts';

/** Keys mean themselves while somebody types. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** The keys that work on every screen. */
export function Keyboard() {
  const navigate = useNavigate();
  const errorText = useErrorText();
  const show = useNotices((state) => state.show);
  useEffect(() => {
    const acknowledgeTopmost = (): void => {
      const alarms = queryClient.getQueryData(stationQuery('alarms', {}).queryKey)?.alarms ?? [];
      const [first] = byUrgency(standing(alarms));
      if (first === undefined || first.acknowledged_at !== null) return;
      sendCommand('acknowledgeAlarm', { ids: [first.id] }, null).catch((error: { code?: string }) => {
        const { what, next } = errorText(error.code ?? 'INTERNAL');
        show({ kind: 'failed', title: what, body: next, path: null });
      });
    };
    const onKey = (event: KeyboardEvent): void => {
      const { key, ctrlKey, altKey, metaKey } = event;
      if (ctrlKey || altKey || metaKey) return;
      const place = PLACES.find(({ hotkey }) => hotkey === key);
      if (place !== undefined) {
        event.preventDefault();
        void navigate(place.path);
        return;
      }
      if (isTyping(event.target)) return;
      const view = useView.getState();
      if (key === '/') {
        const search = document.querySelector<HTMLElement>('[data-search]');
        if (search === null) return;
        event.preventDefault();
        search.focus();
      } else if (key === '?') view.setHelpOpen(true);
      else if (key === 's') view.setSilenced(true);
      else if (key === 'a') acknowledgeTopmost();
      else if (key === 't') view.setTheme(view.theme === 'light' ? 'dark' : 'light');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, errorText, show]);
  return <HelpOverlay />;
}

function HelpOverlay() {
  const text = useText(appTexts);
  const { helpOpen, setHelpOpen } = useView();
  if (!helpOpen) return null;
  const rows = [
    ['F1 – F8', text.keys.screens],
    ['/', text.keys.search],
    ['A', text.keys.acknowledge],
    ['S', text.keys.silence],
    ['T', text.keys.theme],
    ['Tab', text.keys.move],
    ['Enter', text.keys.use],
    ['Esc', text.keys.close],
    ['?', text.keys.help],
  ] as const;
  return (
    <Dialog title={text.keys.title} onClose={() => setHelpOpen(false)}>
      <table className="table">
        <tbody>
          {rows.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
          {PLACES.map(({ key, hotkey }) =>
            hotkey === null ? null : (
              <tr key={key}>
                <th scope="row">
                  <kbd>{hotkey}</kbd>
                </th>
                <td>{text.places[key]}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Dialog>
  );
}
