import type { Publish, StationEvent } from '../../shared/contract/events.ts';
import { assertNever, messageOf } from '../../shared/errors.ts';
import type { Logger, TaskNumber } from '../domain/ports.ts';
import type { TaskRun } from '../tasks/scheduled-task.ts';
import type { Task } from '../tasks/task.ts';

/**
 * Says in one line what a task's run came to. A run that says the same as the one before is told once:
 * a poll every two seconds must not bury what happened.
 */
export function createOutcomeLog(logger: Logger, publish: Publish): (task: Task, run: TaskRun) => void {
  const lastSaid = new Map<TaskNumber, string>();
  return (task, run) => {
    const { outcome } = run;
    publish({ kind: 'task-ended', task: task.number, outcome: outcome.kind });
    const said =
      outcome.kind === 'done'
        ? outcome.summary
        : outcome.kind === 'skipped'
          ? outcome.reason
          : outcome.message;
    const key = `${outcome.kind} ${said}`;
    if (lastSaid.get(task.number) === key) return;
    lastSaid.set(task.number, key);
    const context = { task: task.number, outcome: outcome.kind };
    switch (outcome.kind) {
      case 'done':
        logger.info(said, context);
        return;
      case 'skipped':
        logger.info(`skipped: ${said}`, context);
        return;
      case 'failed':
        logger.warn(`failed (${outcome.code}): ${said}`, context);
        return;
      default:
        assertNever(outcome, 'task outcome');
    }
  };
}

/** Hands an event to every listener; one that fails keeps nobody else from hearing it. */
export function tell(listeners: ReadonlySet<Publish>, event: StationEvent, logger: Logger): void {
  for (const listener of listeners) {
    try {
      listener(event);
    } catch (thrown) {
      logger.error(`a listener of station events failed: ${messageOf(thrown)}`);
    }
  }
}
