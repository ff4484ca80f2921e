import { codeOf, messageOf } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Cancel, Clock, Logger, TaskNumber } from '../domain/ports.ts';
import type { Beat } from './beat.ts';
import type { RunCause, Task, TaskOutcome } from './task.ts';

/** One run that has ended. */
export interface TaskRun {
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** On the monotonic clock. */
  readonly durationMs: number;
  readonly cause: RunCause;
  readonly outcome: TaskOutcome;
}

export interface TaskStatus {
  readonly number: TaskNumber;
  readonly name: string;
  readonly enabled: boolean;
  readonly intervalMs: number;
  readonly running: boolean;
  readonly lastRun: TaskRun | null;
  /** Null while it is disabled or the scheduler is stopped. */
  readonly nextRunAt: EpochMs | null;
  readonly runs: number;
  readonly failuresInARow: number;
  /** Beats that came while the task was still running. */
  readonly overlapsPrevented: number;
}

export interface ScheduledTaskPorts {
  readonly beat: Beat;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onRun: (task: Task, run: TaskRun) => void;
}

/** Manual runs that may wait for the present one; a further one is answered with 'skipped'. */
const MAX_WAITING_MANUAL_RUNS = 4;
/** The earliest that a task's own wish for another run is followed: a task that always asks must not spin. */
const MIN_AGAIN_AFTER_MS = 50;

/** One task with its timer and its state; all ways to start it meet here, so that it never overlaps itself. */
export class ScheduledTask {
  readonly task: Task;
  readonly #ports: ScheduledTaskPorts;
  #enabled: boolean;
  #intervalMs: number;
  #active = false;
  #current: { readonly controller: AbortController; readonly ended: Promise<TaskOutcome> } | null = null;
  #wakePending = false;
  #waitingManual: ((outcome: TaskOutcome | 'run') => void)[] = [];
  #cancelBeat: Cancel | null = null;
  #nextRunAt: EpochMs | null = null;
  #lastStartedAt: EpochMs | null = null;
  #lastRun: TaskRun | null = null;
  #runs = 0;
  #failuresInARow = 0;
  #overlapsPrevented = 0;

  constructor(task: Task, settings: { enabled: boolean; intervalMs: number }, ports: ScheduledTaskPorts) {
    this.task = task;
    this.#ports = { ...ports, logger: ports.logger.with({ task: task.number }) };
    this.#enabled = settings.enabled;
    this.#intervalMs = settings.intervalMs;
  }

