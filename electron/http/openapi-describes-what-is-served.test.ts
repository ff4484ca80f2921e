import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMANDS, QUERIES } from '../../shared/contract/contract.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { buildServer } from './server.ts';
import { FakeStationApi } from './testing/fake-station-api.ts';

const TOKEN = 'token-of-a-described-station';
/** What OpenAPI 3.1 asks of an operation as this API uses it. */
const content = z.record(z.string(), z.strictObject({ schema: z.record(z.string(), z.unknown()) }));
const operation = z.strictObject({
  summary: z.string().min(3),
  parameters: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        in: z.enum(['query', 'path']),
        required: z.boolean(),
        schema: z.record(z.string(), z.unknown()),
        description: z.string().optional(),
      }),
    )
    .optional(),
  requestBody: z.strictObject({ content }).optional(),
  responses: z.strictObject({
    200: z.strictObject({ description: z.string().min(1), content }),
    default: z.strictObject({ $ref: z.literal('#/components/responses/error') }),
  }),
});
const document = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d$/),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  security: z.tuple([z.strictObject({ token: z.tuple([]) })]),
  components: z.strictObject({
    securitySchemes: z.strictObject({
      token: z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer') }),
    }),
    responses: z.strictObject({ error: z.strictObject({ description: z.string(), content }) }),
  }),
  paths: z.record(
    z.string().startsWith('/'),
    z.strictObject({ get: operation.optional(), post: operation.optional() }),
  ),
});

/** What the plant's dashboards call, under both prefixes. */
const DASHBOARDS = [
  'get /batch-status',
  'get /history',
  'get /history/{name}',
  'get /failed-to-push',
  'get /monitor/real-time',
  'get /scheduler/status',
  'post /scheduler/toggle',
  'post /manual/trigger-sync',
  'post /manual/retry-push-odoo/{name}',
  'post /manual/reset-batch/{name}',
  'post /manual/cancel-batch/{name}',
  'post /clear-mo-batch',
  'get /task-monitor/summary',
  'get /table/mo-batch',
  'get /table/mo-histories',
];
const OTHERS = [
  'get /api/plc/config',
  'get /api/plc/read-all',
  'post /api/plc/write-mo-batch/{name}',
  'get /api/logs',
  'get /api/health',
];

let app: FastifyInstance;
let described: z.output<typeof document>;
const headers = { authorization: `Bearer ${TOKEN}` };
beforeAll(async () => {
  const ports = { token: TOKEN, logger: new MemoryLogger(), clock: new FakeClock() };
  app = await buildServer(new FakeStationApi(() => undefined), ports);
  const response = await app.inject({ method: 'GET', url: '/api/openapi.json', headers });
  described = document.parse(response.json());
});
afterAll(() => app.close());

function addresses(): string[] {
  return Object.entries(described.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
}

it('it has every address of the dashboards, under both prefixes, and each query and command', () => {
  const listed = ['/api/admin', '/admin'].flatMap((prefix) =>
    DASHBOARDS.map((address) => address.replace(' ', ` ${prefix}`)),
  );
  const contract = [
    ...Object.keys(QUERIES).map((name) => `post /api/contract/query/${name}`),
    ...Object.keys(COMMANDS).flatMap((name) => [
      `post /api/contract/preview/${name}`,
      `post /api/contract/command/${name}`,
    ]),
  ];
  expect(addresses()).toEqual(expect.arrayContaining([...listed, ...OTHERS, ...contract]));
});

it('what stands for a part of a path is declared, and nothing else is', () => {
  for (const [path, { get, post }] of Object.entries(described.paths)) {
    for (const { parameters = [] } of [get, post].filter((item) => item !== undefined)) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(
        inPath.map(({ name }) => `{${name}}`),
        path,
      ).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  }
});

it('every address in it is served', async () => {
  for (const address of addresses()) {
    const [method = '', path = ''] = address.split(' ');
    // The stream of events never ends: it is a test of its own.
    if (path === '/api/contract/events') continue;
    const reply = await app.inject({
      method: method.toUpperCase() as 'GET',
      url: path.replace('{name}', path.includes('cancel-batch') ? '4' : 'WH/MO/00014'),
      headers: { ...headers, ...(method === 'post' && { 'content-type': 'application/json' }) },
      ...(method === 'post' && { payload: '{}' }),
    });
    expect([200, 400, 404], address).toContain(reply.statusCode);
    expect(reply.body).not.toContain('no such address');
    const other = await app.inject({ method: 'PUT', url: path.replace('{name}', '4'), headers });
    expect(other.statusCode, `${address} is known`).toBe(405);
    expect(other.headers.allow).toContain(method.toUpperCase());
  }
});

/** Fastify's own list of its addresses, without those that end in `*`: it does not print their beginning. */
function namedAddresses(): string[] {
  let parent = '';
  const lines = app.printRoutes({ commonPrefix: false }).split('\n');
  return lines.flatMap((line) => {
    const found = /^(│?) *[├└]── (\/\S*) \(([A-Z]+)/.exec(line);
    if (found === null) return [];
    const [, nested, part = '', method = ''] = found;
    const isChild = nested === '│';
    if (!isChild) parent = part;
    return [`${method.toLowerCase()} ${isChild ? parent : ''}${part}`];
  });
}

it('every address that is served is in it', () => {
  const served = namedAddresses();
  expect(served.length).toBeGreaterThan(30);
  const inDocument = addresses();
  for (const address of served) {
    const isIn = inDocument.some(
      (known) => known === address || known.startsWith(address.replace(':name', '')),
    );
    expect(isIn, address).toBe(true);
  }
});
