import type { SwitchableBehaviour } from '../control/behaviour.ts';
import { corrupt, endCode, foreignReply, truncate, wrongSid } from './behaviours/broken-replies.ts';
import {
  cpuErrors,
  programMode,
  restartWithMemory,
  restartWithoutMemory,
  silence,
} from './behaviours/cpu-trouble.ts';
import { delay, drop, duplicate, reorder } from './behaviours/lost-and-late.ts';
import { equipmentFailure, manualWeighing } from './behaviours/plant-events.ts';
import { failedBatch, stuckGate } from './behaviours/plant-trouble.ts';
import { floatWeight, preFilled, wordSlip } from './behaviours/wrong-words.ts';
import type { TrainingPlc } from './training-plc.ts';

/** All that can go wrong with the training PLC, in the order in which an instructor sees it. */
export const PLC_BEHAVIOURS: readonly SwitchableBehaviour<TrainingPlc>[] = [
  silence,
  restartWithMemory,
  restartWithoutMemory,
  programMode,
  cpuErrors,
  stuckGate,
  failedBatch,
  equipmentFailure,
  manualWeighing,
  wordSlip,
  floatWeight,
  preFilled,
  drop,
  delay,
  duplicate,
  reorder,
  truncate,
  corrupt,
  wrongSid,
  foreignReply,
  endCode,
];
