import { join } from 'node:path';
import type {
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NotificationConstructorOptions,
} from 'electron';
import type { ElectronApi } from '../electron-api.ts';
import {
  Emitter,
  HeldBack,
  type Listener,
  MenuStandIn,
  ToastStandIn,
  TrayStandIn,
  WindowStandIn,
} from './electron-parts.ts';
import type { ElectronSubset, ShellCall, ShellMenu } from './electron-subset.ts';

const ONE_DISPLAY = [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }];

/** Electron without Electron: it notes what it is told, and a test does what a person or the system would do. */
export class ElectronStandIn {
  readonly app = new Emitter();
  readonly power = new Emitter();
  readonly windows: WindowStandIn[] = [];
  readonly trays: TrayStandIn[] = [];
  readonly toasts: ToastStandIn[] = [];
  readonly errorBoxes: string[] = [];
  readonly questions: MessageBoxOptions[] = [];
  /** Which button a person presses. */
  answer = 0;
  readonly schemes: string[] = [];
  readonly calls: string[] = [];
  /** Ids of what keeps the computer awake. */
  readonly awake = new Set<number>();
  menu: readonly MenuItemConstructorOptions[] = [];
  serve: ((request: Request) => Promise<Response>) | null = null;
  hear: ((event: ShellCall, ...given: unknown[]) => Promise<unknown>) | null = null;
  askPermission:
    | ((contents: unknown, permission: unknown, callback: (granted: boolean) => void) => void)
    | null = null;
  checkPermission: (() => boolean) | null = null;
  isFirst = true;
  locale = 'en-GB';
  displays = ONE_DISPLAY;
  keyStore: 'gnome_libsecret' | 'basic_text' = 'gnome_libsecret';
  exitCode: number | null = null;
  readonly exited: Promise<number>;
  readonly #userData: string;
  #exit: (code: number) => void = () => undefined;

  constructor(userData: string) {
    this.#userData = userData;
    this.exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
  }

  /** What the shell takes for Electron. */
  api(): ElectronApi {
    const subset: ElectronSubset = { ...this.#surroundings(), ...this.#appearance() };
    return subset as ElectronApi;
  }

  /** The whole way of quitting: asks the shell, which ends the program by itself. */
  quit(): void {
    this.app.emit('before-quit', new HeldBack());
  }

  /** Chooses an item of the windows' menu that acts by a function of the shell. */
  press(label: string): void {
    const items = this.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const act = items.find((item) => item.label === label)?.click as (() => void) | undefined;
    if (act === undefined) throw new Error(`the menu has no ${label}`);
    act();
  }

  window(index = 0): WindowStandIn {
    const window = this.windows[index];
    if (window === undefined) throw new Error(`there is no window ${index}`);
    return window;
  }

  get tray(): TrayStandIn {
    const [tray] = this.trays;
    if (tray === undefined) throw new Error('there is no tray icon');
    return tray;
  }

  #surroundings() {
    return {
      app: {
        requestSingleInstanceLock: () => this.isFirst,
        setAppUserModelId: (id: string) => void this.calls.push(`id ${id}`),
        enableSandbox: () => void this.calls.push('sandbox'),
        whenReady: async () => void this.calls.push('ready'),
        quit: () => {
          this.calls.push('quit');
          this.quit();
        },
        exit: (code = 0) => {
          this.exitCode ??= code;
          this.#exit(code);
        },
        getLocale: () => this.locale,
        getPath: () => this.#userData,
        on: (event: string, listener: Listener) => this.app.on(event, listener),
      },
      ipcMain: {
        handle: (_channel: string, listener: NonNullable<ElectronStandIn['hear']>) => {
          this.hear = listener;
        },
      },
      powerMonitor: { on: (event: string, listener: Listener) => this.power.on(event, listener) },
      powerSaveBlocker: {
        start: () => {
          const id = this.awake.size + 1;
          this.awake.add(id);
          return id;
        },
        stop: (id: number) => this.awake.delete(id),
      },
      protocol: {
        registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => {
          this.schemes.push(...schemes.map(({ scheme }) => scheme));
          this.calls.push('scheme');
        },
        handle: (_scheme: string, handler: NonNullable<ElectronStandIn['serve']>) => {
          this.serve = handler;
        },
      },
      safeStorage: {
        isEncryptionAvailable: () => true,
        getSelectedStorageBackend: () => this.keyStore,
        encryptString: (text: string) => Buffer.from(text, 'utf8').reverse(),
        decryptString: (sealed: Buffer) => Buffer.from(sealed).reverse().toString('utf8'),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler: NonNullable<ElectronStandIn['askPermission']>) => {
            this.askPermission = handler;
          },
          setPermissionCheckHandler: (handler: () => boolean) => {
            this.checkPermission = handler;
          },
        },
      },
    };
  }

  #appearance() {
    const electron = this;
    return {
      BrowserWindow: class extends WindowStandIn {
        constructor(options: BrowserWindowConstructorOptions) {
          super(options, electron.windows.length + 1);
          electron.windows.push(this);
          electron.app.emit('web-contents-created', null, this.webContents);
        }
      },
      Tray: class extends TrayStandIn {
        constructor(image: string) {
          super();
          this.image = image;
          electron.trays.push(this);
        }
      },
      Notification: class extends ToastStandIn {
        static isSupported(): boolean {
          return true;
        }
        constructor(options: NotificationConstructorOptions) {
          super(options);
          electron.toasts.push(this);
        }
      },
      Menu: {
        buildFromTemplate: (template: MenuItemConstructorOptions[]) => new MenuStandIn(template),
        setApplicationMenu: (menu: ShellMenu | null) => {
          if (menu instanceof MenuStandIn) this.menu = menu.template;
        },
      },
      dialog: {
        showErrorBox: (title: string, content: string) => void this.errorBoxes.push(`${title}: ${content}`),
        showMessageBox: async (options: MessageBoxOptions) => {
          this.questions.push(options);
          return { response: this.answer };
        },
      },
      screen: { getAllDisplays: () => this.displays, getPrimaryDisplay: () => ({ id: 1 }) },
    };
  }
}

/** Where the stand-in's windows keep their places. */
export const windowsFile = (userData: string): string => join(userData, 'windows.json');
