import type { IntakeState, OverviewView } from '../../../shared/contract/overview.ts';
import { AppError } from '../../../shared/errors.ts';
import { plantDayOf } from '../../domain/plant-time.ts';
import { outcomesSince, outputSince } from '../../store/analytics/day-totals.ts';
import { type NewestLoad, newestLoad } from '../../store/analytics/newest-load.ts';
import { lastCompleted, type TrendPoint } from '../../store/analytics/trends.ts';
import { troubleOf } from '../link-views.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { iso } from '../views.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';
import { listQueue } from './queue.ts';

const TREND_BATCHES = 20;
const HOUR_MS = 3_600_000;

/** The plant at a glance, and the station itself. */
export function overviewQueries(parts: QueryParts): HandlersOf<'overview' | 'stationInfo'> {
  const { right, stationName, startedAt, eventLoopDelay } = parts;
  return {
    overview: () => viewOverview(parts),
    stationInfo: () => {
      const { p99Ms, longestMs } = eventLoopDelay.figures();
      return {
        leader: {
          this: right.state === 'leader',
          name: right.holder?.name ?? null,
          since: iso(right.holder?.since ?? null),
          epoch: right.holder?.epoch ?? null,
        },
        name: stationName,
        version: PROGRAM_VERSION,
        started_at: new Date(startedAt).toISOString(),
        event_loop_delay_p99_ms: p99Ms,
        event_loop_longest_ms: longestMs,
      };
    },
  };
}

async function viewOverview(parts: QueryParts): Promise<OverviewView> {
  const { clock, config, outbox } = parts;
  const now = clock.now();
  const today = plantDayOf(now, config.timezone);
  const known = await ifDatabaseAnswers(() => fromDatabase(parts, now, today.startsAt));
  const queue = await ifDatabaseAnswers(() => listQueue(parts));
  return {
    read_at: new Date(now).toISOString(),
    today: {
      day: today.day,
      since: new Date(today.startsAt).toISOString(),
      completed: known?.outcomes.completed ?? null,
      failed: known?.outcomes.failed ?? null,
      cancelled: known?.outcomes.cancelled ?? null,
      waiting_for_odoo: outbox.count('waiting'),
      refused: outbox.count('parked'),
      questions: outbox.count('held'),
    },
    intake: viewIntake(parts, queue?.batches.length ?? null),
    gate: known === null ? null : viewGate(known.load),
    trends: known?.trends.map(viewTrend) ?? [],
    last_hour: known?.lastHour ?? null,
    history_missing: known === null,
  };
}

async function fromDatabase({ db }: QueryParts, now: number, midnight: number) {
  return {
    outcomes: await outcomesSince(db, midnight),
    lastHour: await outputSince(db, now - HOUR_MS),
    load: await newestLoad(db),
    trends: await lastCompleted(db, TREND_BATCHES),
  };
}

/** Null while the database cannot be used: the overview shows the rest. */
async function ifDatabaseAnswers<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'STORE_UNAVAILABLE') return null;
    throw thrown;
  }
}

function viewIntake(parts: QueryParts, inQueue: number | null): OverviewView['intake'] {
  const { scheduler, outbox } = parts;
  const task = scheduler.status().find(({ number }) => number === 1);
  const { state, reasonCode } = intakeState(parts, inQueue);
  return {
    state,
    in_queue: inQueue,
    not_in_odoo: outbox.count() - outbox.count('confirmed'),
    next_check_at: iso(task?.nextRunAt ?? null),
    reason_code: reasonCode,
  };
}

function intakeState(
  parts: QueryParts,
  inQueue: number | null,
): { readonly state: IntakeState; readonly reasonCode: string | null } {
  const { scheduler, right, alarms, config, profile } = parts;
  const task = scheduler.status().find(({ number }) => number === 1);
  if (task === undefined || !task.enabled) return { state: 'off', reasonCode: null };
  if (right.state === 'follower') return { state: 'not-leader', reasonCode: null };
  const trouble = troubleOf(parts, 'database') ?? troubleOf(parts, 'plc');
  if (trouble !== null) return { state: 'blocked', reasonCode: trouble.code };
  if (alarms.has('GATE_STUCK', 'gate')) return { state: 'blocked', reasonCode: 'GATE_STUCK' };
  const room = config.load.intakeGate === 'free-slots' ? profile.slotCount : 1;
  if ((inQueue ?? 0) >= room) return { state: 'waiting', reasonCode: null };
  // Only now: a run that failed before the queue filled up says nothing about why intake waits at present.
  const outcome = task.lastRun?.outcome;
  if (outcome?.kind === 'failed') return { state: 'blocked', reasonCode: outcome.code };
  return { state: 'ready', reasonCode: null };
}

function viewGate(load: NewestLoad | null): OverviewView['gate'] {
  if (load === null) return { load_id: null, state: 'none', since: null, orders: 0 };
  const state = {
    intended: 'writing',
    arming: 'writing',
    armed: 'waiting',
    accepted: 'read',
    abandoned: 'given-up',
  } as const;
  return { load_id: load.loadId, state: state[load.state], since: iso(load.since), orders: load.orders };
}

function viewTrend(point: TrendPoint): OverviewView['trends'][number] {
  return {
    id: point.id,
    mo_id: point.moId,
    archived_at: iso(point.archivedAt),
    ended_at: iso(point.endedAt),
    weight: point.weight,
    target: point.quantity,
    deviation_percent: point.deviationPercent,
    cycle_seconds: point.cycleSeconds,
    changeover_seconds: point.changeoverSeconds,
  };
}
