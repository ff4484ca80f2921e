import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeStationApi } from './testing/fake-station-api.ts';
import { type Browser, HOST, type ScreensPlant, startScreens } from './testing/screens-plant.ts';

const SECRET = 'nobody-may-read-this';

let folder: string;
let plant: ScreensPlant;
let browser: Browser;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchline-screens-'));
  const built = join(folder, 'renderer');
  mkdirSync(join(built, 'assets'), { recursive: true });
  writeFileSync(join(built, 'index.html'), '<!doctype html><title>Batchline</title>');
  writeFileSync(join(built, 'assets', 'index-a1b2c3.js'), 'export {};');
  writeFileSync(join(built, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  plant = await startScreens(new FakeStationApi(() => undefined), { rendererFolder: built });
  browser = plant.browser();
});
afterEach(async () => {
  await plant[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  ['/', 'text/html; charset=utf-8', 'no-store'],
  ['/index.html', 'text/html; charset=utf-8', 'no-store'],
  ['/assets/index-a1b2c3.js', 'application/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['/icon.svg', 'image/svg+xml', 'no-cache'],
])('%s is there without a session, to be kept as long as it stays the same', async (url, type, cache) => {
  const { statusCode, headers } = await browser.get(url);
  expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([200, type, cache]);
});

it.each(['/', '/assets/index-a1b2c3.js', '/open?key=x', '/api/contract/query/health'])(
  '%s forbids the browser everything that our pages do not need',
  async (url) => {
    const { headers } = await browser.get(url);
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  },
);

describe('an address that leads out of the folder', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/assets//../../secret.txt',
    '/secret.txt',
    '/assets/',
    '/assets',
    '/./index.html/../../secret.txt',
    '/index.html%00.txt',
  ])('%s shows nothing', async (path) => {
    const reply = await rawGet(path);
    expect(reply).toMatch(/^HTTP\/1\.1 40[0-4] /);
    expect(reply).not.toContain(SECRET);
  });

  /** As it stands: a client library would tidy the address up before it sends it. */
  async function rawGet(path: string): Promise<string> {
    await plant.app.listen({ host: '127.0.0.1', port: 0 });
    const address = plant.app.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
    const socket = connect(address.port, '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    return text;
  }
});

it('without a build it says in words how to make one', async () => {
  await using bare = await startScreens(new FakeStationApi(() => undefined));
  const page = await bare.browser().get('/');
  expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
  expect(page.body).toContain('npm run build');
});
