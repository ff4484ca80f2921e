import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS, QUERIES } from '../../shared/contract/contract.ts';
import { HOST_CALLS } from '../../shared/contract/host.ts';
import { ListeningApi } from './testing/listening-api.ts';
import {
  type Browser,
  BUDI,
  HOST,
  SARI,
  type ScreensPlant,
  startScreens,
  TOKEN,
} from './testing/screens-plant.ts';

let api: ListeningApi;
let plant: ScreensPlant;
let browser: Browser;
beforeEach(async () => {
  api = new ListeningApi(() => undefined);
  plant = await startScreens(api);
  browser = plant.browser();
});
afterEach(async () => {
  await plant[Symbol.asyncDispose]();
  expect(plant.clock.pending, 'timers left').toBe(0);
});

/** A browser that was opened with the link: it may look. */
async function viewer(): Promise<Browser> {
  const opened = plant.browser();
  await opened.get(`/open?key=${plant.openKeys.make()}`);
  return opened;
}

describe('without a session', () => {
  it('a browser is told who it is and may log in; everything else is refused', async () => {
    const session = await browser.host('session');
    expect(session).toMatchObject({ status: 200, body: { data: { access: 'none', user: null } } });
    expect(browser.cookie).toBeNull();
    const urls = [
      ...Object.keys(QUERIES).map((name) => `query/${name}`),
      ...Object.keys(COMMANDS).flatMap((name) => [`preview/${name}`, `command/${name}`]),
      ...Object.keys(HOST_CALLS)
        .filter((name) => name !== 'session' && name !== 'login')
        .map((name) => `host/${name}`),
    ];
    for (const url of urls) {
      expect(await browser.post(`/api/contract/${url}`), url).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHORISED' },
      });
    }
    expect((await browser.get('/api/contract/events')).statusCode).toBe(401);
    expect(api.callers).toEqual([]);
  });

  it.each(['made-up', 'batchline', ''])('a cookie "%s" is none', async (cookie) => {
    browser.cookie = cookie;
    expect((await browser.post('/api/contract/query/health')).status).toBe(401);
    expect((await browser.get('/api/contract/events')).statusCode).toBe(401);
  });

  it('the admin API stays closed, also to a browser that has a session', async () => {
    const opened = await viewer();
    for (const url of [
      '/api/admin/batch-status',
      '/admin/history',
      '/api/health',
      '/api/openapi.json',
      '/api/contract',
    ])
      expect((await opened.get(url)).statusCode, url).toBe(401);
    expect((await opened.post('/api/admin/clear-mo-batch')).status).toBe(401);
    expect((await opened.get('/api/nothing')).statusCode).toBe(401);
  });
});

