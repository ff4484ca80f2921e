import { z } from 'zod';
import { type ControlContract, ODOO_CONTROL, PLC_CONTROL } from '../training/control/contract.ts';
import { getOperation, json, type PathItem, pathParameter, postOperation, successSchema } from './openapi.ts';

const text = z.object({ id: z.string(), en: z.string() });
const lesson = z.object({
  name: z.string(),
  title: text,
  see: text,
  todo: text,
  steps: z.array(
    z.object({
      peer: z.enum(['plc', 'odoo']),
      behaviour: z.string(),
      parameters: z.record(z.string(), z.unknown()),
    }),
  ),
});
const nothing = z.strictObject({});
const started = z.object({ behaviours: PLC_CONTROL['list-behaviours'].output });

/** The instructor's paths for the OpenAPI document of a station in training mode. */
export const TRAINING_PATHS: Readonly<Record<string, PathItem>> = trainingPaths();

function trainingPaths(): Record<string, PathItem> {
  const start = postOperation('Begin a lesson on a plant that is back to normal.', nothing, started);
  return {
    ...actionPaths('plc', 'Training PLC', PLC_CONTROL),
    ...actionPaths('odoo', 'Training Odoo', ODOO_CONTROL),
    '/api/training/lessons': {
      get: getOperation(
        'Ready-made situations for a trainee.',
        json(successSchema(z.object({ lessons: z.array(lesson) }))),
      ),
    },
    '/api/training/lessons/{name}/start': {
      post: { ...start, parameters: [pathParameter('name', 'Name of the lesson.')] },
    },
    '/api/training/lessons/end': { post: postOperation('Everything back to normal.', nothing, nothing) },
  };
}

function actionPaths(peer: string, about: string, control: ControlContract): Record<string, PathItem> {
  const paths = Object.entries(control).map(([action, { input, output }]) => [
    `/api/training/${peer}/${action}`,
    { post: postOperation(`${about}: ${action}.`, input, output) },
  ]);
  return Object.fromEntries(paths);
}
