import type { EventEmitter } from 'node:events';
import { dirname, join } from 'node:path';
import { AppError, messageOf } from '../../shared/errors.ts';
import { type ShellText, shellText } from '../../shared/text/shell-text.ts';
import type { Clock } from '../domain/ports.ts';
import type { HostSessionOptions } from '../station/host-session.ts';
import { LastLogger } from '../station/log/last-logger.ts';
import type { PlantSummary } from '../station/plant-watch.ts';
import type { ScreenHost, ScreenHostListeners } from '../station/screen-host.ts';
import { type Environment, openEnvironment } from '../station/sealed-environment.ts';
import { readStartOptions } from '../station/start-options.ts';
import { StationKeeper } from '../station/station-keeper.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import type { ElectronApi } from './electron-api.ts';
import { bindIpc } from './ipc-binding.ts';
import { leaveBy } from './leave.ts';
import { lockDown, WEB_PREFERENCES } from './lock-down.ts';
import { addTray, setMenu } from './menus.ts';
import { keepAwake, watchSleep } from './power.ts';
import { sealerOf } from './sealer.ts';
import { toaster } from './toasts.ts';
import { ShellWindows } from './windows.ts';

/** The same as in electron-builder.yml: Windows puts windows and notifications under it. */
const APP_ID = 'com.batchline.station';

export type ShellStation = Pick<ScreenHost, 'answer' | 'forget' | 'wake' | 'alarmFault' | 'close' | 'logger'>;

/** What surrounds the shell besides Electron. */
export interface ShellParts {
  /** Where faults that nobody caught arrive, and the operating system's signals. */
  readonly process: EventEmitter;
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly clock: Clock;
  /** Holds electron/, resources/ and dist/. */
  readonly programFolder: string;
  readonly openStation: (given: HostSessionOptions, hears: ScreenHostListeners) => Promise<ShellStation>;
}

/** Runs the program. A second start of it only brings the first one's window to the front. */
export async function runShell(electron: ElectronApi, parts: ShellParts): Promise<void> {
  const { app, protocol } = electron;
  if (!app.requestSingleInstanceLock()) return app.quit();
  registerAppScheme(protocol);
  app.enableSandbox();
  app.setAppUserModelId(APP_ID);
  await app.whenReady();
  lockDown(electron);
  const text = shellText(app.getLocale());
  serveApp(protocol, join(parts.programFolder, 'dist', 'renderer'), text);
  await show(electron, parts, text);
}

/** Shows the windows and starts the station; one that cannot start ends the program with its reason. */
async function show(electron: ElectronApi, parts: ShellParts, text: ShellText): Promise<void> {
  const { app, dialog } = electron;
  const logger = new LastLogger();
  const userData = app.getPath('userData');
  const { dataDir, kiosk, fullscreen, keepSecrets } = readStartOptions(parts.argv, userData);
  const icon = join(parts.programFolder, 'resources', 'icons', 'icon.png');
  const preload = join(parts.programFolder, 'electron', 'preload.cjs');
  const windows = new ShellWindows({
    electron,
    clock: parts.clock,
    logger,
    look: { webPreferences: { ...WEB_PREFERENCES, preload }, icon, kiosk, fullscreen },
    stateFile: join(userData, 'windows.json'),
    onLastClose: () => app.quit(),
    onGone: (id) => keeper.station?.forget(id),
  });
  const face = putOn(electron, windows, dirname(icon), text);
  const keeper = new StationKeeper({
    clock: parts.clock,
    logger,
    async open(): Promise<ShellStation> {
      const keptFile = join(userData, 'kept-secrets');
      const env = openEnvironment(keptFile, parts.env, sealerOf(electron.safeStorage), keepSecrets);
      const station = await parts.openStation({ dataDir, httpPort: null, env }, face);
      logger.follow(station.logger);
      return station;
    },
    onChange: (station) => station === null && face.onSummary(null),
    onGivenUp: () => dialog.showErrorBox('Batchline', text.stationStopped),
  });
  bindIpc(electron.ipcMain, windows, keeper);
  watchSleep(electron, logger, () => void keeper.station?.wake());
  for (const fault of ['uncaughtException', 'unhandledRejection'])
    parts.process.on(fault, (thrown: unknown) => keeper.onFault(thrown));
  const close = (): Promise<void> => {
    windows.save();
    return keeper.stop();
  };
  leaveBy(electron, parts.process, text, { batches: face.batches, close });
  windows.restore();
  await keeper.start().catch((thrown: unknown) => {
    const why = thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : messageOf(thrown);
    dialog.showErrorBox(text.cannotStart, why);
    app.exit(1);
  });
}

/** All that shows the station outside the screens: menu, tray, notifications, and the computer kept awake. */
function putOn(
  electron: ElectronApi,
  windows: ShellWindows,
  icons: string,
  text: ShellText,
): ScreenHostListeners & { batches(): number | null; onSummary(plant: PlantSummary | null): void } {
  const open = (): void => void windows.focus();
  const actions = { open, anotherWindow: () => windows.open(), quit: () => electron.app.quit() };
  electron.app.on('second-instance', open);
  setMenu(electron, text, actions);
  const showInTray = addTray(electron, text, icons, actions);
  const showToast = toaster(electron, text.language, (place) => windows.show(place));
  const followBatches = keepAwake(electron.powerSaveBlocker);
  let batches: number | null = null;
  return {
    batches: () => batches,
    onSummary(plant) {
      batches = plant?.batches ?? null;
      showInTray(plant);
      followBatches(batches);
    },
    onMessage(message) {
      windows.tell(message);
      if (message.kind === 'event') showToast(message.event);
    },
  };
}
