import { INTERVAL_PRESETS, PRESET_NAMES } from './interval-presets.ts';
import {
  choice,
  durationSpelling,
  flag,
  LIVE,
  milliseconds,
  numeric,
  optionalText,
  optionalWhole,
  type Setting,
  secondsOrMinutes,
  text,
} from './setting.ts';
import { httpUrl, plainText, postgresUrl, singleHost, speed, timeZone, urlPath } from './text-schemas.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const RESPONSIVE = INTERVAL_PRESETS.responsive;

/** The scheduler's own floor: more often than this only loads the PLC's network. */
const SHORTEST_CYCLE_MS = 200;
const PLC_CYCLE = { minMs: SHORTEST_CYCLE_MS, maxMs: HOUR_MS };
const OFFICE_CYCLE = { minMs: SHORTEST_CYCLE_MS, maxMs: DAY_MS };

/** A FINS reply takes milliseconds; beyond 10 s a wait only hides a dead link. */
const PLC_TIMEOUT = { minMs: 200, maxMs: 10 * SECOND_MS };
const plcTimeoutOfBoth = durationSpelling('PLC_TIMEOUT_SEC', 's', PLC_TIMEOUT);

const trainingSpeed: Setting<number | 'instant'> = {
  spellings: [{ name: 'TRAINING_SPEED', unit: 'kg/s', range: '0.1 to 10000, or instant', schema: speed }],
  fallback: 200,
  show: String,
  secret: false,
  live: false,
  about: 'How fast the training plant doses.',
};

/**
 * Every setting of the station, declared once: names, unit, allowed range, default and meaning. The README's
 * table and the settings screen are made from it.
 */
