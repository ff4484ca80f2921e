import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { MANUAL_CALLS_PER_MINUTE } from './route.ts';
import { buildServer } from './server.ts';
import { FakeStationApi } from './testing/fake-station-api.ts';

const TOKEN = 'token-of-a-patient-station';
/** A screen previews while an operator makes up his mind: it may ask more often than a dashboard's button. */
const CALLS_PER_MINUTE = MANUAL_CALLS_PER_MINUTE * 5;
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

let app: FastifyInstance;
beforeEach(async () => {
  const ports = { token: TOKEN, logger: new MemoryLogger(), clock: new FakeClock() };
  app = await buildServer(new FakeStationApi(() => undefined), ports);
});
afterEach(() => app.close());

async function post(
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly code: unknown }> {
  const url = `/api/contract/${path}`;
  const reply = await app.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
  return { status: reply.statusCode, code: reply.json().code };
}

it.each(['preview', 'command'])(
  'contract/%s: the call over the limit is told so, and queries go on',
  async (kind) => {
    const body = { input: { mo_id: 'WH/MO/00014' }, reason: 'pressed again and again' };
    for (let count = 0; count < CALLS_PER_MINUTE; count += 1)
      expect((await post(`${kind}/resetBatch`, body)).status).toBe(200);
    expect(await post(`${kind}/resetBatch`, body)).toEqual({ status: 429, code: 'RATE_LIMITED' });
    expect(await post(`${kind}/cancelBatch`, body), 'one limit for all commands').toMatchObject({
      status: 429,
    });
    expect((await post('query/health', {})).status).toBe(200);
  },
);
