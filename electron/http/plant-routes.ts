import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { COMMANDS, QUERIES } from '../../shared/contract/contract.ts';
import { historyStatus, reason } from '../../shared/contract/values.ts';
import { taskRunView } from '../../shared/contract/views.ts';
import { AppError } from '../../shared/errors.ts';
import type { Caller } from '../station/commands/command-handler.ts';
import type { StationApi } from '../station/station-api.ts';
import { noInput, type Route, route } from './route.ts';

/** Query strings are text: numbers and booleans are read from it. */
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
});
const yesOrNo = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
/** Who presses the button on a dashboard, and why, where the dashboard tells. */
const byHand = z.looseObject({
  actor: z.string().trim().min(1).max(128).optional(),
  reason: reason.optional(),
});
const DEFAULT_REASON = 'by the admin API, no reason given';

/** The admin API answers for whoever holds its token. */
export function callerOf(
  request: FastifyRequest,
  said: { actor?: string | undefined; reason?: string | undefined },
): Caller {
  return {
    actor: said.actor ?? 'admin API',
    role: 'supervisor',
    station: request.ip,
    reason: said.reason ?? DEFAULT_REASON,
  };
}

const get = (path: string, about: string, output: z.ZodType) =>
  ({ method: 'GET', path, about, query: noInput, body: noInput, output, manual: false }) as const;
const post = (path: string, about: string, output: z.ZodType) =>
  ({ method: 'POST', path, about, query: noInput, body: byHand, output, manual: true }) as const;

/** The routes that the plant's dashboards use, with the plant's names; served under /api/admin and /admin. */
export function adminRoutes(api: StationApi): readonly Route[] {
  return [...readingRoutes(api), ...schedulerRoutes(api), ...manualRoutes(api)];
}

function readingRoutes(api: StationApi): readonly Route[] {
  const { batchStatus, failedToPush, history, historyOf, tableRows } = QUERIES;
  return [
    route(get('/batch-status', batchStatus.about, batchStatus.output), () => api.query('batchStatus', {})),
    route(get('/failed-to-push', failedToPush.about, failedToPush.output), () =>
      api.query('failedToPush', {}),
    ),
    route(
      {
        ...get('/history', history.about, history.output),
        query: pageQuery.extend({ status: historyStatus.optional() }).strict(),
      },
      ({ query }) => api.query('history', query),
    ),
    route(get('/history/*', historyOf.about, historyOf.output), ({ rest }) =>
      api.query('historyOf', { mo_id: rest }),
    ),
    route(
      get(
        '/monitor/real-time',
        'Links, alarms and the queue in one answer.',
        z.object({ health: QUERIES.health.output, batch_status: batchStatus.output }),
      ),
      async () => ({
        health: await api.query('health', {}),
        batch_status: await api.query('batchStatus', {}),
      }),
    ),
    ...(['mo-batch', 'mo-histories'] as const).map((name) =>
      route(
        { ...get(`/table/${name}`, tableRows.about, tableRows.output), query: pageQuery.strict() },
        ({ query }) =>
          api.query('tableRows', { ...query, table: name === 'mo-batch' ? 'mo_batch' : 'mo_histories' }),
      ),
    ),
  ];
}

function schedulerRoutes(api: StationApi): readonly Route[] {
  const { tasks } = QUERIES;
  const summary = z.object({
    tasks: tasks.output.shape.tasks,
    running: z.number(),
    enabled: z.number(),
    failing: z.number(),
  });
  return [
    route(get('/scheduler/status', tasks.about, tasks.output), () => api.query('tasks', {})),
    route(
      {
        ...post('/scheduler/toggle', COMMANDS.setScheduler.about, COMMANDS.setScheduler.output),
        body: byHand.extend({ enabled: z.boolean() }),
      },
      ({ body, request }) => api.execute('setScheduler', { enabled: body.enabled }, callerOf(request, body)),
    ),
    route(
      get('/task-monitor/summary', 'Each task, and how many run, are on and fail.', summary),
      async () => {
        const { tasks: list } = await api.query('tasks', {});
        return {
          tasks: list,
          running: list.filter((task) => task.running).length,
          enabled: list.filter((task) => task.enabled).length,
          failing: list.filter((task) => task.failures_in_a_row > 0).length,
        };
      },
    ),
  ];
}

