import type { StationEvent } from '../../shared/contract/events.ts';
import { notificationText } from '../../shared/text/text.ts';
import { useNotices } from '../stores/notice-store.ts';
import { useView } from '../stores/view-store.ts';

/**
 * Shows a notification of the station on the screen and, where the browser was given leave, on the desktop.
 * In Electron the shell shows it on the desktop itself.
 */
export function noticeOf(event: StationEvent): void {
  if (event.kind !== 'notification') return;
  const { title, body } = notificationText(useView.getState().language, event.notification);
  useNotices.getState().show({ kind: 'event', title, body, path: event.notification.place });
  if (window.station !== undefined || !('Notification' in window)) return;
  if (Notification.permission !== 'granted') return;
  const shown = new Notification(title, { body, tag: event.notification.id });
  shown.onclick = () => {
    window.focus();
    window.location.hash = event.notification.place;
  };
}
