import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  Display,
  Event,
  Menu,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NotificationConstructorOptions,
  PowerSaveBlocker,
  Protocol,
  RenderProcessGoneDetails,
  SafeStorage,
  Tray,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron';

/*
 * What the shell uses of Electron, in Electron's own types. The stand-in is written against these, and is handed
 * to the shell as the whole of Electron: a cast that compiles only as long as the real Electron fits them too.
 */

export type Preventable = Pick<Event, 'preventDefault'>;
export type Gone = Pick<RenderProcessGoneDetails, 'reason'>;

export interface ShellContents extends Pick<WebContents, 'id' | 'send' | 'reload'> {
  setWindowOpenHandler(handler: () => WindowOpenHandlerResponse): void;
  on(event: 'will-navigate', listener: (event: Preventable & { readonly url: string }) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  on(event: 'render-process-gone', listener: (event: unknown, details: Gone) => void): unknown;
}

type StateCalls = 'isMaximized' | 'maximize' | 'isFullScreen' | 'getNormalBounds';
type WindowCalls = 'loadURL' | 'show' | 'focus' | 'restore' | 'isMinimized';

export interface ShellWindow extends Pick<BrowserWindow, StateCalls | WindowCalls> {
  readonly webContents: ShellContents;
  on(event: 'close', listener: (event: Preventable) => void): unknown;
  on(event: 'closed' | 'unresponsive' | 'responsive' | 'ready-to-show', listener: () => void): unknown;
}

export interface ShellCall {
  readonly sender: Pick<WebContents, 'id'>;
  readonly senderFrame: (Pick<WebFrameMain, 'origin'> & { readonly parent: object | null }) | null;
}

type StartCalls = 'requestSingleInstanceLock' | 'setAppUserModelId' | 'enableSandbox' | 'whenReady';

export interface ShellApp extends Pick<App, StartCalls | 'quit' | 'exit' | 'getLocale'> {
  getPath(name: 'userData'): string;
  on(event: 'second-instance', listener: () => void): unknown;
  on(event: 'before-quit', listener: (event: Preventable) => void): unknown;
  on(event: 'web-contents-created', listener: (event: unknown, contents: ShellContents) => void): unknown;
}

/** A built menu is only handed on. */
export type ShellMenu = Pick<Menu, 'closePopup'>;

export interface ShellTray extends Pick<Tray, 'setToolTip' | 'setImage'> {
  setContextMenu(menu: ShellMenu): void;
  on(event: 'click', listener: () => void): unknown;
}

export interface ShellNotification {
  show(): void;
  on(event: 'click' | 'close', listener: () => void): unknown;
}

/** The parts of Electron that the shell touches. */
export interface ElectronSubset {
  readonly app: ShellApp;
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => ShellWindow;
  readonly Tray: new (image: string) => ShellTray;
  readonly Notification: {
    new (options: NotificationConstructorOptions): ShellNotification;
    isSupported(): boolean;
  };
  readonly Menu: {
    buildFromTemplate(template: MenuItemConstructorOptions[]): ShellMenu;
    setApplicationMenu(menu: ShellMenu | null): void;
  };
  readonly dialog: Pick<Dialog, 'showErrorBox'> & {
    showMessageBox(options: MessageBoxOptions): Promise<Pick<MessageBoxReturnValue, 'response'>>;
  };
  readonly ipcMain: {
    handle(channel: string, listener: (event: ShellCall, ...args: unknown[]) => Promise<unknown>): void;
  };
  readonly powerMonitor: { on(event: 'suspend' | 'resume', listener: () => void): unknown };
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'> & {
    handle(scheme: string, handler: (request: Request) => Promise<Response>): void;
  };
  readonly safeStorage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  >;
  readonly screen: {
    getAllDisplays(): Pick<Display, 'id' | 'workArea'>[];
    getPrimaryDisplay(): Pick<Display, 'id'>;
  };
  readonly session: {
    readonly defaultSession: {
      setPermissionRequestHandler(
        handler: (contents: unknown, permission: unknown, callback: (granted: boolean) => void) => void,
      ): void;
      setPermissionCheckHandler(handler: () => boolean): void;
    };
  };
}
