import type { Publish } from '../../shared/contract/events.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';
import type { Scheduler } from '../tasks/scheduler.ts';
import type { LiveSettings } from './config/live-settings.ts';
import { SETTINGS_FILE_NAME } from './config/load-config.ts';

export interface SettingsFollower {
  readonly settings: LiveSettings;
  readonly scheduler: Pick<Scheduler, 'setEnabled' | 'setInterval' | 'status'>;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publish: Publish;
}

/**
 * Notices edits of the settings file, takes changed settings to where they are not read anew at each use: the timers of the tasks; and shows a
 * settings file that cannot be used as an alarm until it is good again. Until the returned function is called.
 */
export function followSettings(parts: SettingsFollower): Cancel {
  const { settings, scheduler, clock, logger, publish } = parts;
  showFault(parts);
  const forget = settings.onChange((now, before) => {
    showFault(parts);
    for (const { number } of scheduler.status()) {
      const [task, earlier] = [now.tasks[number], before.tasks[number]];
      // Only what was changed: a task that was switched by hand meanwhile stays as it is.
      if (task.intervalMs !== earlier.intervalMs) scheduler.setInterval(number, task.intervalMs);
      if (task.enabled !== earlier.enabled) scheduler.setEnabled(number, task.enabled);
    }
    const values = new Map(before.settings.map(({ key, value }) => [key, value]));
    for (const { key, value, secret } of now.settings) {
      if (!secret && values.get(key) !== value) logger.info(`setting ${key}: ${value ?? 'not set'}`);
    }
    publish({ kind: 'settings-changed' });
  });
  const stopWatching = settings.watch(clock);
  return () => {
    stopWatching();
    forget();
  };
}

function showFault({ settings: { fault }, alarms, logger }: SettingsFollower): void {
  if (fault === null) {
    alarms.clear('SETTINGS_FILE_BAD', SETTINGS_FILE_NAME);
    return;
  }
  const message = fault.message.replaceAll('\n', '; ');
  logger.error(`the last good settings are in force: ${message}`);
  alarms.raise('SETTINGS_FILE_BAD', SETTINGS_FILE_NAME, message);
}