describe('a login', () => {
  it('gives the cookie: no script reads it, no other site sends it, over https never in plain', async () => {
    const login = { method: 'POST', url: '/api/contract/host/login' } as const;
    const headers = {
      host: HOST,
      origin: `http://${HOST}`,
      'x-batchline': '1',
      'content-type': 'application/json',
    };
    const payload = JSON.stringify({ input: { name: 'Budi', secret: '4711' } });
    const response = await plant.app.inject({ ...login, headers, payload });
    expect(response.headers['set-cookie']).toMatch(
      /^batchline_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(response.json()).toMatchObject({
      data: { access: 'control', user: { name: 'Budi', role: 'supervisor' }, station: 'control-room' },
    });
  });

  it('with a wrong PIN gives none, and is refused with a code; the sixth try is locked', async () => {
    for (let tries = 0; tries < 4; tries += 1) {
      const reply = await browser.logIn({ ...BUDI, secret: '0000' });
      expect(reply).toMatchObject({ status: 403, body: { code: 'LOGIN_REFUSED' } });
    }
    await browser.logIn({ ...BUDI, secret: '0000' });
    expect(await browser.logIn(BUDI)).toMatchObject({ status: 429, body: { code: 'LOGIN_LOCKED' } });
    expect(browser.cookie).toBeNull();
    expect(plant.noted.map(({ command, outcome, code }) => [command, outcome, code]).at(-1)).toEqual([
      'login',
      'refused',
      'LOGIN_LOCKED',
    ]);
    expect(JSON.stringify(plant.noted)).not.toContain('0000');
  });

  it('takes the place of the view, under a new id; a logout gives the view back, under a third', async () => {
    const opened = await viewer();
    const before = opened.cookie;
    await opened.logIn(BUDI);
    const during = opened.cookie;
    expect(await opened.host('logout')).toMatchObject({ body: { data: { access: 'view', user: null } } });
    expect(new Set([before, during, opened.cookie]).size).toBe(3);
    const thief = plant.browser();
    for (const stolen of [before, during]) {
      thief.cookie = stolen;
      expect((await thief.post('/api/contract/query/health')).status).toBe(401);
    }
    expect((await opened.post('/api/contract/query/health')).status).toBe(200);
  });

  it('without a view before leaves nothing after the logout', async () => {
    await browser.logIn(SARI);
    expect(await browser.host('logout')).toMatchObject({ body: { data: { access: 'none' } } });
    expect(browser.cookie).toBeNull();
  });

  it('may be tried twenty times in a minute from one address, over all names', async () => {
    for (let tries = 0; tries < 20; tries += 1)
      expect((await browser.logIn({ name: `Nobody ${tries}`, secret: '0000' })).status).toBe(403);
    expect(await browser.logIn(BUDI)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  }, 30_000);
});

describe('the one-time link', () => {
  it('opens one browser, which may look; the second one is told why not', async () => {
    const key = plant.openKeys.make();
    const first = await browser.get(`/open?key=${key}`);
    expect([first.statusCode, first.headers.location]).toEqual([303, '/']);
    expect(first.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(await browser.host('session')).toMatchObject({ body: { data: { access: 'view', user: null } } });

    const second = plant.browser();
    const told = await second.get(`/open?key=${key}`);
    expect([told.statusCode, told.headers['content-type'], second.cookie]).toEqual([
      410,
      'text/html; charset=utf-8',
      null,
    ]);
    expect(told.body).toContain('This link has been used already');
  });

  it.each(['', '?key=', '?key=made-up', '?key=a&key=b', `?key=${'x'.repeat(1000)}`])(
    '%s is worth nothing',
    async (query) => {
      const told = await browser.get(`/open${query}`);
      expect([told.statusCode, browser.cookie]).toEqual([410, null]);
      expect(told.body).toContain('This link is wrong');
    },
  );

  it('is not used up by a program that only looks at it', async () => {
    const url = `/open?key=${plant.openKeys.make()}`;
    await plant.app.inject({ method: 'HEAD', url, headers: { host: HOST } });
    expect((await browser.get(url)).statusCode).toBe(303);
  });
});

describe('a request that another site makes the browser send', () => {
  it.each<[string, Record<string, string>]>([
    ['without the header of our pages', { 'x-batchline': '' }],
    ['with another value in it', { 'x-batchline': '0' }],
    ['from a page of another site', { origin: 'http://evil.example' }],
    ['from a page of another port', { origin: 'http://127.0.0.1:8791' }],
    ['from a page without an origin', { origin: 'null' }],
    ['without telling from where', { origin: '' }],
    ['to a foreign name that leads here', { host: 'evil.example:8790', origin: 'http://evil.example:8790' }],
    [
      'to a name that only begins like ours',
      { host: 'localhost.evil.example', origin: 'http://localhost.evil.example' },
    ],
    ['without a name', { host: '' }],
  ])('%s is refused, before and after the login', async (_what, headers) => {
    const login = { input: { name: BUDI.name, secret: BUDI.secret } };
    const tried = await browser.post('/api/contract/host/login', login, headers);
    expect([tried.status, browser.cookie]).toEqual([403, null]);
    await browser.logIn(BUDI);
    for (const url of ['command/startOver', 'preview/startOver', 'query/health', 'host/logout'])
      expect(await browser.post(`/api/contract/${url}`, {}, headers), url).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      });
    expect(api.callers).toEqual([]);
  });

  it.each(['localhost:8790', '127.0.0.1', '127.0.0.2:1', '[::1]:8790', 'LOCALHOST:8790'])(
    'to %s is our own',
    async (host) => {
      const reply = await browser.post('/api/contract/host/session', {}, { host, origin: `http://${host}` });
      expect(reply.status).toBe(200);
    },
  );

  it.each(['/', '/open?key=x', '/api/contract/events'])(
    'to a foreign name gets nothing at %s',
    async (url) => {
      expect((await browser.get(url, { host: 'evil.example' })).statusCode).toBe(403);
    },
  );

  it('an address of the network is our own name only where the server listens to the network', async () => {
    const own = { host: '192.168.1.5:8790' };
    expect((await browser.get('/', own)).statusCode).toBe(403);
    await using open = await startScreens(api, { listens: '0.0.0.0' });
    expect((await open.browser().get('/', own)).statusCode).toBe(503);
    expect((await open.browser().get('/', { host: 'evil.example' })).statusCode).toBe(403);
  });

  it('a token needs none of this', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, host: 'mill.example' };
    const options = { method: 'POST', url: '/api/contract/query/health', headers } as const;
    expect((await plant.app.inject(options)).statusCode).toBe(200);
    const wrong = { ...headers, authorization: 'Bearer x' };
    expect((await plant.app.inject({ ...options, headers: wrong })).statusCode).toBe(401);
  });
});
