import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { HostMessage } from '../../shared/contract/bridge.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import {
  placeWindow,
  readWindowStates,
  type WindowState,
  writeWindowStates,
} from '../station/window-places.ts';
import { APP_ORIGIN, BROKEN_PAGE } from './app-protocol.ts';
import type { ElectronApi } from './electron-api.ts';
import { MESSAGE_CHANNEL } from './ipc-channels.ts';

/** A page that dies is loaded again so often within {@link RELOAD_WINDOW_MS}; then the window says so instead. */
const MAX_RELOADS = 3;
const RELOAD_WINDOW_MS = 60_000;

export interface WindowsParts {
  readonly electron: Pick<ElectronApi, 'BrowserWindow' | 'screen'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What every window has in common. */
  readonly look: Pick<BrowserWindowConstructorOptions, 'webPreferences' | 'icon' | 'kiosk' | 'fullscreen'>;
  readonly stateFile: string;
  /** The last window is asked to close: it stays until the program ends. */
  readonly onLastClose: () => void;
  /** A window is gone; its number as in {@link ShellWindows.has}. */
  readonly onGone: (id: number) => void;
}

interface Opened {
  readonly window: BrowserWindow;
  /** A page that hangs is told nothing: what it does not take would pile up. It reads anew when it is back. */
  hangs: boolean;
  /** When its page died, by the clock that never goes back. */
  deaths: readonly number[];
}

/** The windows: each shows the same screens, on a monitor of its own if there are several. */
export class ShellWindows {
  readonly #parts: WindowsParts;
  readonly #open = new Map<number, Opened>();

  constructor(parts: WindowsParts) {
    this.#parts = parts;
  }

  /** Opens the windows that were open last, where they were. */
  restore(): void {
    const states = readWindowStates(this.#parts.stateFile);
    for (const state of states.length === 0 ? [null] : states) this.open(state);
  }

  /** Opens a window: where it was, or on the next monitor. */
  open(saved: WindowState | null = null): void {
    const { electron, look } = this.#parts;
    const home = electron.screen.getPrimaryDisplay().id;
    const displays = electron.screen.getAllDisplays();
    const areas = displays
      .toSorted((a, b) => Number(b.id === home) - Number(a.id === home))
      .map(({ workArea }) => workArea);
    const window = new electron.BrowserWindow({
      ...look,
      ...placeWindow(saved?.bounds ?? null, areas, this.#open.size),
      fullscreen: look.kiosk === true || look.fullscreen === true || saved?.fullScreen === true,
      autoHideMenuBar: true,
      show: false,
    });
    if (saved?.maximized === true) window.maximize();
    this.#watch(window);
    this.#load(window, `${APP_ORIGIN}/`);
  }

  has(id: number): boolean {
    return this.#open.has(id);
  }

  /** Brings a window to the front: somebody started the program again, or clicked its icon. */
  focus(): BrowserWindow | null {
    const [opened] = this.#open.values();
    if (opened === undefined) return null;
    if (opened.window.isMinimized()) opened.window.restore();
    opened.window.show();
    opened.window.focus();
    return opened.window;
  }

  /** Brings a window to the front and has it show a place. */
  show(path: string): void {
    this.focus()?.webContents.send(MESSAGE_CHANNEL, { kind: 'open', path } satisfies HostMessage);
  }

  tell(message: HostMessage): void {
    for (const { window, hangs } of this.#open.values()) {
      if (!hangs) window.webContents.send(MESSAGE_CHANNEL, message);
    }
  }

  /** Keeps where the windows are, for the next start. */
  save(): void {
    const { look, stateFile, logger } = this.#parts;
    const states = [...this.#open.values()].map(({ window }) => ({
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      // Full screen for this one start is no wish for the next.
      fullScreen: window.isFullScreen() && look.kiosk !== true && look.fullscreen !== true,
    }));
    writeWindowStates(stateFile, states, logger);
  }

  #watch(window: BrowserWindow): void {
    const { logger, onLastClose, onGone } = this.#parts;
    // Kept, as a closed window cannot be asked for it.
    const { id } = window.webContents;
    const opened: Opened = { window, hangs: false, deaths: [] };
    this.#open.set(id, opened);
    window.on('ready-to-show', () => window.show());
    window.on('close', (event) => {
      if (this.#open.size > 1) return;
      event.preventDefault();
      onLastClose();
    });
    window.on('closed', () => {
      this.#open.delete(id);
      onGone(id);
    });
    window.on('unresponsive', () => {
      opened.hangs = true;
      logger.warn(`window ${id} does not answer`, MODULE);
    });
    window.on('responsive', () => {
      opened.hangs = false;
      logger.info(`window ${id} answers again`, MODULE);
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => this.#onDeath(opened, reason));
  }

  #onDeath(opened: Opened, reason: string): void {
    if (reason === 'clean-exit') return;
    const now = this.#parts.clock.monotonicMs();
    opened.deaths = [...opened.deaths.filter((at) => now - at < RELOAD_WINDOW_MS), now];
    opened.hangs = false;
    this.#parts.logger.error(`the page of a window died: ${reason}`, MODULE);
    if (opened.deaths.length <= MAX_RELOADS) opened.window.webContents.reload();
    else this.#load(opened.window, BROKEN_PAGE);
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((thrown: unknown) => {
      this.#parts.logger.error(`${url} cannot be shown: ${messageOf(thrown)}`, MODULE);
    });
  }
}

const MODULE = { module: 'shell' } as const;
