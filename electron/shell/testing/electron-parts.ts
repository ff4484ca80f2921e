import type {
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
  Rectangle,
} from 'electron';
import type {
  ShellContents,
  ShellMenu,
  ShellNotification,
  ShellTray,
  ShellWindow,
} from './electron-subset.ts';

export type Listener = (...given: never[]) => void;

/** Keeps listeners and calls them. */
export class Emitter {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  emit(event: string, ...given: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...(given as never[]));
  }
}

/** An event that notes whether it was held back. */
export class HeldBack {
  isHeldBack = false;

  preventDefault(): void {
    this.isHeldBack = true;
  }
}

export class ContentsStandIn extends Emitter implements ShellContents {
  readonly id: number;
  readonly sent: unknown[] = [];
  reloads = 0;
  openWindow: (() => { readonly action: string }) | null = null;

  constructor(id: number) {
    super();
    this.id = id;
  }

  send(_channel: string, message: unknown): void {
    this.sent.push(message);
  }

  reload(): void {
    this.reloads += 1;
  }

  setWindowOpenHandler(handler: () => { action: 'deny' } & Record<string, unknown>): void {
    this.openWindow = handler;
  }
}

export class WindowStandIn extends Emitter implements ShellWindow {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents: ContentsStandIn;
  readonly loaded: string[] = [];
  bounds: Rectangle;
  isMinimizedNow = false;
  isMaximizedNow = false;
  timesShown = 0;
  timesFocused = 0;

  constructor(options: BrowserWindowConstructorOptions, id: number) {
    super();
    this.options = options;
    this.webContents = new ContentsStandIn(id);
    const { x = 0, y = 0, width = 0, height = 0 } = options;
    this.bounds = { x, y, width, height };
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
  show(): void {
    this.timesShown += 1;
  }
  focus(): void {
    this.timesFocused += 1;
  }
  restore(): void {
    this.isMinimizedNow = false;
  }
  maximize(): void {
    this.isMaximizedNow = true;
  }
  isMinimized(): boolean {
    return this.isMinimizedNow;
  }
  isMaximized(): boolean {
    return this.isMaximizedNow;
  }
  isFullScreen(): boolean {
    return this.options.fullscreen === true;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }

  /** As when a person closes it. True: it is closed. */
  close(): boolean {
    const event = new HeldBack();
    this.emit('close', event);
    if (!event.isHeldBack) this.emit('closed');
    return !event.isHeldBack;
  }
}

export class MenuStandIn implements ShellMenu {
  readonly template: readonly MenuItemConstructorOptions[];

  constructor(template: readonly MenuItemConstructorOptions[]) {
    this.template = template;
  }

  closePopup(): void {
    // Never opened.
  }
}

export class TrayStandIn extends Emitter implements ShellTray {
  image = '';
  tip = '';
  setContextMenu(): void {
    // Nobody opens it here.
  }
  setImage(image: unknown): void {
    this.image = String(image);
  }
  setToolTip(tip: string): void {
    this.tip = tip;
  }
}

export class ToastStandIn extends Emitter implements ShellNotification {
  readonly options: NotificationConstructorOptions;
  isShown = false;

  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  show(): void {
    this.isShown = true;
  }
}
