import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { z } from 'zod';
import { COMMANDS, QUERIES, type QueryName } from '../../shared/contract/contract.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import { FeedbackStation } from '../station/testing/feedback-station.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { systemClock } from '../testing/system-clock.ts';
import { adminRoutes, stationRoutes } from './plant-routes.ts';
import type { Route } from './route.ts';
import { type HttpServer, startHttpServer } from './server.ts';

const TOKEN = 'token-of-a-whole-plant';
const DOSED = perComponent(({ key }) => FULL_TARGETS[key] + 0.1);
const PREFIXES = ['/api/admin', '/admin'] as const;

let postgres: TestPostgres;
let feedback: FeedbackStation;
let server: HttpServer;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  const options = { orders: 4, env: { ENABLE_TASK_3_PROCESS_COMPLETED: 'false' } };
  feedback = await FeedbackStation.start(postgres, options);
  const ports = { port: 0, token: TOKEN, logger: new MemoryLogger(), clock: systemClock };
  server = await startHttpServer(feedback.running.station.api, ports);
  return async () => {
    await server[Symbol.asyncDispose]();
    await feedback[Symbol.asyncDispose]();
  };
});

interface Reply {
  readonly status: number;
  readonly body: { readonly status: string; readonly data?: unknown; readonly code?: string };
}

