import { DAY_MS, HOUR_MS } from './durations.ts';
import { INTERVAL_PRESETS, PRESET_NAMES } from './interval-presets.ts';
import { choice, flag, LIVE, secondsOrMinutes } from './setting.ts';

const RESPONSIVE = INTERVAL_PRESETS.responsive;

/** The scheduler's own floor: more often than this only loads the PLC's network. */
const SHORTEST_CYCLE_MS = 200;
const PLC_CYCLE = { minMs: SHORTEST_CYCLE_MS, maxMs: HOUR_MS };
const OFFICE_CYCLE = { minMs: SHORTEST_CYCLE_MS, maxMs: DAY_MS };

/** Which tasks run by themselves, and how often. */
export const SCHEDULE_SETTINGS = {
  preset: choice(
    'INTERVAL_PRESET',
    PRESET_NAMES,
    'responsive',
    'Which set of cycle times the intervals below start from.',
    LIVE,
  ),
  autoSync: flag(
    'ENABLE_AUTO_SYNC',
    true,
    "Master switch of all tasks' timers; running a task by hand works either way.",
    LIVE,
  ),
  task1: flag('ENABLE_TASK_1_AUTO_SYNC', true, 'TASK 1, intake of orders from Odoo.', LIVE),
  task2: flag('ENABLE_TASK_2_PLC_READ', true, 'TASK 2, reading of the batches from the PLC.', LIVE),
  task3: flag('ENABLE_TASK_3_PROCESS_COMPLETED', true, 'TASK 3, sending of results to Odoo.', LIVE),
  task4: flag('ENABLE_TASK_4_HEALTH_MONITOR', true, 'TASK 4, health of the running batches.', LIVE),
  task5: flag('ENABLE_TASK_5_EQUIPMENT_FAILURE', true, 'TASK 5, equipment failures.', LIVE),
  task6: flag('ENABLE_TASK_6_LOG_CLEANUP', true, 'TASK 6, clean-up of the log.', LIVE),
  task7: flag('ENABLE_TASK_7_MANUAL_WEIGHING', false, 'TASK 7, manual weighings.', LIVE),
  interval1: secondsOrMinutes(
    'SYNC_INTERVAL',
    { ...OFFICE_CYCLE, fallbackMs: RESPONSIVE[1], live: LIVE },
    'Cycle of TASK 1; it also runs at once when the queue becomes empty.',
  ),
  interval2: secondsOrMinutes(
    'PLC_READ_INTERVAL',
    { ...PLC_CYCLE, fallbackMs: RESPONSIVE[2], live: LIVE },
    'Cycle of TASK 2.',
  ),
  interval3: secondsOrMinutes(
    'PROCESS_COMPLETED_INTERVAL',
    { ...OFFICE_CYCLE, fallbackMs: RESPONSIVE[3], live: LIVE },
    'Cycle of TASK 3; it also runs at once when a batch finishes.',
  ),
  interval4: secondsOrMinutes(
    'HEALTH_MONITOR_INTERVAL',
    { ...OFFICE_CYCLE, fallbackMs: RESPONSIVE[4], live: LIVE },
    'Cycle of TASK 4.',
  ),
  interval5: secondsOrMinutes(
    'EQUIPMENT_FAILURE_INTERVAL',
    { ...PLC_CYCLE, fallbackMs: RESPONSIVE[5], live: LIVE },
    'Cycle of TASK 5.',
  ),
  interval6: secondsOrMinutes(
    'LOG_CLEANUP_INTERVAL',
    { minMs: SHORTEST_CYCLE_MS, maxMs: 7 * DAY_MS, fallbackMs: RESPONSIVE[6], live: LIVE },
    'Cycle of TASK 6.',
  ),
  interval7: secondsOrMinutes(
    'MANUAL_WEIGHING_INTERVAL',
    { ...PLC_CYCLE, fallbackMs: RESPONSIVE[7], live: LIVE },
    'Cycle of TASK 7.',
  ),
} as const;
