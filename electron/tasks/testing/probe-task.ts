import type { TaskNumber } from '../../domain/ports.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemoryLogger } from '../../testing/memory-logger.ts';
import { clockBeat } from '../beat.ts';
import type { TaskStatus } from '../scheduled-task.ts';
import { createScheduler, type Scheduler, type SchedulerPorts } from '../scheduler.ts';
import type { RunCause, RunContext, Task, TaskOutcome } from '../task.ts';

export const DONE: TaskOutcome = { kind: 'done', summary: 'well' };

/** A task whose runs last as long as `lastsMs` says (0: no time at all), or that does what `run` does. */
export class ProbeTask implements Task {
  readonly number: TaskNumber;
  readonly name = 'probe';
  readonly starts: { atMs: number; cause: RunCause }[] = [];
  lastsMs = 0;
  outcome: TaskOutcome = DONE;
  before: (context: RunContext) => void = () => undefined;
  atATime = 0;
  mostAtATime = 0;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock, number: TaskNumber = 2) {
    this.#clock = clock;
    this.number = number;
  }

  async run(context: RunContext): Promise<TaskOutcome> {
    this.starts.push({ atMs: this.#clock.monotonicMs(), cause: context.cause });
    this.atATime += 1;
    this.mostAtATime = Math.max(this.mostAtATime, this.atATime);
    try {
      this.before(context);
      if (this.lastsMs > 0) await new Promise<void>((resolve) => this.#clock.after(this.lastsMs, resolve));
      return this.outcome;
    } finally {
      this.atATime -= 1;
    }
  }

  get startsAtMs(): number[] {
    return this.starts.map(({ atMs }) => atMs);
  }
}

export interface Rig {
  readonly clock: FakeClock;
  readonly task: ProbeTask;
  readonly scheduler: Scheduler;
  readonly logger: MemoryLogger;
}

export function rig(
  settings: { enabled?: boolean; intervalMs?: number } = {},
  changes: Partial<SchedulerPorts> = {},
): Rig {
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const scheduler = createScheduler({ beat: clockBeat(clock), clock, logger, ...changes });
  const task = new ProbeTask(clock);
  scheduler.register(task, { enabled: true, intervalMs: 1_000, ...settings });
  return { clock, task, scheduler, logger };
}

export function statusOf({ scheduler }: Rig): TaskStatus {
  const [status] = scheduler.status();
  if (status === undefined) throw new Error('no task is registered');
  return status;
}
