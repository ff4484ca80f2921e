import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Cancel, Clock, Logger } from '../../domain/ports.ts';
import { type CommandFrame, decodeCommand, encodeReply, replyHeader } from '../../plc/fins/frame.ts';
import { alarmBits } from './cpu-state.ts';
import { DelayedReplies } from './delayed-replies.ts';
import {
  type CheckedCommand,
  type CommandTarget,
  checkCommand,
  REFUSALS,
  type ReadyCommand,
} from './fins-commands.ts';
import { type AcceptedRequest, RequestLog } from './request-log.ts';

/** ICF of a command that wants a reply, and of one that does not (W342, FINS header: bit 0). */
const ICF_WITH_REPLY = 0x80;
const ICF_WITHOUT_REPLY = 0x81;

/** A request that the PLC would carry out. */
export type IncomingRequest = Omit<AcceptedRequest, 'number'>;

/** What a trainer lets happen to a request that the PLC would carry out. */
export type Interception =
  | 'pass'
  /** Neither carried out nor answered. */
  | { readonly kind: 'drop' }
  /** Not carried out, answered with this end code. */
  | { readonly kind: 'refuse'; readonly endCode: number }
  /** Carried out; these datagrams are sent instead of the reply (none: the reply is lost), after `delayMs`. */
  | {
      readonly kind: 'send';
      readonly frames: (reply: Uint8Array) => readonly Uint8Array[];
      readonly delayMs?: number;
    };

export type Intercept = (request: IncomingRequest) => Interception;

/** What came in, since the server was opened. */
export interface ServerStatistics {
  readonly datagrams: number;
  readonly accepted: number;
  /** Carried-out requests by command code. */
  readonly byCommand: ReadonlyMap<number, number>;
  /** Refused requests by end code (alarm bits removed). */
  readonly refused: ReadonlyMap<number, number>;
  /** No FINS commands; never answered. */
  readonly malformed: number;
  /** Lost on the way: intercepted with `drop`, or arrived while the server was silent. */
  readonly dropped: number;
}

export interface FinsServerOptions {
  /** An address in 127.0.0.0/8. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Our FINS node number: the only DA1 that is served. */
  readonly node: number;
}

/**
 * A FINS/UDP server as strict as a CPU unit, on loopback only: header, length, area and range are
 * checked, and what does not fit is answered with the end code that the manual gives for it.
 */
export class FinsServer implements AsyncDisposable {
  readonly port: number;
  readonly #socket: Socket;
  readonly #node: number;
  readonly #target: CommandTarget;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #log = new RequestLog();
  readonly #refused = new Map<number, number>();
  readonly #delayed: DelayedReplies;
  readonly #silencers = new Set<symbol>();
  #intercept: Intercept = () => 'pass';
  #datagrams = 0;
  #malformed = 0;
  #dropped = 0;
  #closing: Promise<void> | null = null;

