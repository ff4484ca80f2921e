import type { Logger } from '../domain/ports.ts';
import type { ElectronApi } from './electron-api.ts';

/**
 * Keeps the computer awake while batches are under way; the display may sleep. The function that it returns
 * takes how many there are; null: not known, which changes nothing.
 */
export function keepAwake(blocker: ElectronApi['powerSaveBlocker']): (batches: number | null) => void {
  let blockedBy: number | null = null;
  return (batches) => {
    if (batches === null) return;
    if (batches > 0) blockedBy ??= blocker.start('prevent-app-suspension');
    else if (blockedBy !== null) {
      blocker.stop(blockedBy);
      blockedBy = null;
    }
  };
}

/** A computer that slept has missed every answer: when it is awake again, all is asked anew at once. */
export function watchSleep({ powerMonitor }: ElectronApi, logger: Logger, wake: () => void): void {
  powerMonitor.on('suspend', () => logger.warn('the computer goes to sleep', { module: 'shell' }));
  powerMonitor.on('resume', () => {
    logger.warn('the computer is awake again: every task runs', { module: 'shell' });
    wake();
  });
}
