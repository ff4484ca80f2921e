import type { EventEmitter } from 'node:events';
import type { ShellText } from '../../shared/text/shell-text.ts';
import type { ElectronApi } from './electron-api.ts';

const STAY = 0;
const CLOSE_ANYWAY = 1;

export interface Leaving {
  /** Under way; null: not known. */
  readonly batches: () => number | null;
  readonly close: () => Promise<void>;
}

/** Ends the program in order. While batches are under way a person is asked first; a signal asks nobody. */
export function leaveBy(
  { app, dialog }: ElectronApi,
  process: EventEmitter,
  text: ShellText,
  { batches, close }: Leaving,
): void {
  let isBusy = false;
  const mayLeave = async (): Promise<boolean> => {
    const count = batches();
    if (count === 0) return true;
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: text.closeTitle,
      message: count === null ? text.closeUnknown : text.closeMessage.replace('{count}', String(count)),
      detail: text.closeDetail,
      buttons: [text.stay, text.closeAnyway],
      defaultId: STAY,
      cancelId: STAY,
      noLink: true,
    });
    return response === CLOSE_ANYWAY;
  };
  const leave = async (allowed: () => Promise<boolean>): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    if (await allowed()) {
      await close();
      app.exit(0);
    }
    isBusy = false;
  };
  app.on('before-quit', (event) => {
    event.preventDefault();
    void leave(mayLeave);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => void leave(async () => true));
}
