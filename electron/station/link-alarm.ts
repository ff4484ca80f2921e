import type { AlarmBook } from '../alarms/alarm-book.ts';
import { cause } from '../domain/cause.ts';
import type { Cancel, Clock } from '../domain/ports.ts';
import type { LinkWatch } from '../plc/link-watch.ts';

/** A PLC that is gone for a shorter time is no alarm: a program download or a switch that restarts, in ms. */
export const PLC_LINK_ALARM_AFTER_MS = 10_000;

/** Raises PLC_LINK_LOST when the PLC has not answered for a while, and clears it when it answers again. */
export function watchPlcLink(link: LinkWatch, alarms: AlarmBook, clock: Clock): Cancel {
  let cancelTimer: Cancel | null = null;
  const look = (): void => {
    const lost = link.status.link === 'lost';
    if (!lost) {
      cancelTimer?.();
      cancelTimer = null;
      alarms.clear('PLC_LINK_LOST', 'PLC');
      return;
    }
    cancelTimer ??= clock.after(PLC_LINK_ALARM_AFTER_MS, () => {
      alarms.raise('PLC_LINK_LOST', 'PLC', cause('plc-silent'));
    });
  };
  const forget = link.onChange(look);
  return () => {
    forget();
    cancelTimer?.();
  };
}
