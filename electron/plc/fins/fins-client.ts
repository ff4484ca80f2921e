import { AppError, messageOf } from '../../../shared/errors.ts';
import type { WordAddress } from '../../../shared/units.ts';
import type { EpochMs } from '../../domain/batch.ts';
import { type Cancel, sleep } from '../../domain/ports.ts';
import type { FinsCommand } from './command.ts';
import { type ControllerData, controllerDataCommand } from './controller-data.ts';
import { type ControllerStatus, controllerStatusCommand } from './controller-status.ts';
import { type CycleTime, cycleTimeCommand } from './cycle-time.ts';
import { type EndCode, isSuccess } from './end-codes.ts';
import { FinsExchange, type Nodes } from './exchange.ts';
import {
  backoffMs,
  type FinsClientOptions,
  type FinsPorts,
  type FinsSettings,
  settingsOf,
} from './fins-options.ts';
import type { FinsFault, FinsResult } from './fins-result.ts';
import { type LinkListener, type LinkState, LinkTracker } from './link-state.ts';
import { type FinsStatistics, LinkStatistics } from './link-statistics.ts';
import { readWordsCommand } from './memory-area-read.ts';
import { writeWordsCommand } from './memory-area-write.ts';
import { type PlcClock, plcClockCommand } from './plc-clock.ts';
import { RequestQueue } from './request-queue.ts';

interface Policy {
  readonly timeoutMs: number;
  readonly retries: number;
  readonly probe: boolean;
}

/**
 * The station's line to one PLC over FINS/UDP: one socket, one request in flight, the others first in,
 * first out. Faults of the line and of the PLC are results; only broken arguments and options throw.
 *
 * A silent PLC costs one round of timeouts: after three misses in a row the link is lost, and everything
 * but {@link probe} is refused at once until a probe is answered.
 */
export class FinsClient implements AsyncDisposable {
  readonly #settings: FinsSettings;
  readonly #ports: FinsPorts;
  readonly #statistics = new LinkStatistics();
  readonly #exchange: FinsExchange;
  readonly #queue: RequestQueue;
  readonly #link: LinkTracker;
  readonly #closing = new AbortController();
  #lastReplyAt: EpochMs | null = null;
  #missesOnThisSocket = 0;

