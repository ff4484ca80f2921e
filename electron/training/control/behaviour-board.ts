import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Clock, Logger } from '../../domain/ports.ts';
import { seededRandom } from '../seeded-random.ts';
import type { BehaviourRun, SwitchableBehaviour, Undo } from './behaviour.ts';
import type { BehaviourState } from './contract.ts';

interface Running {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** UTC, ms since 1970. */
  readonly since: number;
  undo: Undo;
}

/**
 * The switches of one peer: which behaviours there are, which are on, how often they happened. Changes are
 * made one after the other, as some (a port that closes) take time. A peer starts with all of them off.
 */
export class BehaviourBoard<Host> implements AsyncDisposable {
  readonly #behaviours: ReadonlyMap<string, SwitchableBehaviour<Host>>;
  readonly #host: Host;
  readonly #seed: number;
  readonly #ports: { clock: Clock; logger: Logger };
  readonly #running = new Map<string, Running>();
  /** Of the current run, or of the last one. */
  readonly #happened = new Map<string, number>();
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(
    behaviours: readonly SwitchableBehaviour<Host>[],
    host: Host,
    seed: number,
    ports: { clock: Clock; logger: Logger },
  ) {
    this.#behaviours = new Map(behaviours.map((each) => [each.name, each]));
    this.#host = host;
    this.#seed = seed;
    this.#ports = ports;
  }

  /** Every behaviour with its state, in the order of the peer's list. */
  list(): BehaviourState[] {
    return [...this.#behaviours.values()].map((behaviour) => this.#stateOf(behaviour));
  }

  /**
   * Switches a behaviour on; one that is on already starts anew with these parameters.
   * Throws AppError NOT_FOUND for an unknown name, BAD_REQUEST for parameters that do not fit (then
   * nothing has changed) or that this peer cannot carry out (then it is off).
   */
  async switchOn(name: string, parameters: unknown): Promise<BehaviourState> {
    const behaviour = this.#known(name);
    const prepared = behaviour.prepare(parameters);
    if (prepared.kind === 'refused') throw new AppError('BAD_REQUEST', prepared.message);
    return await this.#inTurn(async () => {
      await this.#end(name);
      this.#happened.set(name, 0);
      const running: Running = {
        parameters: prepared.parameters,
        since: this.#ports.clock.now(),
        undo: () => undefined,
      };
      running.undo = await prepared.start(this.#host, this.#runOf(name, running));
      this.#running.set(name, running);
      this.#say(`${name} is on`, prepared.parameters);
      return this.#stateOf(behaviour);
    });
  }

  /** Switches a behaviour off; one that is off already stays so. Throws AppError NOT_FOUND. */
  async switchOff(name: string): Promise<BehaviourState> {
    const behaviour = this.#known(name);
    return await this.#inTurn(async () => {
      await this.#end(name);
      return this.#stateOf(behaviour);
    });
  }

  /** Everything back to normal. */
  async allOff(): Promise<BehaviourState[]> {
    return await this.#inTurn(async () => {
      for (const name of [...this.#running.keys()]) await this.#end(name);
      return this.list();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.allOff();
  }

  #known(name: string): SwitchableBehaviour<Host> {
    const behaviour = this.#behaviours.get(name);
    if (behaviour === undefined) throw new AppError('NOT_FOUND', `there is no behaviour "${name}"`);
    return behaviour;
  }

  #runOf(name: string, running: Running): BehaviourRun {
    return {
      clock: this.#ports.clock,
      logger: this.#ports.logger,
      random: seededRandom(`${this.#seed}/${name}`),
      happened: () => {
        this.#happened.set(name, (this.#happened.get(name) ?? 0) + 1);
      },
      finish: () => this.#finish(name, running),
    };
  }

  /** A behaviour that is through may say so late: by then another run of it may be on. */
  #finish(name: string, running: Running): void {
    this.#inTurn(async () => {
      if (this.#running.get(name) === running) await this.#end(name);
    }).catch((thrown: unknown) => {
      this.#ports.logger.error(`training: ${name} does not end: ${messageOf(thrown)}`, {
        module: 'training',
      });
    });
  }

  /** A behaviour whose undo fails stays on, so that switching it off can be tried again. */
  async #end(name: string): Promise<void> {
    const running = this.#running.get(name);
    if (running === undefined) return;
    await running.undo();
    this.#running.delete(name);
    this.#say(`${name} is off`, { happened: this.#happened.get(name) });
  }

  /** One change after the other; a change that failed does not stop the next. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const change = this.#lastChange.then(work, work);
    this.#lastChange = change;
    return change;
  }

  #stateOf(behaviour: SwitchableBehaviour<Host>): BehaviourState {
    const { name, title, description, parameterSchema, parameterTexts } = behaviour;
    const running = this.#running.get(name);
    return {
      name,
      title,
      description,
      parameterSchema,
      parameterTexts,
      on: running !== undefined,
      parameters: running?.parameters ?? null,
      since: running?.since ?? null,
      happened: this.#happened.get(name) ?? 0,
    };
  }

  #say(what: string, details: object): void {
    this.#ports.logger.info(`training behaviour ${what}`, { module: 'training', ...details });
  }
}
