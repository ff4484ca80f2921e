import type { NotificationRule, NotificationRules } from '../../notifications/notification-rules.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts';
import { durationSpelling, flag, LIVE, numeric, type Setting } from './setting.ts';
import type { SettingsReader } from './settings-reader.ts';

function told(name: string, what: string): Setting<boolean> {
  return flag(name, true, `Whether ${what} is a desktop notification.`, LIVE);
}

function delay(name: string, fallbackMs: number): Setting<number> {
  return {
    spellings: [durationSpelling(name, 's', { minMs: 0, maxMs: HOUR_MS })],
    fallback: fallbackMs,
    show: (ms) => String(ms / SECOND_MS),
    secret: false,
    live: LIVE,
    about: 'How long the alarm must stand before that.',
  };
}

/** What is told outside the screens, and when. */
export const NOTIFICATION_SETTINGS = {
  notifyBatchFailed: told('NOTIFY_BATCH_FAILED', 'a batch that failed in the PLC'),
  notifyBatchFailedDelay: delay('NOTIFY_BATCH_FAILED_DELAY', 0),
  notifyEquipmentFailure: told('NOTIFY_EQUIPMENT_FAILURE', 'an equipment failure'),
  notifyEquipmentFailureDelay: delay('NOTIFY_EQUIPMENT_FAILURE_DELAY', 0),
  notifyResultRefused: told('NOTIFY_RESULT_REFUSED', 'a result that Odoo refused'),
  notifyResultRefusedDelay: delay('NOTIFY_RESULT_REFUSED_DELAY', 0),
  notifyPlcLinkLost: told('NOTIFY_PLC_LINK_LOST', 'a PLC that does not answer'),
  notifyPlcLinkLostDelay: delay('NOTIFY_PLC_LINK_LOST_DELAY', 20 * SECOND_MS),
  notifyIntakeBlocked: told('NOTIFY_INTAKE_BLOCKED', 'an intake of orders that is blocked'),
  notifyIntakeBlockedDelay: delay('NOTIFY_INTAKE_BLOCKED_DELAY', 0),
  notifyRepeat: numeric(
    'NOTIFY_REPEAT',
    { min: 0, max: 1440, whole: true, unit: 'min', fallback: 0, live: LIVE },
    'A notification comes again after this time until somebody acknowledges its alarm; 0: never.',
  ),
} as const;

/** The rules as they are set. */
export function readNotificationRules(reader: SettingsReader): NotificationRules {
  const settings = NOTIFICATION_SETTINGS;
  const repeatMinutes = reader.get(settings.notifyRepeat);
  const rule = (enabled: Setting<boolean>, delayed: Setting<number>): NotificationRule => ({
    enabled: reader.get(enabled),
    delayMs: reader.get(delayed),
    repeatMs: repeatMinutes === 0 ? null : repeatMinutes * MINUTE_MS,
  });
  return {
    'batch-failed': rule(settings.notifyBatchFailed, settings.notifyBatchFailedDelay),
    'equipment-failure': rule(settings.notifyEquipmentFailure, settings.notifyEquipmentFailureDelay),
    'result-refused': rule(settings.notifyResultRefused, settings.notifyResultRefusedDelay),
    'plc-link-lost': rule(settings.notifyPlcLinkLost, settings.notifyPlcLinkLostDelay),
    'intake-blocked': rule(settings.notifyIntakeBlocked, settings.notifyIntakeBlockedDelay),
  };
}
