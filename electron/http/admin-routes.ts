import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { StationApi } from '../station/station-api.ts';
import { success } from './reply.ts';

/** Rows a page, at most. */
const MAX_PAGE_ROWS = 1000;

const historyQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_ROWS).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  status: z.enum(['completed', 'failed', 'cancelled']).optional(),
});

/** The routes that the plant's dashboards use, with the plant's names. */
export function adminRoutes(app: FastifyInstance, api: StationApi): void {
  app.get('/api/health', async () => success(await api.health()));
  app.get('/api/admin/batch-status', async () => success(await api.batchStatus()));
  app.get('/api/admin/history', async (request) => {
    const { limit, offset, status } = parse(historyQuery, request.query);
    return success(await api.history({ limit, offset, ...(status && { status }) }));
  });
  app.get('/api/admin/failed-to-push', async () => success(api.failedToPush()));
  app.post('/api/admin/trigger-sync', async () => success(await api.runTask(1)));
  app.post('/api/admin/manual/trigger-plc-sync', async () => success(await api.runTask(2)));
  app.post('/api/admin/manual/trigger-process-completed', async () => success(await api.runTask(3)));
}

/** Throws AppError BAD_REQUEST naming the first field that does not fit. */
function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new AppError('BAD_REQUEST', `${where === '' ? '' : `${where}: `}${issue?.message ?? 'does not fit'}`);
}
