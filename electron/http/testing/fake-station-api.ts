import {
  COMMANDS,
  type CommandName,
  type CommandOutput,
  QUERIES,
  type QueryName,
  type QueryOutput,
} from '../../../shared/contract/contract.ts';
import type { Publish } from '../../../shared/contract/events.ts';
import type { HealthView, PreviewView, TaskRunView } from '../../../shared/contract/views.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Cancel } from '../../domain/ports.ts';
import type { Caller } from '../../station/commands/command-handler.ts';

const AT = '2026-01-05T00:00:00.000Z';
const LINK = { state: 'up', last_good_at: AT, trouble: null } as const;
const CHANGED = { changed: 1, message: 'done' };
const RUN: TaskRunView = { task: 1, outcome: 'done', message: 'done', code: null, finished_at: AT };
const HEALTH: HealthView = {
  mode: 'training',
  started_at: AT,
  leader: true,
  leader_name: null,
  plc: { ...LINK, mode: 'run' },
  odoo: LINK,
  database: LINK,
  outbox: { waiting: 0, parked: 0, held: 0, confirmed: 0 },
  alarms: [],
  tasks: [],
  fins: {
    sent: 2,
    answered: 2,
    timeouts: 0,
    late: 0,
    duplicate: 0,
    foreign: 0,
    malformed: 0,
    retries: 0,
    endCodeErrors: 0,
    sendErrors: 0,
    socketsOpened: 1,
    roundTripMs: null,
  },
};
const QUEUE = {
  total_batches: 0,
  active_batches: 0,
  completed_batches: 0,
  is_empty: true,
  remembered: false,
  batches: [],
};

/** Answers of a station with nothing in it; a query that is not here is answered with NOT_FOUND. */
const ANSWERS: { readonly [N in QueryName]?: QueryOutput<N> } = {
  health: HEALTH,
  batchStatus: QUEUE,
  failedToPush: { total: 0, batches: [] },
  history: { total: 0, limit: 50, offset: 0, histories: [] },
  historyOf: { histories: [] },
  alarms: { alarms: [] },
  tasks: { tasks: [] },
  logs: { total: 0, lines: [] },
  equipmentFailures: { total: 0, failures: [] },
  audit: { total: 0, entries: [] },
  settings: { settings: [] },
  plcSlots: { read_at: AT, slots: [] },
  tableRows: { total: 0, rows: [] },
  plcConfig: {
    host: '127.0.0.1',
    port: 9600,
    client_node: null,
    plc_node: null,
    profile: 'ten-slot',
    slots: 10,
    gate: 'first-slot',
    acknowledge: 'finished',
    read_area: { base: 6000, stride: 100, length: 77 },
    write_area: { base: 7000, stride: 100, length: 77 },
  },
};
const DONE: { readonly [N in CommandName]?: CommandOutput<N> } = {
  runTask: RUN,
  setScheduler: { tasks: [] },
  retryPush: CHANGED,
  resetBatch: CHANGED,
  cancelBatch: CHANGED,
  startOver: CHANGED,
  clearQueue: CHANGED,
  setFlag: CHANGED,
  writeBatch: CHANGED,
  testRead: { address: 6000, words: [1] },
};

/**
 * A station's API with an empty station behind it, for tests of what lies between a socket and the API. Inputs
 * are checked by the contract's own schemas, as the station does; `trouble` may make any call throw.
 */
export class FakeStationApi {
  readonly #trouble: () => void;

  /** @param trouble called at the start of each call; what it throws, the call throws */
  constructor(trouble: () => void) {
    this.#trouble = trouble;
  }

  async query<N extends QueryName>(name: N, given: unknown): Promise<QueryOutput<N>> {
    return this.#answer<QueryOutput<N>>(QUERIES[name].input.safeParse(given), ANSWERS[name]);
  }

  async execute<N extends CommandName>(name: N, given: unknown, _caller: Caller): Promise<CommandOutput<N>> {
    return this.#answer<CommandOutput<N>>(COMMANDS[name].input.safeParse(given), DONE[name]);
  }

  async preview(name: CommandName, given: unknown, _caller: Caller): Promise<PreviewView> {
    const nothing: PreviewView = { refusal: null, plc: [], database: [], odoo: [] };
    return this.#answer(COMMANDS[name].input.safeParse(given), nothing);
  }

  queryUnchecked(name: QueryName, given: unknown): Promise<unknown> {
    return this.query(name, given);
  }

  previewUnchecked(name: CommandName, given: unknown, caller: Caller): Promise<PreviewView> {
    return this.preview(name, given, caller);
  }

  executeUnchecked(name: CommandName, given: unknown, caller: Caller): Promise<unknown> {
    return this.execute(name, given, caller);
  }

  onEvent(_listener: Publish): Cancel {
    return () => undefined;
  }

  #answer<T>(input: { success: boolean }, answer: T | undefined): T {
    if (!input.success) throw new AppError('BAD_REQUEST', 'the input does not fit');
    this.#trouble();
    if (answer === undefined) throw new AppError('NOT_FOUND', 'there is nothing of that name');
    return answer;
  }
}
