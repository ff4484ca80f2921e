import { once } from 'node:events';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError, ERROR_CODES } from '../../shared/errors.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { claim, FUZZ_SEED, FUZZ_TIMEOUT_MS, Mutator, RejectionGuard, Tally } from '../testing/fuzz.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { buildServer, startHttpServer } from './server.ts';
import { damaged, type Input, SEEDS, TOKEN } from './testing/api-inputs.ts';
import { FakeStationApi } from './testing/fake-station-api.ts';

const INJECTED = 99_000;
const CONNECTIONS = 1_000;
/** Stands in an error that no caller may see. */
const INSIDE = 'password=of-the-database';
const answerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('success'), data: z.unknown() }),
  z.strictObject({
    status: z.literal('error'),
    message: z.string().min(1),
    code: z.enum(Object.values(ERROR_CODES).flat()),
  }),
]);

/** What the station behind the API does wrong now and then. */
class Trouble {
  /** What the last request met; null for nothing. */
  last: 'typed' | 'untyped' | null = null;
  readonly #mutator: Mutator;

  constructor(mutator: Mutator) {
    this.#mutator = mutator;
  }

  readonly strike = (): void => {
    if (this.#mutator.chance(0.9)) return;
    this.last = this.#mutator.chance(0.7) ? 'typed' : 'untyped';
    const code = this.#mutator.pick(Object.values(ERROR_CODES).flat());
    if (this.last === 'typed') throw new AppError(code, 'the station says no');
    throw this.#mutator.chance(0.5) ? new TypeError(INSIDE) : INSIDE;
  };
}

function checkAnswer(given: Input, status: number, text: string, trouble: Trouble): string {
  const shown = (): string => `${JSON.stringify(given).slice(0, 600)} got ${status} ${text.slice(0, 300)}`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`no JSON: ${shown()}`);
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) throw new Error(`no answer of this API: ${shown()}`);
  const answer = parsed.data;
  claim((answer.status === 'success') === (status === 200), shown);
  claim(!text.includes(INSIDE), shown);
  const isCaller = given.headers.authorization?.trim().toLowerCase() === `bearer ${TOKEN}`;
  claim(isCaller || (answer.status === 'error' && (status === 401 || status === 400)), shown);
  if (answer.status === 'success') return 'success';
  claim(status >= 400 && status <= 599, shown);
  claim(status !== 500 || trouble.last !== null, shown);
  return answer.code;
}

/** A route of this build has exactly this address. */
function isServed(app: FastifyInstance, { method, url }: Input): boolean {
  const path = url.split('?')[0] ?? '';
  return (method === 'GET' || method === 'POST') && app.hasRoute({ method, url: path });
}

describe(`${INJECTED + CONNECTIONS} requests to the API (FUZZ_SEED=${FUZZ_SEED})`, {
  timeout: FUZZ_TIMEOUT_MS,
}, () => {
  it(`${INJECTED} requests: an answer in the API's envelope, and nothing without the token`, async () => {
    const mutator = new Mutator('API requests');
    using guard = new RejectionGuard();
    const trouble = new Trouble(mutator);
    const logger = new MemoryLogger();
    const clock = new FakeClock();
    const outcomes = new Tally();
    const succeeded = new Set<string>();
    const app = await buildServer(new FakeStationApi(trouble.strike), { token: TOKEN, logger, clock });
    try {
      for (let count = 0; count < INJECTED; count += 1) {
        const seed = mutator.pick(SEEDS);
        const given = mutator.chance(0.1) ? seed : damaged(mutator, seed);
        trouble.last = null;
        const { method, url, headers, body } = given;
        const response = await app.inject({
          method: method as 'GET',
          url,
          headers,
          // Each from a caller of its own: how many one caller may send is another test's subject.
          remoteAddress: `127.${mutator.whole(0, 255)}.${mutator.whole(0, 255)}.${mutator.whole(1, 254)}`,
          ...(body !== undefined && { payload: body }),
        });
        const outcome = checkAnswer(given, response.statusCode, response.body, trouble);
        outcomes.add(outcome);
        if (outcome === 'success') succeeded.add(given.url);
      }
      const served = SEEDS.filter((seed) => isServed(app, seed));
      expect(served.length).toBeGreaterThan(5);
      for (const { url } of served) expect(succeeded).toContain(url);
    } finally {
      await app.close();
    }
    expect(clock.pending, 'timers left').toBe(0);
    expect(outcomes.total).toBe(INJECTED);
    for (const code of [
      'success',
      'BAD_REQUEST',
      'UNAUTHORISED',
      'NOT_FOUND',
      'METHOD_NOT_ALLOWED',
      'BODY_TOO_LARGE',
      'INTERNAL',
    ]) {
      expect(outcomes.of(code), code).toBeGreaterThan(20);
    }
    expect(guard.seen).toEqual([]);
  });

  it(`${CONNECTIONS} connections with bytes that are hardly HTTP: each ends, and the server still answers`, async () => {
    const mutator = new Mutator('API connections');
    using guard = new RejectionGuard();
    await using server = await startHttpServer(new FakeStationApi(() => undefined), {
      port: 0,
      token: TOKEN,
      logger: new MemoryLogger(),
      clock: new FakeClock(),
    });
    const port = Number(new URL(server.address).port);
    const outcomes = new Tally();
    const seeds = SEEDS.map(asBytes);
    for (let count = 0; count < CONNECTIONS; count += 1) {
      const seed = mutator.pick(seeds);
      const bytes = mutator.chance(0.05)
        ? mutator.noise(0, 200)
        : mutator.chance(0.1)
          ? seed
          : mutator.bytes(seed);
      const text = await exchange(port, bytes);
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? (text === '' ? 'closed' : 'no HTTP');
      outcomes.add(status);
    }
    expect(outcomes.total).toBe(CONNECTIONS);
    for (const status of ['200', '400', '401', '404']) expect(outcomes.of(status), status).toBeGreaterThan(0);
    expect(outcomes.of('no HTTP')).toBe(0);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const after = await fetch(`${server.address}/api/admin/failed-to-push`, { headers });
    expect(await after.json()).toMatchObject({ status: 'success' });
    expect(guard.seen).toEqual([]);
  });
});

function asBytes({ method, url, headers, body = '' }: Input): Uint8Array {
  const lines = Object.entries({
    host: '127.0.0.1',
    connection: 'close',
    ...headers,
    'content-length': Buffer.byteLength(body),
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${url} HTTP/1.1\r\n${head}\r\n${body}`);
}

/** Sends bytes, ends its side, and resolves with all that came back before the server closed. */
async function exchange(port: number, bytes: Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that has seen enough resets the connection: 'close' follows, which is what counts.
  socket.on('error', () => socket.destroy());
  const closed = once(socket, 'close');
  socket.end(bytes);
  await closed;
  return Buffer.concat(chunks).toString('latin1');
}