  private constructor(
    socket: Socket,
    node: number,
    target: CommandTarget,
    ports: { clock: Clock; logger: Logger },
  ) {
    this.#socket = socket;
    this.port = socket.address().port;
    this.#node = node;
    this.#target = target;
    this.#clock = ports.clock;
    this.#delayed = new DelayedReplies(ports.clock);
    this.#logger = ports.logger;
    socket.on('message', (bytes, source) => this.#receive(bytes, source));
    // A datagram to a client that has gone comes back as an error of the socket; the server goes on.
    socket.on('error', (error) => this.#warn(error));
  }

  /**
   * Opens the socket. Throws AppError PLC_ADDRESS_REFUSED for an address outside 127.0.0.0/8, before a
   * socket exists: training never speaks to a network. Rejects with the system's error (EADDRINUSE)
   * when the port is taken.
   */
  static async open(
    options: FinsServerOptions,
    target: CommandTarget,
    ports: { clock: Clock; logger: Logger },
  ): Promise<FinsServer> {
    const { host, port, node } = options;
    if (!isIPv4(host) || !host.startsWith('127.')) {
      throw new AppError('PLC_ADDRESS_REFUSED', `the training PLC serves this computer only, not ${host}`, {
        details: { host },
      });
    }
    const socket = createSocket('udp4');
    try {
      const listening = once(socket, 'listening');
      socket.bind({ address: host, port, exclusive: true });
      await listening;
    } catch (thrown) {
      socket.close();
      throw thrown;
    }
    return new FinsServer(socket, node, target, ports);
  }

  /** The last accepted requests, oldest first. */
  requests(): readonly AcceptedRequest[] {
    return this.#log.all();
  }

  /** Calls `listener` after each accepted request was carried out and before its reply is sent. */
  onRequest(listener: (request: AcceptedRequest) => void): Cancel {
    return this.#log.onRequest(listener);
  }

  /** Asks `intercept` about every request from now on; null ends it. */
  setIntercept(intercept: Intercept | null): void {
    this.#intercept = intercept ?? (() => 'pass');
  }

  /**
   * From now on nothing is taken in and nothing goes out, as with a pulled cable: replies that were still to
   * be sent are lost. Ends when cancelled; where several ask for silence, when the last one is.
   */
  goSilent(): Cancel {
    const silencer = Symbol('silence');
    this.#silencers.add(silencer);
    this.#delayed.forget();
    return () => {
      this.#silencers.delete(silencer);
    };
  }

  statistics(): ServerStatistics {
    const byCommand = this.#log.counts();
    return {
      datagrams: this.#datagrams,
      accepted: [...byCommand.values()].reduce((sum, count) => sum + count, 0),
      byCommand,
      refused: new Map(this.#refused),
      malformed: this.#malformed,
      dropped: this.#dropped,
    };
  }

  /** Closes the socket; delayed replies are not sent any more. Twice does nothing more. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    this.#delayed.forget();
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #receive(bytes: Buffer, source: RemoteInfo): void {
    if (this.#closing !== null) return;
    if (this.#silencers.size > 0) {
      this.#dropped += 1;
      return;
    }
    this.#datagrams += 1;
    const frame = decodeCommand(bytes);
    if (frame.kind === 'malformed') {
      this.#malformed += 1;
      return;
    }
    const checked = this.#check(frame);
    if (checked.kind === 'refused') {
      this.#refused.set(checked.endCode, (this.#refused.get(checked.endCode) ?? 0) + 1);
      this.#reply(frame, source, checked.endCode);
      return;
    }
    this.#serve(frame, source, checked);
  }

  #check(frame: CommandFrame): CheckedCommand {
    const { icf, rsv, dna, da1, da2 } = frame.header;
    const headerFits = (icf === ICF_WITH_REPLY || icf === ICF_WITHOUT_REPLY) && rsv === 0;
    if (!headerFits) return { kind: 'refused', endCode: REFUSALS.wrongHeader };
    if (dna !== 0) return { kind: 'refused', endCode: REFUSALS.noRoutingTables };
    if (da1 !== this.#node) return { kind: 'refused', endCode: REFUSALS.wrongHeader };
    if (da2 !== 0) return { kind: 'refused', endCode: REFUSALS.noSuchUnit };
    return checkCommand(frame, this.#target);
  }

  #serve(frame: CommandFrame, source: RemoteInfo, checked: ReadyCommand): void {
    const { address, count, words } = checked;
    const request: IncomingRequest = {
      at: this.#clock.now(),
      source: { address: source.address, port: source.port },
      sid: frame.header.sid,
      command: frame.command,
      address,
      count,
      words,
    };
    const interception = this.#intercept(request);
    if (interception !== 'pass' && interception.kind === 'drop') {
      this.#dropped += 1;
      return;
    }
    if (interception !== 'pass' && interception.kind === 'refuse') {
      this.#reply(frame, source, interception.endCode);
      return;
    }
    const data = this.#carryOut(checked);
    if (data === null) {
      this.#reply(frame, source, REFUSALS.memoryError);
      return;
    }
    this.#log.add(request);
    if (interception === 'pass' || frame.header.icf === ICF_WITHOUT_REPLY) {
      this.#reply(frame, source, 0, data);
      return;
    }
    const frames = interception.frames(this.#encode(frame, 0, data));
    this.#delayed.after(interception.delayMs ?? 0, () => {
      for (const bytes of frames) this.#send(bytes, source);
    });
  }

  /** Null when the memory could not keep a write (a full disk): the CPU reports it, and goes on serving. */
  #carryOut(checked: ReadyCommand): Uint8Array | null {
    try {
      return checked.carryOut();
    } catch (thrown) {
      this.#logger.error(`training PLC: memory: ${messageOf(thrown)}`, { module: 'training-plc' });
      return null;
    }
  }

  #reply(frame: CommandFrame, source: RemoteInfo, endCode: number, data?: Uint8Array): void {
    if (frame.header.icf === ICF_WITHOUT_REPLY) return;
    this.#send(this.#encode(frame, endCode, data), source);
  }

  #encode(frame: CommandFrame, endCode: number, data?: Uint8Array): Buffer {
    const withAlarms = endCode | alarmBits(this.#target.cpu());
    return encodeReply(replyHeader(frame.header), frame.command, withAlarms, data);
  }

  #send(bytes: Uint8Array, to: RemoteInfo): void {
    this.#socket.send(bytes, to.port, to.address, (error) => {
      if (error !== null) this.#warn(error);
    });
  }

  #warn(error: Error): void {
    this.#logger.warn(`training PLC: ${messageOf(error)}`, { module: 'training-plc' });
  }
}
