import type {
  CommandGiven,
  CommandName,
  CommandOutput,
  QueryGiven,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import type { Publish } from '../../shared/contract/events.ts';
import type {
  BatchStatusView,
  FailedToPushView,
  HistoryPageView,
  PreviewView,
} from '../../shared/contract/views.ts';
import type { EpochMs, HistoryStatus } from '../domain/batch.ts';
import type { Cancel, TaskNumber } from '../domain/ports.ts';
import type { TaskStatus } from '../tasks/scheduler.ts';
import type { Caller } from './commands/command-handler.ts';

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

/** The contract, served: what a host can ask of a station and do with it. */
export interface StationApi {
  /** Throws AppError BAD_REQUEST for an input that does not fit, or why it cannot be answered. */
  query<N extends QueryName>(name: N, given: QueryGiven<N>): Promise<QueryOutput<N>>;
  /** What a command would change, or why it is refused at present. */
  preview<N extends CommandName>(name: N, given: CommandGiven<N>, caller: Caller): Promise<PreviewView>;
  /** Carries out a command; leaves an audit row. Throws AppError with why it was not done. */
  execute<N extends CommandName>(name: N, given: CommandGiven<N>, caller: Caller): Promise<CommandOutput<N>>;
  /** The same for inputs that nobody has looked at yet: they are checked by the contract's schemas. */
  queryUnchecked(name: QueryName, given: unknown): Promise<unknown>;
  previewUnchecked(name: CommandName, given: unknown, caller: Caller): Promise<PreviewView>;
  executeUnchecked(name: CommandName, given: unknown, caller: Caller): Promise<unknown>;
  onEvent(listener: Publish): Cancel;
  health(): Promise<HealthView>;
  batchStatus(): Promise<BatchStatusView>;
  history(page: { limit: number; offset: number; status?: HistoryStatus }): Promise<HistoryPageView>;
  failedToPush(): FailedToPushView;
  /** Runs a task now, also a disabled one, and answers with its outcome. */
  runTask(number: TaskNumber): Promise<TaskRunView>;
}
