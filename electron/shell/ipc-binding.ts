import type { IpcMainInvokeEvent } from 'electron';
import { AppError } from '../../shared/errors.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import type { ElectronApi } from './electron-api.ts';
import { CALL_CHANNEL } from './ipc-channels.ts';

/**
 * The one channel that pages call on. Only the top frame of one of our windows, showing our own page, is
 * answered; everybody else is refused before anything of the call is looked at. While no station runs the
 * call fails as a whole, as with a host that cannot be reached.
 */
export function bindIpc(
  ipcMain: ElectronApi['ipcMain'],
  windows: { has(id: number): boolean },
  keeper: { readonly station: { answer(window: number, call: unknown): Promise<unknown> } | null },
): void {
  ipcMain.handle(
    CALL_CHANNEL,
    async ({ sender, senderFrame }, kind: unknown, name: unknown, body: unknown) => {
      if (!isOurPage(senderFrame) || !windows.has(sender.id)) {
        throw new AppError('FORBIDDEN', 'only the screens of this program are answered');
      }
      if (keeper.station === null) throw new AppError('STATION_UNREACHABLE', 'the station does not run');
      return await keeper.station.answer(sender.id, { kind, name, body });
    },
  );
}

/** The origin that Chromium itself has for the frame: a page cannot choose it, as it could its address. */
function isOurPage(frame: IpcMainInvokeEvent['senderFrame']): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}
