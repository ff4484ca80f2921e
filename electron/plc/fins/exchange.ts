import type { RemoteInfo } from 'node:dgram';
import { AppError } from '../../../shared/errors.ts';
import type { Cancel, Logger } from '../../domain/ports.ts';
import type { FinsCommand } from './command.ts';
import type { EndCode } from './end-codes.ts';
import type { FinsPorts, FinsSettings } from './fins-options.ts';
import { commandHeader, encodeCommand } from './frame.ts';
import type { LinkStatistics } from './link-statistics.ts';
import { lastOctet } from './plc-address.ts';
import { judgeReply } from './reply-match.ts';
import { SidLedger } from './sid-ledger.ts';
import { needsNewSocket, systemCodeOf, type UdpEnds, UdpLink } from './udp-link.ts';

/** What came of sending a command once. */
export type AttemptOutcome =
  | { readonly kind: 'answered'; readonly endCode: EndCode; readonly data: Uint8Array }
  | { readonly kind: 'silent' }
  | { readonly kind: 'not-sent'; readonly cause: string }
  | { readonly kind: 'closed'; readonly sent: boolean };

interface Attempt {
  readonly sid: number;
  readonly command: FinsCommand<unknown>;
  sentAtMs: number | null;
  /** Why it could not be sent, when it could not. */
  sendFault: string | null;
  readonly settle: (outcome: AttemptOutcome) => void;
}

export interface Nodes {
  readonly clientNode: number;
  readonly plcNode: number;
}

/** Carries out single attempts over the socket: one at a time, each with its own SID and deadline. */
export class FinsExchange {
  readonly #settings: FinsSettings;
  readonly #ports: FinsPorts;
  readonly #log: Logger;
  readonly #statistics: LinkStatistics;
  readonly #link: UdpLink;
  readonly #sids: SidLedger;
  #current: Attempt | null = null;
  #ends: UdpEnds | null = null;
  #closed = false;

