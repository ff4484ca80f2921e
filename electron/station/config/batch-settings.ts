import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts';
import { choice, LIVE, numeric, secondsOrMinutes } from './setting.ts';

/** What a load and a batch may be, and from when on something about them is called wrong. */
export const BATCH_SETTINGS = {
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
} as const;
