import type { Notification } from 'electron';
import { stationEvent } from '../../shared/contract/events.ts';
import { type Language, notificationText } from '../../shared/text/text.ts';
import type { ElectronApi } from './electron-api.ts';

/** A notification that nothing holds would lose its click; of more than these the oldest are let go. */
const MAX_SHOWN = 20;

/**
 * Desktop notifications: a courtesy, as the list in the program is the record. The function that it returns
 * takes any station event; `open` is called with the place of the one that is clicked.
 */
export function toaster(
  { Notification }: ElectronApi,
  language: Language,
  open: (place: string) => void,
): (event: unknown) => void {
  const shown = new Set<Notification>();
  return (given) => {
    const { data: event } = stationEvent.safeParse(given);
    if (event?.kind !== 'notification' || !Notification.isSupported()) return;
    const { notification } = event;
    const toast = new Notification({
      ...notificationText(language, notification),
      // The screens sound their own alarms, with a key that silences them.
      silent: true,
      urgency: notification.priority === 1 ? 'critical' : 'normal',
    });
    shown.add(toast);
    const [oldest] = shown;
    if (shown.size > MAX_SHOWN && oldest !== undefined) shown.delete(oldest);
    toast.on('click', () => open(notification.place));
    toast.on('close', () => shown.delete(toast));
    toast.show();
  };
}
