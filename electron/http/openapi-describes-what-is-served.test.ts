import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMANDS, QUERIES } from '../../shared/contract/contract.ts';
import { HOST_CALLS } from '../../shared/contract/host.ts';
import { OpenKeys } from '../access/open-keys.ts';
import { SessionBook } from '../access/session-book.ts';
import { TrainingDesk } from '../station/host-calls/training-desk.ts';
import { SUPERVISOR } from '../station/testing/command-plant.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { ODOO_CONTROL, PLC_CONTROL } from '../training/control/contract.ts';
import { controlClient } from '../training/control/control-client.ts';
import type { TrainingControl } from '../training/control/training-control.ts';
import type { Screens } from './screens.ts';
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
const ports = { token: TOKEN, logger: new MemoryLogger(), clock: new FakeClock() };
/** Its peers know no action: how they answer is not what is asked here. */
const training: TrainingControl = {
  plc: controlClient(PLC_CONTROL, async () => NO_PEER),
  odoo: controlClient(ODOO_CONTROL, async () => NO_PEER),
};
const NO_PEER = { ok: false, code: 'NOT_FOUND', message: 'nothing is behind it' } as const;
/** Nobody sits at them: that they are served is enough. */
const screens: Screens = {
  calls: { call: async () => ({}), caller: () => SUPERVISOR },
  sessions: new SessionBook({ ...ports, controlLockMs: () => 60_000 }),
  openKeys: new OpenKeys(ports.clock),
  linkUser: null,
  stationName: 'a test',
  rendererFolder: 'nowhere',
};
beforeAll(async () => {
  app = await buildServer(new FakeStationApi(() => undefined), {
    ...ports,
    screens,
    training: new TrainingDesk(training, 'instant'),
  });
  const response = await app.inject({ method: 'GET', url: '/api/openapi.json', headers });
  described = document.parse(response.json());
});
afterAll(async () => {
  await app.close();
  screens.sessions[Symbol.dispose]();
});

/** What may stand for `{name}`, where that is no order. */
const SAMPLES = [
  ['cancel-batch', '4'],
  ['lessons', 'gate-stuck'],
] as const;

function addresses(): string[] {
  return Object.entries(described.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
}

it('it has every address of the dashboards, under both prefixes, and each query, command and host call', () => {
  const listed = ['/api/admin', '/admin'].flatMap((prefix) =>
    DASHBOARDS.map((address) => address.replace(' ', ` ${prefix}`)),
  );
  const contract = [
    ...Object.keys(QUERIES).map((name) => `post /api/contract/query/${name}`),
    ...Object.keys(HOST_CALLS).map((name) => `post /api/contract/host/${name}`),
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
      url: path.replace('{name}', SAMPLES.find(([part]) => path.includes(part))?.[1] ?? 'WH/MO/00014'),
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

/** Every address that fastify serves, e.g. `post /api/admin/manual/cancel-batch/*`, from the tree that it prints. */
function servedAddresses(): string[] {
  const parents: string[] = [];
  return app
    .printRoutes()
    .split('\n')
    .flatMap((line) => {
      const found = /^((?:[│ ] {3})*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line);
      if (found === null) return [];
      const [, indent = '', part = '', methods = ''] = found;
      const depth = indent.length / 4;
      parents.length = depth;
      parents.push(part);
      const path = parents.join('');
      const named = methods.split(', ').filter((method) => method !== '' && method !== 'HEAD');
      return named.map((method) => `${method.toLowerCase()} ${path}`);
    });
}

it('every address that is served is in it, and what stands for a part of it too', () => {
  const served = servedAddresses().filter((address) => / \/(api|admin)\//.test(address));
  expect(served.length).toBeGreaterThan(50);
  const inDocument = addresses();
  for (const address of served) {
    const pattern = new RegExp(`^${address.replaceAll(/:\w+|\*/g, '(\\{name\\}|[\\w-]+)')}$`);
    expect(
      inDocument.filter((known) => pattern.test(known)),
      address,
    ).not.toEqual([]);
  }
});

it('a training plant has its actions in it, each with its own input; a server without has none', async () => {
  for (const [peer, control] of [
    ['plc', PLC_CONTROL],
    ['odoo', ODOO_CONTROL],
  ] as const) {
    for (const action of Object.keys(control))
      expect(addresses()).toContain(`post /api/training/${peer}/${action}`);
  }
  const speed = described.paths['/api/training/plc/set-speed']?.post?.requestBody?.content;
  expect(speed?.['application/json']?.schema).toMatchObject({ properties: { speed: {} } });
  const production = await buildServer(new FakeStationApi(() => undefined), ports);
  try {
    const reply = await production.inject({ method: 'GET', url: '/api/openapi.json', headers });
    expect(reply.body).toContain('/api/contract');
    expect(reply.body).not.toMatch(/\/api\/(training|contract\/host)/);
  } finally {
    await production.close();
  }
});