export const SETTINGS = {
  plcHost: optionalText(
    'PLC_IP',
    { range: 'IPv4 address or host name', schema: singleHost },
    'The PLC. Together with ODOO_URL it makes the station productive.',
  ),
  plcPort: numeric('PLC_PORT', { min: 1, max: 65_535, whole: true, fallback: 9600 }, 'UDP port of the PLC.'),
  plcProtocol: choice('PLC_PROTOCOL', ['udp'], 'udp', 'Transport of FINS; UDP is the only one.'),
  clientNode: optionalWhole(
    'CLIENT_NODE',
    { min: 1, max: 254 },
    'Our FINS node number; left out: the last octet of our own address.',
  ),
  plcNode: optionalWhole(
    'PLC_NODE',
    { min: 1, max: 254 },
    "The PLC's FINS node number; left out: the last octet of its address.",
  ),
  plcReadTimeout: milliseconds(
    [durationSpelling('PLC_READ_TIMEOUT_MS', 'ms', PLC_TIMEOUT), plcTimeoutOfBoth],
    500,
    'How long a read waits for its reply.',
  ),
  plcWriteTimeout: milliseconds(
    [durationSpelling('PLC_WRITE_TIMEOUT_MS', 'ms', PLC_TIMEOUT), plcTimeoutOfBoth],
    1000,
    'How long a write waits for its reply.',
  ),
  plcProbeInterval: milliseconds(
    [durationSpelling('PLC_PROBE_INTERVAL_MS', 'ms', { minMs: 1000, maxMs: 2000 })],
    1500,
    'How often a lost link is probed.',
  ),
  plcProfile: text(
    'PLC_PROFILE',
    { range: 'ten-slot, single-slot-2025, or the path of a memory map', schema: plainText },
    'ten-slot',
    "Layout of the PLC's memory.",
  ),

  odooUrl: optionalText(
    'ODOO_URL',
    { range: 'http(s) address', schema: httpUrl },
    'The Odoo server. Together with PLC_IP it makes the station productive.',
  ),
  odooDatabase: optionalText(
    'ODOO_DATABASE',
    { range: 'name', schema: plainText, aliases: ['ODOO_DB'] },
    "Name of Odoo's database.",
  ),
  odooUsername: optionalText('ODOO_USERNAME', { range: 'login', schema: plainText }, 'Login at Odoo.'),
  odooPassword: optionalText(
    'ODOO_PASSWORD',
    { range: 'text', schema: plainText, secret: true },
    'Password at Odoo.',
  ),
  odooTimeout: milliseconds(
    [durationSpelling('ODOO_TIMEOUT_MS', 'ms', { minMs: 200, maxMs: 2 * MINUTE_MS })],
    15_000,
    'How long a call to Odoo waits for its answer.',
  ),
  odooFailurePath: text(
    'ODOO_EQUIPMENT_FAILURE_PATH',
    { range: 'path', schema: urlPath },
    '/api/scada/equipment-failure',
    'Where equipment failures are reported; the other known path is tried after a 404.',
  ),
  weighingEquipment: text(
    'WEIGHING_EQUIPMENT',
    { range: "Odoo's code of an equipment", schema: plainText },
    'PLC01',
    'Under which equipment a manual weighing is booked when the material belongs to none.',
  ),
  pushMaxPerSecond: numeric(
    'PUSH_MAX_PER_SECOND',
    { min: 0.1, max: 1000, unit: '1/s', fallback: 5, live: LIVE },
    'Most results sent to Odoo per second, also after an outage.',
  ),
  closePolicy: choice(
    'CLOSE_POLICY',
    ['close', 'update-only'],
    'close',
    'Whether a completed order is also closed in Odoo.',
    LIVE,
  ),

  databaseUrl: optionalText(
    'DATABASE_URL',
    { range: 'postgres:// address', schema: postgresUrl, secret: true },
    'PostgreSQL server; left out: an own one in the data folder.',
  ),
  apiToken: optionalText(
    'BATCHLINE_API_TOKEN',
    {
      range: '8 to 512 characters',
      schema: plainText.min(8, 'is shorter than 8 characters'),
      secret: true,
    },
    'Token of the HTTP API; left out: one is made in the data folder.',
  ),
  timezone: text(
    'TIMEZONE',
    { range: 'IANA name', schema: timeZone },
    'Asia/Jakarta',
    "The plant's time zone.",
  ),

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

  syncBatchLimit: numeric(
    'SYNC_BATCH_LIMIT',
    { min: 1, max: 30, whole: true, unit: 'orders', fallback: 10, live: LIVE },
    "Most orders of one intake; never more than the PLC's slots.",
  ),
  intakeGate: choice(
    'INTAKE_GATE',
    ['empty-queue', 'free-slots'],
    'empty-queue',
    'When new orders are taken: only when all are done, or slot by slot.',
  ),
  batchMaxKg: numeric(
    'EXPECTED_BATCH_MAX_KG',
    { min: 1, max: 100_000, unit: 'kg', fallback: 1000 },
    'Largest batch of the mill.',
  ),
  batchMarginKg: numeric(
    'BATCH_WEIGHT_WARN_MARGIN_KG',
    { min: 0, max: 10_000, unit: 'kg', fallback: 50 },
    'Tolerance above the largest batch; beyond it a weight is a fault.',
  ),
  batchStuck: secondsOrMinutes(
    'BATCH_STUCK_THRESHOLD',
    { minMs: SECOND_MS, maxMs: DAY_MS, fallbackMs: 15 * MINUTE_MS, live: LIVE },
    'A running batch whose values stay the same for longer is called stuck.',
  ),
  tolerancePercent: numeric(
    'CONSUMPTION_TOLERANCE_PERCENT',
    { min: 0, max: 100, unit: '%', fallback: 5, live: LIVE },
    'A component further from its target than this is an alarm.',
  ),
  toleranceKg: numeric(
    'CONSUMPTION_TOLERANCE_KG',
    { min: 0, max: 10_000, unit: 'kg', fallback: 2, live: LIVE },
    'Least tolerance of a component, however small its target.',
  ),
  resultWaitAlarm: secondsOrMinutes(
    'RESULT_WAIT_ALARM',
    { minMs: SECOND_MS, maxMs: 7 * DAY_MS, fallbackMs: 15 * MINUTE_MS, live: LIVE },
    'A result or equipment failure that waits longer for Odoo or for a person is an alarm.',
  ),
  gateStuck: secondsOrMinutes(
    'GATE_STUCK',
    { minMs: SECOND_MS, maxMs: DAY_MS, fallbackMs: MINUTE_MS, live: LIVE },
    'A load that the PLC has not read after this time is an alarm.',
  ),
  acceptanceFollow: secondsOrMinutes(
    'ACCEPTANCE_FOLLOW',
    { minMs: SECOND_MS, maxMs: HOUR_MS, fallbackMs: MINUTE_MS, live: LIVE },
    'How long the READ area is watched closely after a load, whatever the cycle of TASK 2.',
  ),
  zeroWeight: choice(
    'ZERO_WEIGHT',
    ['ask', 'accept'],
    'ask',
    'A finished batch without weight: ask an operator, or send its consumption and leave the order open.',
    LIVE,
  ),
  failedBatchPolicy: choice(
    'FAILED_BATCH_POLICY',
    ['report', 'hold'],
    'report',
    'A failed batch: cancel its order in Odoo, or wait for an operator.',
    LIVE,
  ),

  logLevel: choice(
    'LOG_LEVEL',
    ['debug', 'info', 'warn', 'error'],
    'info',
    'Least important line that is logged.',
    LIVE,
  ),
  logRetentionDays: numeric(
    'LOG_RETENTION_DAYS',
    { min: 1, max: 3650, whole: true, unit: 'days', fallback: 30, live: LIVE },
    'Age at which lines of system_log are removed.',
  ),
  logKeepLast: numeric(
    'LOG_CLEANUP_KEEP_LAST',
    { min: 0, max: 1_000_000, whole: true, unit: 'lines', fallback: 1000, live: LIVE },
    'Newest lines that stay whatever their age.',
  ),
  trainingSpeed,
  trainingSeed: numeric(
    'TRAINING_SEED',
    { min: 0, max: 4_294_967_295, whole: true, fallback: 1 },
    'Same seed, same training plant.',
  ),
} as const;

/** The settings as a list, without their value types: for names, help and checks. */
export const ALL_SETTINGS: readonly Omit<Setting<unknown>, 'show'>[] = Object.values(SETTINGS);