  private constructor(settings: FinsSettings, ports: FinsPorts) {
    this.#settings = settings;
    this.#ports = ports;
    this.#exchange = new FinsExchange(settings, ports, this.#statistics);
    this.#queue = new RequestQueue(settings.queueLimitRequests);
    this.#link = new LinkTracker((error) =>
      ports.logger.error(`a listener of the PLC link threw: ${messageOf(error)}`),
    );
    // First of the listeners, so that nobody hears of a lost link while old requests still wait for it.
    this.#link.onChange((state) => {
      if (state === 'lost') this.#queue.refuse(linkLost(), (request) => !request.probe);
    });
  }

  /**
   * Opens the socket. A network that is not there yet is no error: each attempt tries to open it again.
   * Throws AppError CONFIG_INVALID on a bad option, PLC_ADDRESS_REFUSED when `allowOnlyLoopback` forbids
   * the address; then no socket exists.
   */
  static async open(options: FinsClientOptions, ports: FinsPorts): Promise<FinsClient> {
    const client = new FinsClient(settingsOf(options), ports);
    await client.#exchange.open();
    return client;
  }

  /** Reads 1..729 DM words (each 0..65535); repeated on timeout. Throws AppError PLC_VALUE_REFUSED. */
  async readWords(address: WordAddress, count: number): Promise<FinsResult<readonly number[]>> {
    return this.#request(readWordsCommand(address, count), this.#readPolicy());
  }

  /**
   * Writes 1..727 DM words (each 0..65535). Repeated on timeout, which the same data survive; the caller
   * reads them back. Throws AppError PLC_VALUE_REFUSED.
   */
  async writeWords(address: WordAddress, words: readonly number[]): Promise<FinsResult<null>> {
    const { writeTimeoutMs, retries } = this.#settings;
    const policy = { timeoutMs: writeTimeoutMs, retries, probe: false };
    return this.#request(writeWordsCommand(address, words), policy);
  }

  /**
   * Writes one handshake flag, in exactly one attempt: the PLC answers a flag by changing it, so a repeat
   * could undo what the PLC did meanwhile. After a fault with `mayHaveBeenDone` the caller reads the flag.
   */
  async writeFlag(address: WordAddress, value: 0 | 1): Promise<FinsResult<null>> {
    if (value !== 0 && value !== 1) throw new AppError('PLC_VALUE_REFUSED', `${value} is not a flag`);
    const policy = { timeoutMs: this.#settings.writeTimeoutMs, retries: 0, probe: false };
    return this.#request(writeWordsCommand(address, [value]), policy);
  }

  async controllerData(): Promise<FinsResult<ControllerData>> {
    return this.#request(controllerDataCommand(), this.#readPolicy());
  }

  async controllerStatus(): Promise<FinsResult<ControllerStatus>> {
    return this.#request(controllerStatusCommand(), this.#readPolicy());
  }

  async cycleTime(): Promise<FinsResult<CycleTime>> {
    return this.#request(cycleTimeCommand(), this.#readPolicy());
  }

  async plcClock(): Promise<FinsResult<PlcClock>> {
    return this.#request(plcClockCommand(), this.#readPolicy());
  }

  /** Asks for the controller status once, also while the link is lost: the only way back to `up`. */
  async probe(): Promise<FinsResult<ControllerStatus>> {
    const policy = { timeoutMs: this.#settings.readTimeoutMs, retries: 0, probe: true };
    return this.#request(controllerStatusCommand(), policy);
  }

  get linkState(): LinkState {
    return this.#link.state;
  }

  /** Calls `listener` at each change of the link's state, until cancelled. */
  onLink(listener: LinkListener): Cancel {
    return this.#link.onChange(listener);
  }

  /** When the PLC last gave any valid reply; null when never. */
  get lastReplyAt(): EpochMs | null {
    return this.#lastReplyAt;
  }

  /** FINS node numbers in use; null until a socket could be opened. */
  get nodes(): Nodes | null {
    return this.#exchange.nodes;
  }

  statistics(): FinsStatistics {
    return this.#statistics.snapshot();
  }

  /** Ends the request in flight and those that wait with the fault `closed`, and closes the socket. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#queue.refuse(closed(false));
    await this.#exchange.close();
    await this.#queue.idle();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #readPolicy(): Policy {
    return { timeoutMs: this.#settings.readTimeoutMs, retries: this.#settings.retries, probe: false };
  }

  #request<T>(command: FinsCommand<T>, policy: Policy): Promise<FinsResult<T>> {
    if (this.#closing.signal.aborted) return Promise.resolve({ kind: 'fault', fault: closed(false) });
    if (this.#link.state === 'lost' && !policy.probe) {
      return Promise.resolve({ kind: 'fault', fault: linkLost() });
    }
    return new Promise((resolve, reject) => {
      const taken = this.#queue.offer({
        probe: policy.probe,
        run: () => this.#perform(command, policy).then(resolve, reject),
        refuse: (fault) => resolve({ kind: 'fault', fault }),
      });
      if (!taken) resolve({ kind: 'fault', fault: this.#busy(command) });
    });
  }

  async #perform<T>(command: FinsCommand<T>, policy: Policy): Promise<FinsResult<T>> {
    // Once an attempt was sent and not answered, the PLC may have done it, whatever later attempts bring.
    let unanswered = false;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#exchange.attempt(command, policy.timeoutMs);
      let fault: FinsFault;
      if (outcome.kind === 'closed') return { kind: 'fault', fault: closed(unanswered || outcome.sent) };
      if (outcome.kind === 'answered') {
        this.#answered();
        const { endCode } = outcome;
        if (isSuccess(endCode)) return { kind: 'ok', value: command.decode(outcome.data), endCode };
        this.#statistics.count('endCodeErrors');
        fault = endCodeFault(command, endCode, unanswered);
        if (endCode.class !== 'retry') return { kind: 'fault', fault };
      } else {
        unanswered ||= outcome.kind === 'silent';
        fault = unanswered ? timeout(command, attempt) : sendFailed(command, attempt, outcome);
        await this.#missed();
      }
      if (attempt > policy.retries || this.#link.state === 'lost') return { kind: 'fault', fault };
      await sleep(
        this.#ports.clock,
        backoffMs(this.#settings.backoff, attempt, this.#ports.random),
        this.#closing.signal,
      );
      if (this.#closing.signal.aborted) return { kind: 'fault', fault: closed(unanswered) };
      this.#statistics.count('retries');
    }
  }

  #answered(): void {
    this.#lastReplyAt = this.#ports.clock.now();
    this.#missesOnThisSocket = 0;
    this.#link.answered();
  }

  async #missed(): Promise<void> {
    this.#link.missed();
    this.#missesOnThisSocket += 1;
    if (this.#missesOnThisSocket < this.#settings.replaceSocketAfterMisses) return;
    this.#missesOnThisSocket = 0;
    await this.#exchange.replaceSocket(
      `${this.#settings.replaceSocketAfterMisses} attempts without an answer`,
    );
  }

  #busy(command: FinsCommand<unknown>): FinsFault {
    const message = `${command.name}: ${this.#settings.queueLimitRequests} requests are waiting already`;
    return { kind: 'busy', message, mayHaveBeenDone: false };
  }
}

function timeout(command: FinsCommand<unknown>, attempts: number): FinsFault {
  const message = `${command.name}: no answer in ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  return { kind: 'timeout', message, mayHaveBeenDone: true, attempts };
}

function sendFailed(
  command: FinsCommand<unknown>,
  attempts: number,
  outcome: { kind: 'silent' } | { kind: 'not-sent'; cause: string },
): FinsFault {
  const cause = outcome.kind === 'not-sent' ? outcome.cause : 'no answer';
  const message = `${command.name}: could not be sent: ${cause}`;
  return { kind: 'send-failed', message, mayHaveBeenDone: false, attempts, cause };
}

function endCodeFault(command: FinsCommand<unknown>, endCode: EndCode, mayHaveBeenDone: boolean): FinsFault {
  return { kind: 'end-code', message: `${command.name}: ${endCode.text}`, mayHaveBeenDone, endCode };
}

function linkLost(): FinsFault {
  return { kind: 'link-lost', message: 'the PLC does not answer; nothing was sent', mayHaveBeenDone: false };
}

function closed(mayHaveBeenDone: boolean): FinsFault {
  return { kind: 'closed', message: 'the line to the PLC was closed', mayHaveBeenDone };
}
