import { AppError, messageOf } from '../../shared/errors.ts';
import { type Clock, type Logger, sleep, type TaskNumber } from '../domain/ports.ts';
import type { Beat } from './beat.ts';
import { ScheduledTask, type TaskRun, type TaskStatus } from './scheduled-task.ts';
import type { Task, TaskOutcome } from './task.ts';

export type { TaskRun, TaskStatus };

export const MIN_INTERVAL_MS = 200;
export const MAX_INTERVAL_MS = 7 * 86_400_000;
/** How long `stop` waits for the present runs, unless told otherwise. */
const STOP_DEADLINE_MS = 10_000;

export interface SchedulerPorts {
  readonly beat: Beat;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told after each run. */
  readonly onOutcome?: (task: Task, run: TaskRun) => void;
  readonly stopDeadlineMs?: number;
}

export interface TaskSettings {
  readonly enabled: boolean;
  /** {@link MIN_INTERVAL_MS} to {@link MAX_INTERVAL_MS}. */
  readonly intervalMs: number;
}

export interface Scheduler {
  /** Adds a task. Throws CONFIG_INVALID on a bad interval, INTERNAL on a number that is taken. */
  register(task: Task, settings: TaskSettings): void;
  /** Starts the timers; each enabled task runs at once and then at its interval. */
  start(): void;
  /**
   * Ends the timers, aborts the present runs and waits for them, but no longer than the deadline.
   * Returns the numbers of the tasks that are still running then. May be started again.
   */
  stop(): Promise<readonly TaskNumber[]>;
  /** Runs a task by hand, also a disabled one. While it runs already: afterwards, a run of its own. */
  runNow(number: TaskNumber): Promise<TaskOutcome>;
  /** Work has come in: runs the task at once, or once more after its present run. Ignored while disabled. */
  wake(number: TaskNumber): void;
  /** Switching off lets a present run come to its end. */
  setEnabled(number: TaskNumber, enabled: boolean): void;
  /** Throws CONFIG_INVALID on a bad interval, which then changes nothing. */
  setInterval(number: TaskNumber, intervalMs: number): void;
  /** One entry a task, by number. */
  status(): readonly TaskStatus[];
}

/** Runs tasks at their intervals, on wake-ups and by hand, each never more than once at a time. */
export function createScheduler(ports: SchedulerPorts): Scheduler {
  return new TaskScheduler(ports);
}

class TaskScheduler implements Scheduler {
  readonly #ports: SchedulerPorts;
  readonly #tasks = new Map<TaskNumber, ScheduledTask>();
  #started = false;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
  }

  register(task: Task, settings: TaskSettings): void {
    if (this.#tasks.has(task.number)) {
      throw new AppError('INTERNAL', `task ${task.number} is registered twice`);
    }
    checkInterval(task.number, settings.intervalMs);
    const { beat, clock, logger } = this.#ports;
    const onRun = (ended: Task, run: TaskRun): void => this.#tell(ended, run);
    const scheduled = new ScheduledTask(task, settings, { beat, clock, logger, onRun });
    this.#tasks.set(task.number, scheduled);
    if (this.#started) scheduled.activate();
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const task of this.#tasks.values()) task.activate();
  }

  async stop(): Promise<readonly TaskNumber[]> {
    this.#started = false;
    const tasks = [...this.#tasks.values()];
    const ending = tasks.map((task) => task.deactivate()).filter((ended) => ended !== null);
    if (ending.length === 0) return [];
    const deadline = new AbortController();
    const { clock, stopDeadlineMs = STOP_DEADLINE_MS } = this.#ports;
    await Promise.race([Promise.all(ending), sleep(clock, stopDeadlineMs, deadline.signal)]);
    deadline.abort();
    return tasks.filter((task) => task.running).map((task) => task.task.number);
  }

  runNow(number: TaskNumber): Promise<TaskOutcome> {
    return this.#task(number).runNow();
  }

  wake(number: TaskNumber): void {
    this.#task(number).wake();
  }

  setEnabled(number: TaskNumber, enabled: boolean): void {
    this.#task(number).setEnabled(enabled);
  }

  setInterval(number: TaskNumber, intervalMs: number): void {
    checkInterval(number, intervalMs);
    this.#task(number).setInterval(intervalMs);
  }

  status(): readonly TaskStatus[] {
    return [...this.#tasks.values()].map((task) => task.status()).toSorted((a, b) => a.number - b.number);
  }

  #task(number: TaskNumber): ScheduledTask {
    const task = this.#tasks.get(number);
    if (task === undefined) throw new AppError('NOT_FOUND', `there is no task ${number}`);
    return task;
  }

  #tell(task: Task, run: TaskRun): void {
    try {
      this.#ports.onOutcome?.(task, run);
    } catch (thrown) {
      this.#ports.logger.error(`a listener of task outcomes failed: ${messageOf(thrown)}`, {
        task: task.number,
      });
    }
  }
}

function checkInterval(number: TaskNumber, intervalMs: number): void {
  if (Number.isFinite(intervalMs) && intervalMs >= MIN_INTERVAL_MS && intervalMs <= MAX_INTERVAL_MS) return;
  throw new AppError(
    'CONFIG_INVALID',
    `the interval of task ${number} must be ${MIN_INTERVAL_MS}..${MAX_INTERVAL_MS} ms, not ${intervalMs}`,
  );
}
