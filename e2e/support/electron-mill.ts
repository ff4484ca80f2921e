import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { CallBody, CallKind, StationBridge } from '../../shared/contract/bridge.ts';
import {
  ACTION_TIMEOUT_MS,
  FULL_HD,
  keptView,
  type MillHost,
  type Opening,
  PINS,
  VIEW_KEY,
} from './mill-host.ts';

const APP = fileURLToPath(new URL('../../dist/app', import.meta.url));

/** What the preload script gives to a page. */
type WithStation = Window & { readonly station?: StationBridge };

/** The packed program in Electron: the station lives in its main process, each page is one of its windows. */
export class ElectronMill implements MillHost {
  readonly #app: ElectronApplication;
  /** The first window stays open, as the program ends with its last: calls past the screens go through it. */
  readonly #first: Page;
  #isFirstTaken = false;

  private constructor(app: ElectronApplication, first: Page) {
    this.#app = app;
    this.#first = first;
  }

  static async start(
    binary: string,
    dataDir: string,
    env: Readonly<Record<string, string>>,
  ): Promise<ElectronMill> {
    const { PATH = '', HOME = '', DISPLAY = '' } = process.env;
    const app = await _electron.launch({
      executablePath: binary,
      args: [APP, '--data-dir', dataDir],
      env: { PATH, HOME, DISPLAY, ...env },
    });
    return new ElectronMill(app, await app.firstWindow());
  }

  get pid(): number {
    return this.#app.process().pid ?? 0;
  }

  async open({ place, as, theme, language, context }: Opening): Promise<Page> {
    const page = this.#isFirstTaken ? await this.#anotherWindow() : this.#first;
    if (page === this.#first) this.#isFirstTaken = true;
    page.setDefaultTimeout(ACTION_TIMEOUT_MS);
    await page.setViewportSize(context.viewport ?? FULL_HD);
    await callFrom(page, 'host', 'login', { input: { name: as, secret: PINS[as] } });
    await page.evaluate(([key, kept]) => window.localStorage.setItem(key, kept), [
      VIEW_KEY,
      keptView({ theme, language }),
    ] as const);
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, place);
    await page.reload();
    await page.getByRole('navigation').first().waitFor();
    return page;
  }

  async leave(page: Page): Promise<void> {
    if (page === this.#first) this.#isFirstTaken = false;
    else await page.close();
  }

  call(kind: CallKind, name: string, body: CallBody): Promise<unknown> {
    return callFrom(this.#first, kind, name, body);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app.close();
  }

  /** By the menu, as a person opens one. */
  async #anotherWindow(): Promise<Page> {
    const opened = this.#app.waitForEvent('window');
    await this.#app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ accelerator }) => accelerator === 'CmdOrCtrl+N')?.click();
    });
    return await opened;
  }
}

async function callFrom(page: Page, kind: CallKind, name: string, body: CallBody): Promise<unknown> {
  const answer = await page.evaluate(
    async (call) => await (window as WithStation).station?.call(call.kind, call.name, call.body),
    { kind, name, body },
  );
  if (answer?.ok === true) return answer.data;
  throw new Error(
    `${kind} ${name}: ${answer === undefined ? 'no station' : `${answer.code} ${answer.message}`}`,
  );
}
