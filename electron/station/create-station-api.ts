import {
  QUERIES,
  type QueryInput,
  type QueryName,
  type QueryOutput,
} from '../../shared/contract/contract.ts';
import type { Publish } from '../../shared/contract/events.ts';
import { AppError, assertNever } from '../../shared/errors.ts';
import type { AlarmBook } from '../alarms/alarm-book.ts';
import type { Cancel, Clock } from '../domain/ports.ts';
import type { OdooClient } from '../odoo/odoo-client.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { FinsClient } from '../plc/fins/fins-client.ts';
import type { LinkWatch } from '../plc/link-watch.ts';
import type { HistoryRepository } from '../store/history-repository.ts';
import type { LiveBatches } from '../tasks/live-batches.ts';
import type { LiveBoard } from '../tasks/live-board.ts';
import type { Scheduler } from '../tasks/scheduler.ts';
import type { TaskOutcome } from '../tasks/task.ts';
import type { CommandRight } from './command-right.ts';
import type { CommandDesk } from './commands/run-command.ts';
import type { StationConfig } from './config/station-config.ts';
import type { QueryHandlers } from './queries.ts';
import type { HealthView, StationApi, TaskRunView } from './station-api.ts';
import { iso, viewBatchStatus, viewFailedToPush, viewHistory } from './views.ts';

export interface ApiParts {
  readonly config: StationConfig;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly right: CommandRight;
  readonly link: LinkWatch;
  readonly client: FinsClient;
  readonly odoo: OdooClient;
  readonly alarms: AlarmBook;
  readonly scheduler: Scheduler;
  readonly outbox: Outbox;
  readonly history: HistoryRepository;
  readonly liveBatches: LiveBatches;
  readonly board: LiveBoard;
}

/** The station's answers to its hosts. Reading never waits for the PLC or for Odoo. */
export function createStationApi(
  parts: ApiParts,
  desk: CommandDesk,
  queries: QueryHandlers,
  onEvent: (listener: Publish) => Cancel,
): StationApi {
  const { history, liveBatches, outbox, board, scheduler, clock } = parts;
  return {
    query: (name, given) => answer(queries, name, given),
    queryUnchecked: (name, given) => answer(queries, name, given),
    preview: (name, given, caller) => desk.preview(name, given, caller),
    previewUnchecked: (name, given, caller) => desk.preview(name, given, caller),
    execute: (name, given, caller) => desk.execute(name, given, caller),
    executeUnchecked: (name, given, caller) => desk.execute(name, given, caller),
    onEvent,
    health: async () => viewHealth(parts),
    batchStatus: async () => viewBatchStatus(await liveBatches.list(), outbox.entries(), board),
    history: async (page) => viewHistory(await history.list(page), page.limit, page.offset),
    failedToPush: () => viewFailedToPush(outbox.entries()),
    async runTask(number) {
      const outcome = await scheduler.runNow(number);
      return { task: number, ...viewOutcome(outcome), finished_at: clock.now() };
    },
  };
}

/** Throws AppError BAD_REQUEST naming the first field of the input that does not fit. */
async function answer<N extends QueryName>(
  queries: QueryHandlers,
  name: N,
  given: unknown,
): Promise<QueryOutput<N>> {
  const parsed = QUERIES[name].input.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(
      'BAD_REQUEST',
      `${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'does not fit'}`,
    );
  }
  const handler: QueryHandlers[N] = queries[name];
  return await handler(parsed.data as QueryInput<N>);
}

function viewHealth({
  config,
  startedAt,
  right,
  link,
  client,
  odoo,
  alarms,
  scheduler,
  outbox,
}: ApiParts): HealthView {
  const plc = link.status;
  const odooLink = odoo.link();
  return {
    mode: config.mode.kind,
    started_at: iso(startedAt) ?? '',
    leader: right.state === 'leader',
    plc: { link: plc.link, mode: plc.mode, last_good_at: iso(plc.lastGoodAt) },
    odoo: { last_good_at: iso(odooLink.lastGoodAt), last_fault: odooLink.lastFault?.message ?? null },
    database: { reachable: right.state === 'leader' || right.state === 'follower' },
    outbox: { waiting: outbox.count('waiting'), parked: outbox.count('parked'), held: outbox.count('held') },
    alarms: alarms.active().map(({ code, subject, message, raisedAt }) => ({
      code,
      subject,
      message,
      raised_at: iso(raisedAt) ?? '',
    })),
    tasks: scheduler.status(),
    fins: client.statistics(),
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
