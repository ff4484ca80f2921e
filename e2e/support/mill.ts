import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { HeadlessProcess } from '../../electron/testing/headless-process.ts';
import { killAllOf } from '../../electron/testing/plant-processes.ts';
import type { Theme } from '../../renderer/stores/view-store.ts';
import type {
  CommandGiven,
  CommandName,
  QueryGiven,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import type { Language } from '../../shared/text/text.ts';

const OPEN_LINE = /^open in a browser: (http:\/\/\S+)$/;

export interface MillOptions {
  /** Settings under the mill's names, over those of a quick training plant. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ScreenOptions {
  readonly theme?: Theme;
  readonly language?: Language;
  readonly context?: BrowserContextOptions;
}

/** Quick intervals, so that a test waits for events and not for a beat. */
const QUICK = {
  SYNC_INTERVAL_SECONDS: '1',
  PLC_READ_INTERVAL_SECONDS: '0.5',
  PROCESS_COMPLETED_INTERVAL_SECONDS: '1',
  TRAINING_SPEED: '400',
};

/** A whole mill for one file of tests: the headless host with its training plant, and screens on it. */
export class Mill implements AsyncDisposable {
  readonly folder: string;
  #host: HeadlessProcess;
  readonly #env: Readonly<Record<string, string>>;
  #cookies: Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['cookies']>> | null = null;

  private constructor(folder: string, host: HeadlessProcess, env: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.#host = host;
    this.#env = env;
  }

  static async start({ env = {} }: MillOptions = {}): Promise<Mill> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'batchline-e2e-')));
    const all = { ...QUICK, ...env };
    return new Mill(folder, await HeadlessProcess.start({ dataDir: folder, env: all }), all);
  }

  get host(): HeadlessProcess {
    return this.#host;
  }

  /** A screen at a place (`/`, `/alarms`), logged in as the ready-made supervisor of a training plant. */
  async screen(browser: Browser, place = '/', options: ScreenOptions = {}): Promise<Page> {
    const { theme = 'light', language = 'en', context: contextOptions = {} } = options;
    const context = await browser.newContext({
      viewport: { width: 1920, height: 1080 },
      ...contextOptions,
      ...(this.#cookies !== null && { storageState: { cookies: this.#cookies, origins: [] } }),
    });
    await context.addInitScript(
      (view) => window.localStorage.setItem('batchline-view', view),
      JSON.stringify({ state: { theme, language }, version: 0 }),
    );
    const page = await context.newPage();
    if (this.#cookies === null) {
      await page.goto(await this.#openLink());
      await page.getByRole('navigation').waitFor();
      this.#cookies = await context.cookies();
    }
    await page.goto(`${this.#host.address}/#${place}`);
    await page.getByRole('navigation').waitFor();
    return page;
  }

  /** Asks the station itself, past all screens. */
  async ask<N extends QueryName>(name: N, input: QueryGiven<N>): Promise<QueryOutput<N>> {
    return (await this.#post(`/api/contract/query/${name}`, { input })) as QueryOutput<N>;
  }

  /** Gives a command past all screens. */
  async do<N extends CommandName>(name: N, input: CommandGiven<N>, reason = 'for a test'): Promise<void> {
    await this.#post(`/api/contract/command/${name}`, { input, reason });
  }

  /** What the training PLC or Odoo is asked or told, past all screens. */
  async training(
    peer: 'plc' | 'odoo',
    action: string,
    input: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    return await this.#post(`/api/training/${peer}/${action}`, input);
  }

  switchOn(
    peer: 'plc' | 'odoo',
    name: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    return this.training(peer, 'switch-on', { name, parameters });
  }

  async allNormal(): Promise<void> {
    await this.training('plc', 'all-off');
    await this.training('odoo', 'all-off');
  }

  /** Ends the program and starts it again on the same data; sessions end with it. */
  async restart(): Promise<void> {
    const port = new URL(this.#host.address).port;
    await this.#host.stop();
    this.#cookies = null;
    this.#host = await HeadlessProcess.start({
      dataDir: this.folder,
      env: this.#env,
      args: ['--http', port],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host.stop();
    killAllOf(this.folder);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }

  async #openLink(): Promise<string> {
    const line = await this.#host.line(OPEN_LINE);
    return OPEN_LINE.exec(line)?.[1] ?? line;
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const reply = await this.#host.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return (reply.body as { data: unknown }).data;
  }
}
