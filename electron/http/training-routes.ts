import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { TrainingDesk } from '../station/host-calls/training-desk.ts';
import { ODOO_CONTROL, PLC_CONTROL } from '../training/control/contract.ts';
import { LESSONS } from '../training/lessons.ts';
import { success } from './reply.ts';
import { parse } from './route.ts';

const plcAction = z.enum(Object.keys(PLC_CONTROL) as (keyof typeof PLC_CONTROL)[]);
const odooAction = z.enum(Object.keys(ODOO_CONTROL) as (keyof typeof ODOO_CONTROL)[]);

/**
 * The instructor's switches of the training plant, in training mode only: `POST /api/training/plc/ACTION` and
 * `/api/training/odoo/ACTION` with the action's input as body; ready-made lessons at `/api/training/lessons`.
 */
export function trainingRoutes(app: FastifyInstance, desk: TrainingDesk): void {
  const { control } = desk;
  app.post<{ Params: { action: string } }>('/api/training/plc/:action', async ({ params, body }) =>
    success(
      await control.plc.request(knownAction(plcAction, params.action), parse(z.looseObject({}), body ?? {})),
    ),
  );
  app.post<{ Params: { action: string } }>('/api/training/odoo/:action', async ({ params, body }) =>
    success(
      await control.odoo.request(
        knownAction(odooAction, params.action),
        parse(z.looseObject({}), body ?? {}),
      ),
    ),
  );
  app.get('/api/training/lessons', async () => success({ lessons: LESSONS }));
  app.post<{ Params: { name: string } }>('/api/training/lessons/:name/start', async ({ params }) => {
    return success({ behaviours: await desk.startLesson(params.name) });
  });
  app.post('/api/training/lessons/end', async () => {
    await desk.endLesson();
    return success({});
  });
}

function knownAction<T extends z.ZodType>(actions: T, given: string): z.output<T> {
  const action = actions.safeParse(given);
  if (action.success) return action.data;
  throw new AppError('NOT_FOUND', `there is no action ${given}`);
}
