import type { TaskRunView, TaskView } from '../../shared/contract/views.ts';
import { assertNever } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { TaskNumber } from '../domain/ports.ts';
import type { TaskStatus } from '../tasks/scheduled-task.ts';
import type { TaskOutcome } from '../tasks/task.ts';

/** What a run by hand came to. */
export function viewTaskRun(task: TaskNumber, outcome: TaskOutcome, at: EpochMs): TaskRunView {
  return { task, ...viewOutcome(outcome), finished_at: new Date(at).toISOString() };
}

export function viewTask(status: TaskStatus): TaskView {
  const { lastRun } = status;
  return {
    task: status.number,
    name: status.name,
    enabled: status.enabled,
    interval_seconds: status.intervalMs / 1000,
    running: status.running,
    last_run:
      lastRun === null
        ? null
        : {
            started_at: new Date(lastRun.startedAt).toISOString(),
            ended_at: new Date(lastRun.endedAt).toISOString(),
            duration_ms: lastRun.durationMs,
            cause: lastRun.cause,
            ...viewOutcome(lastRun.outcome),
          },
    next_run_at: status.nextRunAt === null ? null : new Date(status.nextRunAt).toISOString(),
    runs: status.runs,
    failures_in_a_row: status.failuresInARow,
  };
}

function viewOutcome(outcome: TaskOutcome): Pick<TaskRunView, 'outcome' | 'message' | 'code'> {
  switch (outcome.kind) {
    case 'done':
      return { outcome: 'done', message: outcome.summary, code: null };
    case 'skipped':
      return { outcome: 'skipped', message: outcome.reason, code: null };
    case 'failed':
      return { outcome: 'failed', message: outcome.message, code: outcome.code };
    default:
      return assertNever(outcome, 'task outcome');
  }
}
