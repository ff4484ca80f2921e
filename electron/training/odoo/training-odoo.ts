import type { Cancel, Clock, Logger } from '../../domain/ports.ts';
import { normal, together } from './behaviours.ts';
import { Books } from './books.ts';
import type { CallContext } from './call-context.ts';
import type { DraftOrder } from './draft-order.ts';
import { HttpDoor, type IncomingCall, type Outgoing } from './http-door.ts';
import { type ReadRequest, readRequest } from './http-request.ts';
import type { Behaviour } from './interception.ts';
import { type Call, journalled, withoutPassword } from './journal.ts';
import type { Order } from './order.ts';
import { type OrderSupply, replenish } from './order-supply.ts';
import type { HttpAnswer } from './reply.ts';
import { dispatch, type FailurePath, routes } from './routes.ts';

export interface TrainingOdooOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  readonly database: string;
  readonly login: string;
  readonly password: string;
  /** Same seed, same orders. */
  readonly seed: number;
  /** Default: 25 confirmed orders at any time, for ever. */
  readonly orders?: OrderSupply | undefined;
  /** Default: the books live in memory only. */
  readonly booksFile?: string | undefined;
  /** Default /api/scada/equipment-failure; the other one is then a 404. */
  readonly failurePath?: FailurePath | undefined;
}

export interface TrainingOdooPorts {
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * An Odoo 14 with the mill's SCADA module, as far as the station talks to it: operators train on it and
 * tests run against it. Real HTTP, on loopback only.
 */
export class TrainingOdoo implements AsyncDisposable {
  readonly books: Books;
  readonly #options: TrainingOdooOptions;
  readonly #ports: TrainingOdooPorts;
  readonly #context: CallContext;
  readonly #routes: ReturnType<typeof routes>;
  #door: HttpDoor | null = null;
  #port: number;
  readonly #added = new Set<Behaviour>();
  #behaviour: Behaviour = normal;

  private constructor(options: TrainingOdooOptions, ports: TrainingOdooPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#port = options.port ?? 0;
    this.#routes = routes(options.failurePath ?? '/api/scada/equipment-failure');
    this.books = Books.open(options.booksFile ?? null);
    this.#context = { books: this.books, clock: ports.clock, account: options };
  }

  /** Starts one, with its stock of orders. Throws AppError TRAINING_PORT_IN_USE, TRAINING_BOOKS_UNUSABLE. */
  static async start(options: TrainingOdooOptions, ports: TrainingOdooPorts): Promise<TrainingOdoo> {
    const odoo = new TrainingOdoo(options, ports);
    try {
      odoo.books.transaction(() => odoo.#replenish());
      await odoo.comeBack();
      return odoo;
    } catch (thrown) {
      odoo.books[Symbol.dispose]();
      throw thrown;
    }
  }

  /** Base address without a trailing slash. It stays the same while this object lives. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Adds an order of the caller's making, confirmed unless it says otherwise. Throws AppError BAD_REQUEST on a name that is taken. */
  addOrder(draft: DraftOrder): Order {
    return this.books.addOrder(draft, this.#ports.clock.now());
  }

  get seed(): number {
    return this.#options.seed;
  }

  /** What happens to requests from now on; see behaviours.ts for ready-made ones. */
  setBehaviour(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  /** One more on top of that, until cancelled; several are asked in the order in which they were added. */
  addBehaviour(behaviour: Behaviour): Cancel {
    const added: Behaviour = (request, books) => behaviour(request, books);
    this.#added.add(added);
    return () => {
      this.#added.delete(added);
    };
  }

  /** Stops listening and breaks all connections: callers find the connection refused. The books stay. */
  async goDown(): Promise<void> {
    await this.#door?.close();
    this.#door = null;
  }

  /** Listens again on the same port. Throws AppError TRAINING_PORT_IN_USE when somebody took it meanwhile. */
  async comeBack(): Promise<void> {
    if (this.#door !== null) return;
    this.#door = await HttpDoor.open(this.#port, (call) => this.#serve(call), this.#ports);
    this.#port = this.#door.port;
  }

  /** Closes the door and the books. */
  async stop(): Promise<void> {
    await this.goDown();
    this.books[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** One request, in one transaction: a killed process has done all of it or nothing. */
  #serve(call: IncomingCall): Outgoing {
    const read = readRequest(call);
    return this.books.transaction(() => {
      const behaviour = together([this.#behaviour, ...this.#added]);
      const interception = behaviour(read.request, this.books);
      switch (interception.kind) {
        case 'answer':
          this.#record(read, { applied: false, answer: interception.answer, replyLost: false });
          return interception;
        case 'hang':
        case 'reset':
          this.#record(read, { applied: false, answer: null, replyLost: true });
          return interception;
        case 'pass': {
          const answer = this.#apply(read);
          this.#record(read, { applied: true, answer, replyLost: false });
          return { kind: 'answer', answer, delayMs: interception.delayMs ?? 0 };
        }
        case 'drop-reply-after-applying':
          this.#record(read, { applied: true, answer: this.#apply(read), replyLost: true });
          return { kind: interception.ending };
      }
    });
  }

  #apply(read: ReadRequest): HttpAnswer {
    const answer = read.fault ?? dispatch(this.#routes, read, this.#context);
    this.#replenish();
    return answer;
  }

  #replenish(): void {
    replenish(this.books, this.#options.seed, this.#options.orders ?? {}, this.#ports.clock.now());
  }

  #record(
    { request }: ReadRequest,
    outcome: Pick<Call, 'applied' | 'replyLost'> & { answer: HttpAnswer | null },
  ): void {
    const { answer } = outcome;
    this.books.record({
      at: this.#ports.clock.now(),
      method: request.method,
      path: request.path,
      params: withoutPassword(request.params),
      applied: outcome.applied,
      answer: answer === null ? null : { status: answer.status, body: journalled(answer.text) },
      replyLost: outcome.replyLost,
    });
  }
}
