import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_TOKEN, type ApiReply, HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';
import { PlantFixture } from './testing/plant-fixture.ts';
import { startTestPostgres, type TestPostgres } from './testing/postgres.ts';

const READS = [
  '/api/health',
  '/api/admin/batch-status',
  '/api/admin/history',
  '/api/admin/failed-to-push',
] as const;
const BUTTONS = [
  '/api/admin/trigger-sync',
  '/api/admin/manual/trigger-plc-sync',
  '/api/admin/manual/trigger-process-completed',
] as const;
/** A screen asks every few seconds: an answer that takes longer than this is as bad as none, in milliseconds. */
const QUICK_MS = 2_000;

let postgres: TestPostgres;
let plant: PlantFixture;
let folder: HeadlessFolder;
let host: HeadlessProcess;
beforeAll(async () => {
  postgres = await startTestPostgres();
  plant = await PlantFixture.start(postgres, { orders: { count: 1 } });
  folder = await HeadlessFolder.make();
  host = await HeadlessProcess.start({ dataDir: folder.path, env: plant.environment() });
  await host.line(/is in the history: completed$/);
});
afterAll(async () => {
  await host?.stop();
  await folder?.[Symbol.asyncDispose]();
  await plant?.[Symbol.asyncDispose]();
  await postgres.stop();
});

function expectError(reply: ApiReply, status: number, code: string): void {
  expect(reply).toEqual({ status, body: { status: 'error', code, message: expect.stringMatching(/.{5}/) } });
}

/** The answer, which must not keep its asker waiting. */
async function quickly(path: string, init: RequestInit = {}): Promise<ApiReply> {
  const startedAt = performance.now();
  const reply = await host.call(path, init);
  expect(performance.now() - startedAt, path).toBeLessThan(QUICK_MS);
  return reply;
}

describe('without the right token', () => {
  it.each([
    ['none', ''],
    ['another', 'Bearer token-of-another-station'],
    ['a part of it', `Bearer ${API_TOKEN.slice(0, -1)}`],
    ['more than it', `Bearer ${API_TOKEN}x`],
    ['it in another scheme', `Basic ${API_TOKEN}`],
    ['the bare token', API_TOKEN],
  ])('%s: every address answers 401, and no task runs', async (_name, authorization) => {
    const headers = { authorization };
    const paths = [...READS.map((path) => ['GET', path]), ...BUTTONS.map((path) => ['POST', path])];
    for (const [method = '', path = ''] of [...paths, ['GET', '/api/unknown'], ['DELETE', '/']]) {
      expectError(await host.call(path, { method, headers }), 401, 'UNAUTHORISED');
    }
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    'limit=0',
    'limit=1001',
    'limit=ten',
    'limit=1.5',
    'offset=-1',
    'offset=x',
    'status=done',
    'page=2',
  ])('history?%s answers 400 and names the field', async (query) => {
    const reply = await host.call(`/api/admin/history?${query}`);
    expectError(reply, 400, 'BAD_REQUEST');
    expect(JSON.stringify(reply.body)).toContain(query.split('=')[0]);
  });

  it('an unknown address answers 404, one that cannot be decoded 400', async () => {
    for (const path of ['/api', '/api/admin/histories', '/api/admin/history/..%2f..%2fsecrets%2fapi-token'])
      expect(await host.call(path), path).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expectError(await host.call('/api/admin/%zz'), 400, 'BAD_REQUEST');
  });

  it('another method answers 405 and says which one is right', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expectError(await host.call('/api/admin/batch-status', { method }), 405, 'METHOD_NOT_ALLOWED');
    for (const path of BUTTONS) {
      const headers = { authorization: `Bearer ${API_TOKEN}` };
      const response = await fetch(`${host.address}${path}`, { headers });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      await response.arrayBuffer();
    }
  });
});

describe('a button', () => {
  const json = { 'content-type': 'application/json' };
  it.each<[string, RequestInit]>([
    ['nothing', {}],
    ['an empty body that calls itself JSON', { headers: json, body: '' }],
    ['an empty object', { headers: json, body: '{}' }],
    ['JSON with a charset', { headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{}' }],
    ['an empty form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' }],
    ['a form', { body: new URLSearchParams({ from: 'dashboard' }) }],
    ['text', { body: 'go' }],
    ['bytes of no type', { body: new Uint8Array([0, 255, 7]) }],
  ])('is pressed with %s', async (_name, init) => {
    for (const path of BUTTONS) {
      const reply = await host.call(path, { method: 'POST', ...init });
      expect(reply, path).toMatchObject({ status: 200, body: { status: 'success' } });
    }
  });

  it('with broken JSON answers 400, with a huge body 413, and the station lives on', async () => {
    for (const path of BUTTONS) {
      const init = { method: 'POST', headers: json };
      expectError(await host.call(path, { ...init, body: '{"reason": ' }), 400, 'BAD_REQUEST');
      expectError(await host.call(path, { ...init, body: '{"__proto__": {"a": 1}}' }), 400, 'BAD_REQUEST');
      const huge = JSON.stringify({ reason: 'x'.repeat(1024 * 1024) });
      expectError(await host.call(path, { ...init, body: huge }), 413, 'BODY_TOO_LARGE');
    }
    expect(await host.call('/api/health')).toMatchObject({ status: 200 });
  });
});

// The last one, as it takes the database away.
describe('without the database', () => {
  it('what needs it answers 503 at once, the rest answers, and all is well when it is back', async () => {
    await postgres.server.stop();
    await host.line(/this station does not lead any more/);
    expectError(await quickly('/api/admin/history'), 503, 'STORE_UNAVAILABLE');
    expect(await quickly('/api/admin/batch-status')).toMatchObject({
      status: 200,
      body: { data: { remembered: true } },
    });
    expect(await quickly('/api/admin/failed-to-push')).toMatchObject({ status: 200 });
    expect(await quickly('/api/health')).toMatchObject({
      body: { data: { database: { state: 'down' } } },
    });
    for (const path of [BUTTONS[0], BUTTONS[2]]) {
      const { body } = await quickly(path, { method: 'POST' });
      expect(JSON.stringify(body), path).toContain('STORE_UNAVAILABLE');
    }

    await postgres.server.restart();
    await host.line(/^this station leads, epoch/, 2);
    expect(await host.call('/api/admin/history')).toMatchObject({
      status: 200,
      body: { data: { total: 1 } },
    });
  });
});