  constructor(settings: FinsSettings, ports: FinsPorts, statistics: LinkStatistics) {
    this.#settings = settings;
    this.#ports = ports;
    this.#log = ports.logger.with({ module: 'fins' });
    this.#statistics = statistics;
    this.#sids = new SidLedger(ports.random);
    this.#link = new UdpLink(settings, {
      onDatagram: (bytes, source) => this.#onDatagram(bytes, source),
      onError: (error) => this.#noteSocketError(error),
      onOpened: () => statistics.count('socketsOpened'),
    });
  }

  /** Our own and the PLC's FINS node; null until a socket could be opened. */
  get nodes(): Nodes | null {
    if (this.#ends === null) return null;
    return {
      clientNode: this.#settings.clientNode ?? lastOctet(this.#ends.localAddress),
      plcNode: this.#settings.plcNode ?? lastOctet(this.#ends.plcAddress),
    };
  }

  /**
   * Opens the socket. A network that is not there yet is only logged: each attempt tries again.
   * Throws AppError PLC_ADDRESS_REFUSED or CONFIG_INVALID.
   */
  async open(): Promise<void> {
    const opening = await this.#link.open();
    if (opening.kind === 'open') {
      this.#ends = opening.ends;
      return;
    }
    if (opening.error instanceof AppError) throw opening.error;
    this.#log.warn(`no socket to the PLC yet: ${opening.error.message}`, { host: this.#settings.host });
  }

  /**
   * Sends a command once and waits at most `timeoutMs` for its answer. A send that fails uses up the
   * whole time too, so that a caller in a loop never spins. Never rejects.
   */
  attempt(command: FinsCommand<unknown>, timeoutMs: number): Promise<AttemptOutcome> {
    if (this.#closed) return Promise.resolve({ kind: 'closed', sent: false });
    return new Promise((resolve) => {
      const sid = this.#sids.take(command.code);
      let cancelDeadline: Cancel | null = null;
      const attempt: Attempt = {
        sid,
        command,
        sentAtMs: null,
        sendFault: null,
        settle: (outcome) => {
          if (this.#current !== attempt) return;
          this.#current = null;
          cancelDeadline?.();
          this.#sids.settle(sid, outcome.kind === 'answered' ? 'answered' : 'timed-out');
          resolve(outcome);
        },
      };
      this.#current = attempt;
      // After the deadline one more turn of the event loop: when this process was held up, the answer
      // may lie in the socket already.
      cancelDeadline = this.#ports.clock.after(timeoutMs, () => setImmediate(() => this.#expire(attempt)));
      void this.#transmit(attempt);
    });
  }

  /** The next attempt gets a new socket. */
  replaceSocket(why: string): Promise<void> {
    this.#log.info(`new socket to the PLC: ${why}`);
    return this.#link.discard();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const attempt = this.#current;
    attempt?.settle({ kind: 'closed', sent: attempt.sentAtMs !== null });
    await this.#link.close();
  }

  async #transmit(attempt: Attempt): Promise<void> {
    const opening = await this.#link.open();
    if (opening.kind === 'unavailable') {
      attempt.sendFault = opening.error.message;
      this.#noteSocketError(opening.error);
      return;
    }
    this.#ends = opening.ends;
    const nodes = this.nodes;
    // Opening may outlast the attempt: its command must not be sent after its caller was told that it was not.
    if (this.#current !== attempt || nodes === null) return;
    const header = commandHeader({ ...nodes, sid: attempt.sid });
    const frame = encodeCommand(header, attempt.command.code, attempt.command.data);
    attempt.sentAtMs = this.#ports.clock.monotonicMs();
    const error = await this.#send(attempt, frame);
    if (error === null) {
      this.#statistics.count('sent');
      return;
    }
    attempt.sentAtMs = null;
    attempt.sendFault = error.message;
    if (needsNewSocket(error) && !this.#closed) await this.replaceSocket(error.message);
  }

  /** Null when the datagram is on its way. */
  async #send(attempt: Attempt, frame: Uint8Array): Promise<Error | null> {
    const error = await this.#link.send(frame);
    if (error === null) return null;
    this.#noteSocketError(error);
    // The kernel reports an ICMP refusal of an earlier datagram at the next send, and sends nothing then.
    if (systemCodeOf(error) !== 'ECONNREFUSED' || this.#current !== attempt) return error;
    const again = await this.#link.send(frame);
    if (again !== null) this.#noteSocketError(again);
    return again;
  }

  #onDatagram(bytes: Uint8Array, source: RemoteInfo): void {
    const nodes = this.nodes;
    if (nodes === null || this.#ends === null) return;
    const attempt = this.#current;
    const judgement = judgeReply(bytes, source, {
      ...nodes,
      plcAddress: this.#ends.plcAddress,
      plcPort: this.#settings.port,
      // What was not sent cannot be answered.
      question: attempt?.sentAtMs == null ? null : attempt,
      fateOf: (sid, command) => this.#sids.fateOf(sid, command),
    });
    if (judgement.kind === 'dropped') {
      this.#statistics.count(judgement.as);
      this.#log.debug(`dropped a ${judgement.as} datagram: ${judgement.why}`, { bytes: bytes.length });
      return;
    }
    this.#statistics.count('answered');
    if (attempt?.sentAtMs != null) {
      this.#statistics.addRoundTrip(this.#ports.clock.monotonicMs() - attempt.sentAtMs);
    }
    attempt?.settle({ kind: 'answered', endCode: judgement.endCode, data: judgement.data });
  }

  #expire(attempt: Attempt): void {
    if (this.#current !== attempt) return;
    if (attempt.sentAtMs === null) {
      attempt.settle({ kind: 'not-sent', cause: attempt.sendFault ?? 'no socket in time' });
      return;
    }
    this.#statistics.count('timeouts');
    attempt.settle({ kind: 'silent' });
  }

  #noteSocketError(error: Error): void {
    this.#statistics.count('sendErrors');
    this.#log.debug(`socket to the PLC: ${error.message}`);
  }
}
