import type { TaskNumber } from '../../domain/ports.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from './durations.ts';

export const PRESET_NAMES = ['responsive', 'concept-paper', 'conservative'] as const;

export type PresetName = (typeof PRESET_NAMES)[number];

/**
 * Cycle times of the tasks, ms. "responsive" is the default: a read of all slots is two datagrams, so every
 * 2 s costs the PLC nothing. The two others are the cycles of the plant's concept paper and of the software
 * that ran there before; neither says anything about manual weighing, which follows equipment failures.
 */
export const INTERVAL_PRESETS: Readonly<Record<PresetName, Readonly<Record<TaskNumber, number>>>> = {
  responsive: {
    1: 5 * MINUTE_MS,
    2: 2 * SECOND_MS,
    3: 3 * MINUTE_MS,
    4: 60 * SECOND_MS,
    5: 5 * SECOND_MS,
    6: DAY_MS,
    7: 5 * SECOND_MS,
  },
  'concept-paper': {
    1: 5 * MINUTE_MS,
    2: 5 * MINUTE_MS,
    3: 3 * MINUTE_MS,
    4: 10 * MINUTE_MS,
    5: 2 * MINUTE_MS,
    6: DAY_MS,
    7: 2 * MINUTE_MS,
  },
  conservative: {
    1: 60 * MINUTE_MS,
    2: 5 * MINUTE_MS,
    3: 3 * MINUTE_MS,
    4: 10 * MINUTE_MS,
    5: 5 * MINUTE_MS,
    6: DAY_MS,
    7: 5 * MINUTE_MS,
  },
};
