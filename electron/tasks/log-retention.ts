import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { SystemLogRepository } from '../store/system-log-repository.ts';
import type { Task, TaskOutcome } from './task.ts';

const DAY_MS = 86_400_000;
/** What the PLC once showed is kept so long after it was dealt with: longer than any READ slot stays unread. */
const FACTS_KEPT_DAYS = 30;

export interface LogRetentionParts {
  readonly systemLog: Pick<SystemLogRepository, 'prune'>;
  readonly outbox: Pick<Outbox, 'slotFacts' | 'events'>;
  readonly clock: Clock;
  /** Asked for at each run: it may be changed meanwhile. */
  readonly retention: () => LogRetention;
}

export interface LogRetention {
  /** Age at which a line of system_log goes, in days. */
  readonly retentionDays: number;
  /** Newest lines that stay whatever their age. */
  readonly keepLastLines: number;
}

/** TASK 6: keeps the log table and the journal's memory of what is long done bounded. */
export function createLogRetentionTask(parts: LogRetentionParts): Task {
  return { number: 6, name: 'Log clean-up', run: () => cleanUp(parts) };
}

async function cleanUp(parts: LogRetentionParts): Promise<TaskOutcome> {
  const { systemLog, outbox, clock } = parts;
  const { retentionDays, keepLastLines } = parts.retention();
  const now = clock.now();
  const facts = outbox.slotFacts.forgetArchived(FACTS_KEPT_DAYS, now);
  const events = outbox.events.forgetOld(FACTS_KEPT_DAYS, now);
  const local = `${facts} facts of old batches, ${events} old events removed`;
  try {
    const lines = await systemLog.prune(now - retentionDays * DAY_MS, keepLastLines);
    return { kind: 'done', summary: `${lines} log lines, ${local}` };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { kind: 'failed', code: thrown.code, message: `${thrown.message}; ${local}` };
  }
}
