import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { HeadlessProcess } from '../../electron/testing/headless-process.ts';
import type { CallBody, CallKind } from '../../shared/contract/bridge.ts';
import { findBrowser } from './find-browser.ts';
import {
  ACTION_TIMEOUT_MS,
  FULL_HD,
  keptView,
  type MillHost,
  type Opening,
  type Person,
  PINS,
  VIEW_KEY,
} from './mill-host.ts';

const OPEN_LINE = /^open in a browser: (http:\/\/\S+)$/;
const BROWSER_ARGS = ['--autoplay-policy=no-user-gesture-required', '--mute-audio'];

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** The headless host, and a Chromium of its own that shows the screens. */
export class HeadlessMill implements MillHost {
  readonly #host: HeadlessProcess;
  readonly #browser: Browser;
  /** The session of each person, as it was when that person's last page was left. */
  readonly #sessions = new Map<Person, Cookies>();
  readonly #people = new Map<BrowserContext, Person>();

  private constructor(host: HeadlessProcess, browser: Browser) {
    this.#host = host;
    this.#browser = browser;
  }

  static async start(dataDir: string, env: Readonly<Record<string, string>>): Promise<HeadlessMill> {
    const args = [...BROWSER_ARGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
    const [host, browser] = await Promise.all([
      HeadlessProcess.start({ dataDir, env }),
      chromium.launch({ executablePath: findBrowser(), args }),
    ]);
    return new HeadlessMill(host, browser);
  }

  get pid(): number {
    return this.#host.pid;
  }

  get address(): string {
    return this.#host.address;
  }

  /** The one-time link that the program printed. */
  async openLink(): Promise<string> {
    const line = await this.#host.line(OPEN_LINE);
    return OPEN_LINE.exec(line)?.[1] ?? line;
  }

  /** A page of a browser that knows nobody yet. */
  async stranger(): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: FULL_HD });
    return await this.#pageIn(context, { theme: 'light', language: 'en' });
  }

  async open({ place, as, context: wanted, ...view }: Opening): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: FULL_HD, ...wanted });
    this.#people.set(context, as);
    const page = await this.#pageIn(context, view);
    const cookies = this.#sessions.get(as);
    if (cookies !== undefined) await context.addCookies(cookies);
    else await this.#logIn(page, as);
    this.#sessions.set(as, await context.cookies());
    await page.goto(`${this.address}/#${place}`);
    await page.getByRole('navigation').first().waitFor();
    return page;
  }

  async leave(page: Page): Promise<void> {
    const context = page.context();
    const person = this.#people.get(context);
    // A logout and a login at the page have put the person into another session.
    if (person !== undefined) this.#sessions.set(person, await context.cookies());
    this.#people.delete(context);
    await context.close();
  }

  async call(kind: CallKind, name: string, body: CallBody): Promise<unknown> {
    const path = `/api/contract/${kind}/${name}`;
    const reply = await this.#host.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return (reply.body as { data: unknown }).data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#host.stop();
  }

  async #pageIn(context: BrowserContext, view: Pick<Opening, 'theme' | 'language'>): Promise<Page> {
    context.setDefaultTimeout(ACTION_TIMEOUT_MS);
    await context.addInitScript(([key, kept]) => window.localStorage.setItem(key, kept), [
      VIEW_KEY,
      keptView(view),
    ] as const);
    return await context.newPage();
  }

  /** The supervisor comes by the one-time link, everybody else by name and PIN. */
  async #logIn(page: Page, person: Person): Promise<void> {
    if (person === 'Supervisor') {
      await page.goto(await this.openLink());
    } else {
      await page.goto(this.address);
      await page.getByRole('button', { name: `${person} · PIN ${PINS[person]}` }).click();
    }
    await page.getByRole('navigation').first().waitFor();
  }
}
