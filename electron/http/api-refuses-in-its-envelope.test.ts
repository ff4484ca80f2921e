import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { MANUAL_CALLS_PER_MINUTE } from './route.ts';
import { buildServer } from './server.ts';
import { FakeStationApi } from './testing/fake-station-api.ts';

const TOKEN = 'token-of-a-refusing-station';
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

let app: FastifyInstance;
let refusal: ErrorCode | null;
beforeEach(async () => {
  refusal = null;
  const api = new FakeStationApi(() => {
    if (refusal !== null) throw new AppError(refusal, 'the station says no');
  });
  app = await buildServer(api, { token: TOKEN, logger: new MemoryLogger(), clock: new FakeClock() });
});
afterEach(() => app.close());

async function post(url: string, body: unknown = {}): Promise<{ status: number; body: unknown }> {
  const response = await app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
  return { status: response.statusCode, body: response.json() };
}

describe('what the station says becomes an HTTP status', () => {
  it.each<[ErrorCode, number]>([
    ['BAD_REQUEST', 400],
    ['COMMAND_NEEDS_REASON', 400],
    ['FORBIDDEN', 403],
    ['NOT_FOUND', 404],
    ['COMMAND_NOT_NOW', 409],
    ['NOT_LEADER', 409],
    ['PLC_GATE_CLOSED', 409],
    ['PLC_NOT_IN_RUN_MODE', 409],
    ['RATE_LIMITED', 429],
    ['PLC_LINK_LOST', 503],
    ['STORE_UNAVAILABLE', 503],
    ['ODOO_UNREACHABLE', 503],
  ])('%s: %i, on each way in', async (code, status) => {
    refusal = code;
    const answer = { status, body: { status: 'error', code, message: 'the station says no' } };
    for (const prefix of ['/api/admin', '/admin'])
      expect(await post(`${prefix}/manual/reset-batch/WH/MO/00014`)).toEqual(answer);
    expect(await post('/api/contract/command/resetBatch', { input: { mo_id: 'WH/MO/00014' } })).toEqual(
      answer,
    );
    expect(await post('/api/contract/query/health')).toEqual(answer);
  });
});

describe('what does not fit is refused with its field', () => {
  it.each<[string, unknown, string]>([
    ['/api/admin/scheduler/toggle', {}, 'enabled'],
    ['/api/admin/scheduler/toggle', { enabled: 'yes' }, 'enabled'],
    ['/admin/manual/reset-batch/WH/MO/1?push_to_plc=maybe', {}, 'push_to_plc'],
    ['/admin/manual/reset-batch/WH/MO/1?push=true', {}, 'push'],
    ['/admin/manual/cancel-batch/four', {}, 'four'],
    ['/admin/manual/cancel-batch/4', { notes: 'x' }, 'notes'],
    ['/admin/manual/cancel-batch/4', { cancel_in_odoo: 1 }, 'cancel_in_odoo'],
    ['/admin/clear-mo-batch', { reason: 'ab' }, 'reason'],
    ['/api/contract/command/resetBatch', { input: {}, reson: 'typo' }, 'reson'],
    ['/api/contract/command/resetBatch', { input: { mo_id: '' }, reason: 'long enough' }, ''],
    ['/api/contract/query/history', { input: { limit: 0 } }, ''],
    ['/api/contract/query/history', [], ''],
  ])('POST %s %j', async (url, body, field) => {
    const answer = await post(url, body);
    expect(answer).toMatchObject({ status: 400, body: { status: 'error', code: 'BAD_REQUEST' } });
    expect(JSON.stringify(answer.body)).toContain(field);
  });

  it.each([
    '/api/plc/read-all?batch_no=0',
    '/api/plc/read-all?batch_no=x',
    '/api/logs?task=8',
    '/api/logs?level=loud',
    '/api/logs?limit=1001',
    '/api/logs?page=1',
    '/api/audit?offset=-1',
    '/admin/table/mo-batch?limit=x',
  ])('GET %s', async (url) => {
    const response = await app.inject({
      method: 'GET',
      url,
      headers: { authorization: headers.authorization },
    });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ status: 'error', code: 'BAD_REQUEST' });
  });

  it('a query or command that there is not', async () => {
    for (const url of [
      '/api/contract/query/nothing',
      '/api/contract/command/toString',
      '/api/contract/preview/x',
    ])
      expect(await post(url)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

describe('too many presses of a button', () => {
  it.each(['/admin/manual/trigger-sync', '/api/admin/clear-mo-batch', '/api/plc/write-mo-batch/WH/MO/1'])(
    '%s: the one over the limit is told so, and reading goes on',
    async (url) => {
      for (let count = 0; count < MANUAL_CALLS_PER_MINUTE; count += 1)
        expect((await post(url)).status).toBe(200);
      const answer = await post(url);
      expect(answer).toMatchObject({ status: 429, body: { status: 'error', code: 'RATE_LIMITED' } });
      const reading = await app.inject({
        method: 'GET',
        url: '/api/health',
        headers: { authorization: headers.authorization },
      });
      expect(reading.statusCode).toBe(200);
    },
  );
});
