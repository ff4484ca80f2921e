import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RawOdoo } from '../../testing/raw-odoo.ts';
import { ACCOUNT } from '../../testing/training-odoo-fixture.ts';
import { Books } from './books.ts';

const ENTRY = fileURLToPath(new URL('./process.ts', import.meta.url));
const children: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'training-odoo-process-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function startChild(options: object): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(ENTRY, [JSON.stringify({ ...ACCOUNT, seed: 1, ...options })], {
    execArgv: [],
    silent: true,
  });
  children.push(child);
  const [ready] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`exited with ${code}`))),
  ]);
  expect(ready).toEqual({
    kind: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    control: { port: expect.any(Number), token: expect.stringMatching(/^[\w-]{43}$/) },
  });
  return { child, url: String(ready.url) };
}

async function loggedIn(url: string): Promise<RawOdoo> {
  const raw = new RawOdoo(url);
  await raw.logIn(ACCOUNT.database, ACCOUNT.login, ACCOUNT.password);
  return raw;
}

test('it says where it is, serves, outlives Ctrl-C and stops when told', async () => {
  const { child, url } = await startChild({ orders: { stock: 2 } });
  const raw = await loggedIn(url);
  expect(await raw.result('/api/scada/mo-list-detailed', {})).toMatchObject({ count: 2 });
  child.kill('SIGINT');
  expect(await raw.result('/api/scada/mo-list-detailed', {})).toMatchObject({ count: 2 });
  child.send({ kind: 'stop' });
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('it ends when its parent is gone', async () => {
  const { child } = await startChild({});
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a message that is no request and no stop is logged, and changes nothing', async () => {
  const { child, url } = await startChild({});
  const log = once(child.stderr ?? child, 'data');
  child.send({ kind: 'behaviour', name: 'server-failure' });
  expect(String(await log)).toContain('unknown message');
  expect((await (await loggedIn(url)).post('/api/scada/boms', {})).status).toBe(200);
});

test('killed with no warning, it goes on with the same books on the same port', async () => {
  const booksFile = join(folder, 'books.sqlite');
  const first = await startChild({ booksFile, orders: { stock: 3 } });
  const raw = await loggedIn(first.url);
  await raw.result('/api/scada/mo/mark-done', { mo_id: 'WH/MO/00001', finished_qty: 998.5 });
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const port = Number(new URL(first.url).port);
  const second = await startChild({ booksFile, orders: { stock: 3 }, port });
  expect(second.url).toBe(first.url);
  expect(await raw.result('/api/scada/mo-detail', { mo_id: 'WH/MO/00001' })).toMatchObject({
    data: { state: 'done', produced_qty: 998.5 },
  });
  using books = Books.open(booksFile);
  expect(books.orders().map((order) => order.name)).toHaveLength(4);
});

test('a port that is taken is replaced by any free one', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    const { url } = await startChild({ port });
    expect(new URL(url).port).not.toBe(String(port));
    expect(await (await loggedIn(url)).result('/api/scada/mo-list-detailed', {})).toMatchObject({
      count: 25,
    });
  } finally {
    taken.close();
    await once(taken, 'close');
  }
});

test('options that make no sense end it with a message that names them', async () => {
  const child = fork(ENTRY, ['{"seed": "one"}'], { execArgv: [], silent: true });
  children.push(child);
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(log).toContain('seed');
  expect(log).toContain('database');
});
