import type { EpochMs, HistoryStatus } from '../domain/batch.ts';
import type { TaskNumber } from '../domain/ports.ts';
import type { TaskStatus } from '../tasks/scheduler.ts';
import type { BatchStatusView, FailedPushView, HistoryPageView } from './views.ts';

export interface HealthView {
  readonly mode: 'production' | 'training';
  readonly started_at: string;
  readonly leader: boolean;
  readonly plc: { readonly link: string; readonly mode: string; readonly last_good_at: string | null };
  readonly odoo: { readonly last_good_at: string | null; readonly last_fault: string | null };
  readonly database: { readonly reachable: boolean };
  readonly outbox: { readonly waiting: number; readonly parked: number; readonly held: number };
  readonly alarms: readonly { code: string; subject: string; message: string; raised_at: string }[];
  readonly tasks: readonly TaskStatus[];
  readonly fins: unknown;
}

/** What a run by hand came to. */
export interface TaskRunView {
  readonly task: TaskNumber;
  readonly outcome: 'done' | 'skipped' | 'failed';
  readonly message: string;
  readonly code: string | null;
  readonly finished_at: EpochMs;
}

/** What a host can ask of the station. */
export interface StationApi {
  health(): Promise<HealthView>;
  batchStatus(): Promise<BatchStatusView>;
  history(page: { limit: number; offset: number; status?: HistoryStatus }): Promise<HistoryPageView>;
  failedToPush(): { readonly total: number; readonly batches: readonly FailedPushView[] };
  /** Runs a task now, also a disabled one, and answers with its outcome. */
  runTask(number: TaskNumber): Promise<TaskRunView>;
}
