import type { SwitchableBehaviour } from '../control/behaviour.ts';
import {
  broken,
  down,
  hang,
  malformed,
  pathMissing,
  replyLost,
  serverFailure,
  sessionEnds,
  slow,
  throttled,
} from './behaviours/odoo-hard-to-reach.ts';
import {
  cancelledMeanwhile,
  deletedMeanwhile,
  lineRefused,
  markDoneDoesNothing,
} from './behaviours/orders-changed-meanwhile.ts';
import type { TrainingOdoo } from './training-odoo.ts';

/** All that can go wrong with the training Odoo, in the order in which an instructor sees it. */
export const ODOO_BEHAVIOURS: readonly SwitchableBehaviour<TrainingOdoo>[] = [
  down,
  broken,
  hang,
  slow,
  serverFailure,
  throttled,
  malformed,
  sessionEnds,
  replyLost,
  lineRefused,
  markDoneDoesNothing,
  cancelledMeanwhile,
  deletedMeanwhile,
  pathMissing,
];
