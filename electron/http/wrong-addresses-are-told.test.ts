import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { buildServer } from './server.ts';
import { TOKEN } from './testing/api-inputs.ts';
import { FakeStationApi } from './testing/fake-station-api.ts';

let app: FastifyInstance;
beforeAll(async () => {
  const options = { token: TOKEN, logger: new MemoryLogger(), clock: new FakeClock() };
  app = await buildServer(new FakeStationApi(() => undefined), options);
});
afterAll(() => app.close());

it.each([
  ['POST', '/api/admin/history', 405, 'GET'],
  ['POST', '/api/admin/history/WH/MO/00014', 405, 'GET'],
  ['GET', '/api/admin/manual/cancel-batch/4', 405, 'POST'],
  ['GET', '/api/contract/query/history', 405, 'POST'],
  ['GET', '/api/nothing', 404, undefined],
  ['GET', '/api/*/history', 404, undefined],
  ['GET', '/api/:name/(.*', 404, undefined],
] as const)('%s %s: %i', async (method, url, status, allow) => {
  const response = await app.inject({ method, url, headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.statusCode).toBe(status);
  expect(response.headers.allow).toBe(allow);
  expect(response.json()).toMatchObject({
    status: 'error',
    code: allow === undefined ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED',
  });
});
