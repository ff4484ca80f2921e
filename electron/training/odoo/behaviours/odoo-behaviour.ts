import { z } from 'zod';
import {
  type BehaviourDefinition,
  type BehaviourRun,
  type BilingualText,
  type SwitchableBehaviour,
  switchable,
  type Undo,
} from '../../control/behaviour.ts';
import { type Chance, chanceOf, chanceParameters, chanceTexts } from '../../control/common-parameters.ts';
import { openOrderOf } from '../behaviours.ts';
import type { Behaviour, TrainingRequest } from '../interception.ts';
import type { TrainingOdoo } from '../training-odoo.ts';

export const somePath = z
  .string()
  .regex(/^\/[\x21-\x7e]{0,200}$/, { error: 'a path such as /api/scada/boms' });

/** Parameters of what happens to requests: which of them, how likely, how often. */
export const requestParameters = { path: somePath.nullable().default(null), ...chanceParameters };

export const requestTexts = {
  path: {
    id: 'Hanya permintaan ke path ini; kosong: semua',
    en: 'Requests for this path only; empty: all',
  },
  ...chanceTexts,
} as const satisfies Record<string, BilingualText>;

interface RequestChoice extends Chance {
  readonly path: string | null;
}

/** A behaviour of the training Odoo. */
export function odooBehaviour<Parameters extends z.ZodObject>(
  definition: BehaviourDefinition<TrainingOdoo, Parameters>,
): SwitchableBehaviour<TrainingOdoo> {
  return switchable(definition);
}

/** Lets `behaviour` have every request that is concerned and that chance picks. */
export function onRequests(
  odoo: TrainingOdoo,
  choice: RequestChoice,
  run: BehaviourRun,
  behaviour: Behaviour,
): Undo {
  return onOrders(odoo, choice, run, behaviour, () => true);
}

/** The same, for requests that `matters` finds: others use up neither chance nor count. */
export function onOrders(
  odoo: TrainingOdoo,
  choice: RequestChoice,
  run: BehaviourRun,
  behaviour: Behaviour,
  matters: (request: TrainingRequest, books: TrainingOdoo['books']) => boolean,
): Undo {
  const happens = chanceOf(choice, run);
  return odoo.addBehaviour((request, books) => {
    const concerned = choice.path === null || choice.path === request.path;
    return concerned && matters(request, books) && happens() ? behaviour(request, books) : { kind: 'pass' };
  });
}

export const namesAnOpenOrder: Parameters<typeof onOrders>[4] = (request, books) =>
  openOrderOf(request, books) !== undefined;
