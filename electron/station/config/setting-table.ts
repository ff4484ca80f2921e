import { BATCH_SETTINGS } from './batch-settings.ts';
import { HOST_SETTINGS } from './host-settings.ts';
import { NOTIFICATION_SETTINGS } from './notification-settings.ts';
import { ODOO_SETTINGS } from './odoo-settings.ts';
import { PLC_SETTINGS } from './plc-settings.ts';
import { SCHEDULE_SETTINGS } from './schedule-settings.ts';
import type { Setting } from './setting.ts';
import { TRAINING_SETTINGS } from './training-settings.ts';

/**
 * Every setting of the station, declared once: names, unit, allowed range, default and meaning. The README's
 * table and the settings screen are made from it.
 */
export const SETTINGS = {
  ...PLC_SETTINGS,
  ...ODOO_SETTINGS,
  ...SCHEDULE_SETTINGS,
  ...BATCH_SETTINGS,
  ...NOTIFICATION_SETTINGS,
  ...HOST_SETTINGS,
  ...TRAINING_SETTINGS,
} as const;

/** The settings as a list, without their value types: for names, help and checks. */
export const ALL_SETTINGS: readonly Omit<Setting<unknown>, 'show'>[] = Object.values(SETTINGS);
