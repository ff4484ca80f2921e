import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { SessionView } from '../../../shared/contract/host.ts';
import { OpenKeys } from '../../access/open-keys.ts';
import { People } from '../../access/people.ts';
import type { Actor } from '../../access/person.ts';
import { SessionBook } from '../../access/session-book.ts';
import { MemoryFile } from '../../access/testing/memory-file.ts';
import { AccessLog, type AccessRow } from '../../station/host-calls/access-log.ts';
import { createHostCalls } from '../../station/host-calls/host-calls.ts';
import type { StationApi } from '../../station/station-api.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { buildServer } from '../server.ts';

export const TOKEN = 'token-of-a-station-with-screens';
/** How a browser on this computer calls the server. */
export const HOST = '127.0.0.1:8790';
export const BUDI = { name: 'Budi', role: 'supervisor', secret: '4711' } as const;
export const SARI = { name: 'Sari', role: 'operator', secret: '1234' } as const;

export interface ScreensPlantOptions {
  readonly mode?: SessionView['mode'];
  readonly linkUser?: Actor | null;
  readonly rendererFolder?: string;
  /** What the server listens on. */
  readonly listens?: string;
}

/** A server for browsers, with Budi and Sari, before a station that a test brings along. */
export interface ScreensPlant extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly clock: FakeClock;
  readonly people: People;
  readonly sessions: SessionBook;
  readonly openKeys: OpenKeys;
  /** What was said about people. */
  readonly noted: AccessRow[];
  browser(): Browser;
}

/** Hashing takes its time on purpose: once for all tests of a file. */
let budiAndSari: Promise<string | null> | null = null;

async function namePeople(): Promise<string | null> {
  const file = new MemoryFile();
  const people = People.open({ file, clock: new FakeClock(), logger: new MemoryLogger() });
  await people.createFirst(BUDI.name, BUDI.secret);
  await people.save({ ...SARI, disabled: false });
  return file.text;
}

/** @param withPeople false: nobody is named yet */
export async function startScreens(
  api: StationApi,
  { mode = 'production', linkUser = null, rendererFolder = '/nowhere', listens }: ScreensPlantOptions = {},
  withPeople = true,
): Promise<ScreensPlant> {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const file = new MemoryFile();
  if (withPeople) {
    budiAndSari ??= namePeople();
    file.text = await budiAndSari;
  }
  const people = People.open({ file, clock, logger });
  const sessions = new SessionBook({ clock, logger, controlLockMs: () => 15 * 60_000 });
  const openKeys = new OpenKeys(clock);
  const noted: AccessRow[] = [];
  // What becomes of a row in the database is another test's subject.
  const audit = { begin: async () => undefined, end: async () => undefined };
  const log = new AccessLog({ audit, clock, logger, newId: () => 'id' });
  const calls = createHostCalls({
    people,
    sessions,
    log: Object.assign(log, { note: (row: AccessRow) => void noted.push(row) }),
    training: null,
    about: async () => ({ version: '1', runtime: [], data_folder: '', log_folder: '', licences: [] }),
    clock,
    host: 'headless',
    mode,
    timeZone: 'Asia/Jakarta',
    version: '1.2.3',
  });
  const screens = { calls, sessions, openKeys, linkUser, stationName: 'control-room', rendererFolder };
  const app = await buildServer(api, {
    token: TOKEN,
    logger,
    clock,
    screens,
    ...(listens !== undefined && { host: listens }),
  });
  const close = async (): Promise<void> => {
    await app.close();
    sessions[Symbol.dispose]();
  };
  const browser = (): Browser => new Browser(app);
  return { app, clock, people, sessions, openKeys, noted, browser, [Symbol.asyncDispose]: close };
}

export interface BrowserReply {
  readonly status: number;
  readonly body: unknown;
}

/** What a browser does by itself: it keeps its cookie, and says which page asks. */
export class Browser {
  cookie: string | null = null;
  readonly #app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  async get(url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    const response = await this.#app.inject({ method: 'GET', url, headers: { ...this.#own(), ...headers } });
    this.#keep(response);
    return response;
  }

  /** A POST as a page of the program sends it; a header that is empty is left out. */
  async post(url: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<BrowserReply> {
    const usual = {
      ...this.#own(),
      origin: `http://${HOST}`,
      'x-batchline': '1',
      'content-type': 'application/json',
    };
    const all = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== '');
    const response = await this.#app.inject({
      method: 'POST',
      url,
      headers: Object.fromEntries(all),
      payload: JSON.stringify(body),
    });
    this.#keep(response);
    return { status: response.statusCode, body: response.json() };
  }

  host(name: string, input: unknown = {}): Promise<BrowserReply> {
    return this.post(`/api/contract/host/${name}`, { input });
  }

  logIn({ name, secret }: { name: string; secret: string }): Promise<BrowserReply> {
    return this.host('login', { name, secret });
  }

  #own(): Record<string, string> {
    return { host: HOST, ...(this.cookie !== null && { cookie: `batchline_session=${this.cookie}` }) };
  }

  #keep(response: LightMyRequestResponse): void {
    for (const { name, value } of response.cookies) {
      if (name === 'batchline_session') this.cookie = value === '' ? null : value;
    }
  }
}
