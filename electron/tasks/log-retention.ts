import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { AlarmEventRepository } from '../store/alarm-event-repository.ts';
import type { BatchRepository } from '../store/batch-repository.ts';
import type { SystemLogRepository } from '../store/system-log-repository.ts';
import type { Task, TaskOutcome } from './task.ts';

const DAY_MS = 86_400_000;
/** What the PLC once showed is kept so long after it was dealt with: longer than any READ slot stays unread. */
const FACTS_KEPT_DAYS = 30;
/** The history of alarms is kept for a year and a month: long enough to compare a season with the one before. */
const ALARM_CHANGES_KEPT_DAYS = 400;

export interface LogRetentionParts {
  readonly systemLog: Pick<SystemLogRepository, 'prune'>;
  readonly alarmEvents: Pick<AlarmEventRepository, 'prune'>;
  readonly batches: Pick<BatchRepository, 'forgetLoads'>;
  readonly outbox: Pick<Outbox, 'slotFacts' | 'events'>;
  readonly clock: Clock;
  /** Asked for at each run: it may be changed meanwhile. */
  readonly retention: () => LogRetention;
}

export interface LogRetention {
  /** Age at which a line of system_log goes, and a load whose batches left the queue, in days. */
  readonly retentionDays: number;
  /** Newest lines that stay whatever their age. */
  readonly keepLastLines: number;
}

/** TASK 6: keeps the log table, the history of alarms, the loads and the journal's memory of what is long done bounded. */
export function createLogRetentionTask(parts: LogRetentionParts): Task {
  return { number: 6, name: 'Log clean-up', run: ({ signal }) => cleanUp(parts, signal) };
}

async function cleanUp(parts: LogRetentionParts, signal: AbortSignal): Promise<TaskOutcome> {
  const { systemLog, alarmEvents, batches, outbox, clock } = parts;
  const { retentionDays, keepLastLines } = parts.retention();
  const now = clock.now();
  const facts = outbox.slotFacts.forgetArchived(FACTS_KEPT_DAYS, now);
  const events = outbox.events.forgetOld(FACTS_KEPT_DAYS, now);
  const local = `${facts} facts of old batches, ${events} old events removed`;
  try {
    const olderThan = now - retentionDays * DAY_MS;
    const lines = await systemLog.prune(olderThan, keepLastLines, signal);
    const changes = await alarmEvents.prune(now - ALARM_CHANGES_KEPT_DAYS * DAY_MS, signal);
    const loads = await batches.forgetLoads(olderThan, signal);
    return {
      kind: 'done',
      summary: `${lines} log lines, ${changes} alarm changes, ${loads} old loads, ${local}`,
    };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { kind: 'failed', code: thrown.code, message: `${thrown.message}; ${local}` };
  }
}