async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(`${server.address}${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Reply['body'] };
}

/** The data of a good answer, exactly as the route's own schema describes them. */
async function dataOf<T extends z.ZodType>(
  output: T,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<z.output<T>> {
  const reply = await call(method, path, body);
  expect(reply.status, `${path} ${JSON.stringify(reply.body)}`).toBe(200);
  const parsed = output.parse(reply.body.data);
  expect(parsed, `${path} tells nothing that its schema does not know`).toEqual(reply.body.data);
  return parsed;
}

async function finish(slot: number, weight = 957): Promise<string> {
  const moId = feedback.order(slot);
  feedback.plc.show(slot, { moId });
  await feedback.read();
  feedback.plc.show(slot, { moId, actuals: DOSED, weight, finished: 1 });
  await feedback.read();
  return moId;
}

it('every reading route answers in the shape that it declares, under each prefix', async () => {
  const archived = await finish(1);
  await feedback.running.station.runTask(3);
  const { api } = feedback.running.station;
  const reads = (routes: readonly Route[]): readonly Route[] =>
    routes.filter(({ method }) => method === 'GET');
  const paths = [
    ...PREFIXES.flatMap((prefix) => reads(adminRoutes(api)).map((route) => [prefix, route] as const)),
    ...reads(stationRoutes(api)).map((route) => ['', route] as const),
  ];
  expect(paths.length).toBeGreaterThan(20);
  for (const [prefix, { path, output }] of paths) {
    await dataOf(output, 'GET', `${prefix}${path.replace('*', encodeURIComponent(archived))}`);
  }
  for (const name of ['WH/MO/00001', 'WH%2FMO%2F00001', 'WH%2fMO/00001']) {
    const { histories } = await dataOf(QUERIES.historyOf.output, 'GET', `/admin/history/${name}`);
    expect(histories).toMatchObject([{ mo_id: archived, status: 'completed', actual_weight: 957 }]);
  }
  expect((await call('GET', '/admin/history/WH%252FMO%252F00001')).status, 'decoded once, not twice').toBe(
    404,
  );
  const { slots } = await dataOf(QUERIES.plcSlots.output, 'GET', '/api/plc/read-all?batch_no=1');
  expect(slots).toMatchObject([{ slot: 1, mo_id: archived, weight: 957, status_read_data: 1 }]);
  const { rows } = await dataOf(QUERIES.tableRows.output, 'GET', '/admin/table/mo-histories?limit=1');
  expect(rows).toMatchObject([{ mo_id: archived, actual_consumption_lq_fml: DOSED.lq_fml }]);
});

it('the buttons, with the slashes of names raw and encoded, do what they say and leave a record', async () => {
  const [first, second, third] = [await finish(1), await finish(2), await finish(3)];
  const changed = COMMANDS.cancelBatch.output;
  await dataOf(changed, 'POST', `/admin/manual/retry-push-odoo/${first}`, { actor: 'Budi' });
  await dataOf(changed, 'POST', `/api/admin/manual/retry-push-odoo/${encodeURIComponent(second)}`);
  await dataOf(changed, 'POST', `/admin/manual/reset-batch/${encodeURIComponent(third)}?push_to_plc=false`);
  // Seen running, and then gone from the PLC: otherwise it would run twice.
  feedback.plc.show(4, { moId: feedback.order(4) });
  await feedback.read();
  feedback.plant.plc.memory.write(6300, Array(100).fill(0));
  await dataOf(changed, 'POST', `/api/plc/write-mo-batch/${encodeURIComponent(feedback.order(4))}`);
  await feedback.running.until(() => feedback.running.count('load-accepted') === 2);
  await dataOf(changed, 'POST', '/api/admin/manual/cancel-batch/4', { notes: 'wrong feed' });
  const { histories } = await dataOf(QUERIES.historyOf.output, 'GET', `/admin/history/${feedback.order(4)}`);
  expect(histories).toMatchObject([{ status: 'cancelled', notes: 'cancelled by admin API: wrong feed' }]);
  expect((await call('POST', '/admin/manual/cancel-batch/4')).status).toBe(404);
  await dataOf(changed, 'POST', '/admin/clear-mo-batch', { actor: 'Budi', reason: 'end of the week' });
  const { is_empty } = await dataOf(QUERIES.batchStatus.output, 'GET', '/admin/batch-status');
  expect(is_empty).toBe(true);
  const off = await dataOf(COMMANDS.setScheduler.output, 'POST', '/api/admin/scheduler/toggle', {
    enabled: false,
  });
  expect(off.tasks.every(({ enabled }) => !enabled)).toBe(true);
  for (const path of [
    'trigger-sync',
    'manual/trigger-sync',
    'manual/trigger-plc-sync',
    'manual/trigger-process-completed',
  ])
    for (const prefix of PREFIXES) await dataOf(COMMANDS.runTask.output, 'POST', `${prefix}/${path}`);
  const { entries } = await dataOf(QUERIES.audit.output, 'GET', '/api/audit?limit=100');
  const told = entries
    .filter(({ command }) => command !== 'runTask')
    .map(({ command, actor, outcome }) => `${command} by ${actor}: ${outcome}`);
  expect(told.toReversed()).toEqual([
    'retryPush by Budi: done',
    'retryPush by admin API: done',
    'resetBatch by admin API: done',
    'writeBatch by admin API: done',
    'cancelBatch by admin API: done',
    'clearQueue by Budi: done',
    'setScheduler by admin API: done',
  ]);
  expect(entries.every(({ station }) => station === '127.0.0.1')).toBe(true);
});

it('the contract over HTTP: every query answers in its own shape', async () => {
  const archived = await finish(1);
  await feedback.running.station.runTask(3);
  await finish(2);
  const { histories } = await dataOf(QUERIES.history.output, 'GET', '/api/admin/history');
  const inputs: { readonly [N in QueryName]?: unknown } = {
    historyRecord: { id: histories[0]?.id },
    pushDetail: { mo_id: feedback.order(2) },
    analytics: { from: '2026-01-05T17:00:00Z', to: '2026-01-12T17:00:00Z' },
    equipmentHistory: { key: 'lq_fml' },
    batch: { mo_id: feedback.order(2) },
    historyOf: { mo_id: archived },
    tableRows: { table: 'mo_batch' },
  };
  for (const name of Object.keys(QUERIES) as QueryName[]) {
    await dataOf(QUERIES[name].output, 'POST', `/api/contract/query/${name}`, { input: inputs[name] ?? {} });
  }
});

it('the contract over HTTP: every command previews and answers in its own shape', async () => {
  const mo_id = await finish(1);
  const post = async (name: keyof typeof COMMANDS, input: unknown): Promise<void> => {
    const body = { input, reason: 'a good reason', actor: 'Sari' };
    const preview = await call('POST', `/api/contract/preview/${name}`, body);
    expect(preview, name).toMatchObject({ status: 200, body: { data: { refusal: null } } });
    await dataOf(COMMANDS[name].output, 'POST', `/api/contract/command/${name}`, body);
  };
  await post('runTask', { task: 6 });
  await post('setTask', { task: 4, interval_seconds: 90 });
  await post('testRead', { address: 6000, count: 77 });
  await post('setFlag', { flag: 'failure', value: 1 });
  await post('holdPush', { mo_id });
  await post('releasePush', { mo_id });
  await post('retryPush', { mo_ids: [mo_id] });
  await post('resetBatch', { mo_id });
  feedback.plc.show(2, { moId: feedback.order(2) });
  await post('forceStatus', { mo_id: feedback.order(2), status_operation: 0 });
  await post('cancelBatch', { mo_id });
  await post('clearQueue', {});
  await post('startOver', {});
  await post('setScheduler', { enabled: false });
  feedback.plant.plc.memory.write(7076, [0]);
  await post('overrideGate', {});
  const refused = await call('POST', '/api/contract/command/clearQueue', { input: {} });
  expect(refused, 'no reason is made up for a screen').toMatchObject({
    status: 400,
    body: { code: 'COMMAND_NEEDS_REASON' },
  });
});