function manualRoutes(api: StationApi): readonly Route[] {
  const runs = [
    ['/trigger-sync', 1],
    ['/manual/trigger-sync', 1],
    ['/manual/trigger-plc-sync', 2],
    ['/manual/trigger-process-completed', 3],
  ] as const;
  const { retryPush, resetBatch, cancelBatch, clearQueue } = COMMANDS;
  return [
    ...runs.map(([path, task]) =>
      route(post(path, `Run TASK ${task} now; answers with its outcome.`, taskRunView), ({ body, request }) =>
        api.execute('runTask', { task }, callerOf(request, body)),
      ),
    ),
    route(post('/manual/retry-push-odoo/*', retryPush.about, retryPush.output), ({ rest, body, request }) =>
      api.execute('retryPush', { mo_ids: [rest] }, callerOf(request, body)),
    ),
    route(
      {
        ...post('/manual/reset-batch/*', resetBatch.about, resetBatch.output),
        query: z.strictObject({ push_to_plc: yesOrNo.default(false), clear_actuals: yesOrNo.default(true) }),
      },
      ({ rest, query, body, request }) =>
        api.execute('resetBatch', { mo_id: rest, ...query }, callerOf(request, body)),
    ),
    route(
      {
        ...post('/manual/cancel-batch/*', cancelBatch.about, cancelBatch.output),
        body: byHand.extend({ notes: reason.optional(), cancel_in_odoo: z.boolean().default(false) }),
      },
      async ({ rest, body, request }) => {
        const moId = await moIdOfBatch(api, rest);
        const said = { ...body, reason: body.notes ?? body.reason };
        return await api.execute(
          'cancelBatch',
          { mo_id: moId, cancel_in_odoo: body.cancel_in_odoo },
          callerOf(request, said),
        );
      },
    ),
    route(post('/clear-mo-batch', clearQueue.about, clearQueue.output), ({ body, request }) =>
      api.execute('clearQueue', {}, callerOf(request, body)),
    ),
  ];
}

/** The order of a batch number, as the queue shows it. */
async function moIdOfBatch(api: StationApi, text: string): Promise<string> {
  if (!/^\d{1,9}$/.test(text)) throw new AppError('BAD_REQUEST', `"${text}" is no batch number`);
  const { batches } = await api.query('batchStatus', {});
  const batch = batches.find(({ batch_no }) => batch_no === Number(text));
  if (batch === undefined) throw new AppError('NOT_FOUND', `batch ${text} is not in the queue`);
  return batch.mo_id;
}

/** Addresses outside the admin prefix: health, the PLC by hand, the log. */
export function stationRoutes(api: StationApi): readonly Route[] {
  const { health, plcConfig, plcSlots, logs, alarms, equipmentFailures, audit } = QUERIES;
  const { writeBatch } = COMMANDS;
  return [
    route(get('/api/health', health.about, health.output), () => api.query('health', {})),
    route(get('/api/alarms', alarms.about, alarms.output), () => api.query('alarms', {})),
    route(
      {
        ...get('/api/equipment-failures', equipmentFailures.about, equipmentFailures.output),
        query: pageQuery.strict(),
      },
      ({ query }) => api.query('equipmentFailures', query),
    ),
    route(
      {
        ...get('/api/audit', audit.about, audit.output),
        query: pageQuery.extend({ mo_id: z.string().optional() }).strict(),
      },
      ({ query }) =>
        api.query('audit', {
          limit: query.limit,
          offset: query.offset,
          ...(query.mo_id && { mo_id: query.mo_id }),
        }),
    ),
    route(get('/api/plc/config', plcConfig.about, plcConfig.output), () => api.query('plcConfig', {})),
    route(
      {
        ...get('/api/plc/read-all', plcSlots.about, plcSlots.output),
        query: z.strictObject({ batch_no: z.coerce.number().int().min(1).max(30).optional() }),
        manual: true,
      },
      ({ query }) => api.query('plcSlots', query.batch_no === undefined ? {} : { slot: query.batch_no }),
    ),
    route(post('/api/plc/write-mo-batch/*', writeBatch.about, writeBatch.output), ({ rest, body, request }) =>
      api.execute('writeBatch', { mo_id: rest }, callerOf(request, body)),
    ),
    route(
      {
        ...get('/api/logs', logs.about, logs.output),
        query: pageQuery
          .extend({
            task: z.coerce
              .number()
              .pipe(z.union([1, 2, 3, 4, 5, 6, 7].map((task) => z.literal(task))))
              .optional(),
            level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
            mo_id: z.string().min(1).max(64).optional(),
            text: z.string().max(200).optional(),
          })
          .strict(),
      },
      ({ query }) => api.query('logs', QUERIES.logs.input.parse(query)),
    ),
  ];
}
