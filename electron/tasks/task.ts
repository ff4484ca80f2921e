import type { ErrorCode } from '../../shared/errors.ts';
import type { TaskNumber } from '../domain/ports.ts';

/** What made a task run: its interval (or its own wish to run again soon), a finished step elsewhere, an operator. */
export type RunCause = 'interval' | 'wake' | 'manual';

/**
 * What came of one run. `againAfterMs`: the task has more to do and asks to run that long after this run's
 * end, if that is earlier than its interval would have it.
 */
export type TaskOutcome = (
  | { readonly kind: 'done'; readonly summary: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string }
) & { readonly againAfterMs?: number };

export interface RunContext {
  /** Aborted when the scheduler stops: end at the next safe point. */
  readonly signal: AbortSignal;
  readonly cause: RunCause;
}

/** One of the station's recurring jobs. It never runs twice at a time; what it throws is a failed outcome. */
export interface Task {
  readonly number: TaskNumber;
  readonly name: string;
  run(context: RunContext): Promise<TaskOutcome>;
}
