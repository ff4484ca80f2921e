import { AppError } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { EpochMs } from '../domain/batch.ts';
import { cause, momentOf } from '../domain/cause.ts';
import { type ConsumptionTolerance, outOfTolerance } from '../domain/consumption-tolerance.ts';
import {
  cpuFindings,
  deviationFinding,
  type Findings,
  failingTasks,
  isUnderWay,
  longWaits,
  nearlyFull,
  stuckBatches,
  stuckFinding,
  unchangedSince,
} from '../domain/health-rules.ts';
import type { Clock } from '../domain/ports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { HistoryRepository } from '../store/history-repository.ts';
import { fillsOf, waitingIn } from './health-evidence.ts';
import type { LiveBoard } from './live-board.ts';
import type { TaskStatus } from './scheduler.ts';
import type { Task, TaskOutcome } from './task.ts';

/** So many rows of history are looked through for the last batch that used an equipment. */
const HISTORY_LOOKED_THROUGH_ROWS = 30;

/** From when on something is called wrong. */
export interface HealthLimits {
  /** A running batch whose values stay the same for longer is stuck, in milliseconds. */
  readonly stuckAfterMs: number;
  readonly tolerance: ConsumptionTolerance;
  /** A load that the PLC leaves unread for longer is an alarm, in milliseconds. */
  readonly gateStuckAfterMs: number;
  /** What waits longer for Odoo or a person is an alarm, in milliseconds. */
  readonly resultWaitAlarmMs: number;
}

export interface HealthParts {
  readonly batches: Pick<BatchRepository, 'activeBatches' | 'openLoad'>;
  readonly history: Pick<HistoryRepository, 'list'>;
  readonly outbox: Outbox;
  readonly board: LiveBoard;
  readonly link: Pick<LinkWatch, 'status'>;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  /** How the other tasks do. */
  readonly tasks: () => readonly TaskStatus[];
  /** Asked for at each run: they may be changed meanwhile. */
  readonly limits: () => HealthLimits;
}

/** TASK 4: looks for what nobody else would notice, and clears what is over. */
export function createHealthTask(parts: HealthParts): Task {
  const monitor = new HealthMonitor(parts);
  return { number: 4, name: 'Health', run: () => monitor.run() };
}

/**
 * Every alarm is found anew at each run, so that it is over when its cause is. What cannot be looked at (a
 * silent PLC, a database that is away) changes nothing: its alarms stay as they were.
 */
class HealthMonitor {
  readonly #parts: HealthParts;
  /** When anything was last seen to happen to a batch; at the start nothing is known of earlier times. */
  #lastActivityAt: EpochMs;

  constructor(parts: HealthParts) {
    this.#parts = parts;
    this.#lastActivityAt = parts.clock.now();
  }

  async run(): Promise<TaskOutcome> {
    const { outbox, link, tasks, clock, limits } = this.#parts;
    let batchesInPlc: number | null = null;
    let trouble: AppError | null = null;
    try {
      batchesInPlc = await this.#watchBatches();
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      trouble = thrown;
    }
    const { mode, fatal, nonFatal, errorMessage } = link.status;
    const cpu = { mode, fatal: fatal?.texts ?? null, nonFatal: nonFatal?.texts ?? null, errorMessage };
    this.#show([
      ...cpuFindings(cpu, batchesInPlc),
      ['RESULT_WAITING', longWaits(waitingIn(outbox), clock.now(), limits().resultWaitAlarmMs)],
      ['TASK_FAILING', failingTasks(tasks().map(healthOf))],
      ['OUTBOX_NEARLY_FULL', nearlyFull(fillsOf(outbox))],
    ]);
    if (trouble !== null) return { kind: 'failed', code: trouble.code, message: trouble.message };
    const standing = this.#parts.alarms.active().length;
    return { kind: 'done', summary: `${batchesInPlc} batches in the PLC, ${standing} alarms` };
  }

  /** Looks at the batches; returns how many are in the PLC. Throws STORE_UNAVAILABLE with nothing changed. */
  async #watchBatches(): Promise<number> {
    const { batches, history, board, limits } = this.#parts;
    const { tolerance, stuckAfterMs } = limits();
    const queue = await batches.activeBatches();
    const { rows } = await history.list({
      limit: HISTORY_LOOKED_THROUGH_ROWS,
      offset: 0,
      status: 'completed',
    });
    await this.#watchGate();
    const times = queue.flatMap((batch) => [unchangedSince(batch), batch.life.finishedAt]);
    this.#lastActivityAt = Math.max(this.#lastActivityAt, ...times.map((at) => at ?? 0));
    const watched = queue.map((batch) => {
      const live = board.of(batch.slot, batch.moId);
      return { batch, seenRunningAt: live?.view === 'running' ? live.readAt : null };
    });
    const running = queue.filter(isUnderWay);
    const justEnded = queue
      .filter((batch) => batch.statusManufacturing)
      .toSorted((a, b) => (b.life.finishedAt ?? 0) - (a.life.finishedAt ?? 0));
    const stuck = stuckBatches(watched, this.#lastActivityAt, stuckAfterMs);
    this.#show([
      ['BATCH_STUCK', stuck.map(stuckFinding)],
      [
        'CONSUMPTION_DEVIATION',
        outOfTolerance(running, [...justEnded, ...rows], tolerance).map(deviationFinding),
      ],
    ]);
    return queue.filter(({ slot, life }) => slot !== null && life.finishedAt === null).length;
  }

  /**
   * The gate, also when the tasks that use it are switched off. They raise and clear the same alarm with
   * more to say, so theirs is left alone; what they can no longer clear (a load that was given up) is.
   */
  async #watchGate(): Promise<void> {
    const { batches, alarms, clock, limits } = this.#parts;
    const open = await batches.openLoad();
    if (open === null) {
      alarms.clear('GATE_STUCK', 'load', { task: 4 });
      return;
    }
    if (open.armedAt === null || alarms.has('GATE_STUCK', 'load')) return;
    if (clock.now() - open.armedAt <= limits().gateStuckAfterMs) return;
    const since = momentOf(open.armedAt);
    alarms.raise('GATE_STUCK', 'load', cause('load-unread', { since }), { task: 4 });
  }

  #show(all: readonly Findings[]): void {
    const { alarms } = this.#parts;
    for (const [code, found] of all) {
      if (found === null) continue;
      for (const { subject, cause: why, ...about } of found) {
        alarms.raise(code, subject, why, { task: 4, ...about });
      }
      alarms.clearOthers(code, new Set(found.map(({ subject }) => subject)), { task: 4 });
    }
  }
}

function healthOf({ number, name, enabled, failuresInARow, lastRun }: TaskStatus) {
  const lastFailure = lastRun?.outcome.kind === 'failed' ? lastRun.outcome.code : null;
  return { number, name, enabled, failuresInARow, lastFailure };
}