  /** Begins to follow the interval: the first run is due at once. */
  activate(): void {
    this.#active = true;
    if (this.#enabled) this.#arm(this.#ports.clock.now());
  }

  /** Ends the timer, aborts the present run and answers the waiting ones; returns the present run, if any. */
  deactivate(): Promise<TaskOutcome> | null {
    this.#active = false;
    this.#disarm();
    this.#wakePending = false;
    for (const answer of this.#waitingManual.splice(0)) answer(STOPPED);
    this.#current?.controller.abort();
    return this.#current?.ended ?? null;
  }

  get running(): boolean {
    return this.#current !== null;
  }

  wake(): void {
    if (!this.#active || !this.#enabled) return;
    if (this.#current === null) this.#start('wake');
    else this.#wakePending = true;
  }

  async runNow(): Promise<TaskOutcome> {
    if (!this.#active) return STOPPED;
    if (this.#current === null) return this.#start('manual');
    if (this.#waitingManual.length >= MAX_WAITING_MANUAL_RUNS) {
      return { kind: 'skipped', reason: `${MAX_WAITING_MANUAL_RUNS} manual runs are waiting already` };
    }
    return new Promise((resolve) => {
      this.#waitingManual.push((answer) => resolve(answer === 'run' ? this.#start('manual') : answer));
    });
  }

  setEnabled(enabled: boolean): void {
    if (enabled === this.#enabled) return;
    this.#enabled = enabled;
    if (!enabled) this.#wakePending = false;
    this.#rearm();
  }

  setInterval(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    this.#rearm();
  }

  status(): TaskStatus {
    return {
      number: this.task.number,
      name: this.task.name,
      enabled: this.#enabled,
      intervalMs: this.#intervalMs,
      running: this.running,
      lastRun: this.#lastRun,
      nextRunAt: this.#nextRunAt,
      runs: this.#runs,
      failuresInARow: this.#failuresInARow,
      overlapsPrevented: this.#overlapsPrevented,
    };
  }

  #start(cause: RunCause): Promise<TaskOutcome> {
    const { clock } = this.#ports;
    const startedAt = clock.now();
    const startedMs = clock.monotonicMs();
    const controller = new AbortController();
    const ended = Promise.withResolvers<TaskOutcome>();
    // Marked as running before the task's first line runs: a task that wakes itself must not overlap.
    this.#current = { controller, ended: ended.promise };
    this.#runs += 1;
    this.#lastStartedAt = startedAt;
    // This run sees whatever the wake was about.
    this.#wakePending = false;
    this.#arm(startedAt + this.#intervalMs);
    void this.#outcomeOf(controller.signal, cause).then((outcome) => {
      const durationMs = clock.monotonicMs() - startedMs;
      this.#finish({ startedAt, endedAt: clock.now(), durationMs, cause, outcome });
      ended.resolve(outcome);
    });
    return ended.promise;
  }

  async #outcomeOf(signal: AbortSignal, cause: RunCause): Promise<TaskOutcome> {
    try {
      return await this.task.run({ signal, cause });
    } catch (thrown) {
      if (signal.aborted) {
        this.#ports.logger.debug(`${this.task.name} was stopped: ${messageOf(thrown)}`);
        return STOPPED;
      }
      return { kind: 'failed', code: codeOf(thrown), message: messageOf(thrown) };
    }
  }

  #finish(run: TaskRun): void {
    this.#current = null;
    this.#log(run.outcome);
    this.#lastRun = run;
    if (run.outcome.kind === 'failed') this.#failuresInARow += 1;
    else if (run.outcome.kind === 'done') this.#failuresInARow = 0;
    this.#ports.onRun(this.task, run);
    if (!this.#active || this.#current !== null) return;
    const manual = this.#waitingManual.shift();
    if (manual !== undefined) manual('run');
    else if (this.#wakePending) this.#start('wake');
    else this.#followWish(run.outcome.againAfterMs);
  }

  #followWish(againAfterMs: number | undefined): void {
    if (againAfterMs === undefined || !this.#enabled) return;
    const wishedAt = this.#ports.clock.now() + Math.max(MIN_AGAIN_AFTER_MS, againAfterMs);
    if (this.#nextRunAt === null || wishedAt < this.#nextRunAt) this.#arm(wishedAt);
  }

  /** After a change of settings: counts from the last start, and is due at once when that time has passed. */
  #rearm(): void {
    this.#disarm();
    const now = this.#ports.clock.now();
    // Not from a last start in the future: the wall clock may have been set back since.
    const from = Math.min(this.#lastStartedAt ?? now - this.#intervalMs, now);
    this.#arm(Math.max(now, from + this.#intervalMs));
  }

  #arm(atMs: EpochMs): void {
    this.#disarm();
    if (!this.#active || !this.#enabled) return;
    this.#nextRunAt = atMs;
    this.#cancelBeat = this.#ports.beat.at(atMs, () => this.#onBeat());
  }

  #disarm(): void {
    this.#cancelBeat?.();
    this.#cancelBeat = null;
    this.#nextRunAt = null;
  }

  /** A beat during a run is dropped: the next one comes an interval later, so that nothing piles up. */
  #onBeat(): void {
    this.#cancelBeat = null;
    if (this.#current === null) {
      this.#start('interval');
      return;
    }
    this.#overlapsPrevented += 1;
    this.#arm(this.#ports.clock.now() + this.#intervalMs);
  }

  /** The first failure of its kind is worth a warning, the thousandth repetition is not. */
  #log(outcome: TaskOutcome): void {
    const { logger } = this.#ports;
    const name = this.task.name;
    const before = this.#lastRun?.outcome;
    switch (outcome.kind) {
      case 'done':
        if (this.#failuresInARow > 0)
          logger.info(`${name} works again (failed ${this.#failuresInARow} times)`);
        logger.debug(`${name}: ${outcome.summary}`);
        return;
      case 'skipped':
        logger.debug(`${name} skipped: ${outcome.reason}`);
        return;
      case 'failed': {
        const repeated = before?.kind === 'failed' && before.code === outcome.code;
        logger[repeated ? 'debug' : 'warn'](`${name} failed: ${outcome.code}: ${outcome.message}`);
      }
    }
  }
}

const STOPPED: TaskOutcome = { kind: 'skipped', reason: 'the station has stopped its tasks' };
