import { assertNever, messageOf } from '../../shared/errors.ts';
import type { EpochMs } from '../domain/batch.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';
import type { ControllerStatus, PlcMode } from './fins/controller-status.ts';
import { type CpuErrors, fatalErrors, nonFatalErrors } from './fins/cpu-errors.ts';
import type { FinsClient } from './fins/fins-client.ts';
import type { FinsFault, FinsResult } from './fins/fins-result.ts';
import type { LinkState } from './fins/link-state.ts';

/** What is known of the PLC's own state; nothing of it is kept over a lost link. */
export interface CpuStatus {
  /** `unknown` while it was not read, or when the PLC does not support reading it. */
  readonly mode: PlcMode;
  /** Null while not known. */
  readonly executing: boolean | null;
  readonly fatal: CpuErrors | null;
  readonly nonFatal: CpuErrors | null;
  readonly errorCode: number | null;
  /** Text of the PLC's FAL or FALS; empty for none. */
  readonly errorMessage: string | null;
  /** Why the PLC refused to tell its status, in English; null when it did not. */
  readonly refusal: string | null;
}

export interface PlcLinkStatus extends CpuStatus {
  readonly link: LinkState;
  /** The PLC's last valid reply to anything. */
  readonly lastGoodAt: EpochMs | null;
  /** When mode and errors were last read. */
  readonly statusReadAt: EpochMs | null;
  /** Since when the link is lost; null while it is not. */
  readonly lostSince: EpochMs | null;
}

export interface LinkWatchOptions {
  /** Pause between two probes while the PLC does not answer. */
  readonly probeEveryMs: number;
  /** Pause between two readings of the status while it does. */
  readonly refreshEveryMs: number;
}

export const LINK_WATCH_DEFAULTS: LinkWatchOptions = { probeEveryMs: 1500, refreshEveryMs: 10_000 };

export type StatusListener = (status: PlcLinkStatus) => void;

type WatchedClient = Pick<FinsClient, 'controllerStatus' | 'probe' | 'linkState' | 'onLink' | 'lastReplyAt'>;

const NOTHING_KNOWN: CpuStatus = {
  mode: 'unknown',
  executing: null,
  fatal: null,
  nonFatal: null,
  errorCode: null,
  errorMessage: null,
  refusal: null,
};

/**
 * Keeps an eye on the PLC: probes a silent one until it answers, and reads mode and error flags of one
 * that does. Listeners hear of every change of what is known, not of mere readings.
 */
export class LinkWatch {
  readonly #client: WatchedClient;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #options: LinkWatchOptions;
  readonly #listeners = new Set<StatusListener>();
  #cpu: CpuStatus = NOTHING_KNOWN;
  #statusReadAt: EpochMs | null = null;
  #lostSince: EpochMs | null = null;
  #asking = false;
  #cancelTimer: Cancel | null = null;
  #cancelLink: Cancel | null = null;

  constructor(
    client: WatchedClient,
    ports: { readonly clock: Clock; readonly logger: Logger },
    options: LinkWatchOptions = LINK_WATCH_DEFAULTS,
  ) {
    this.#client = client;
    this.#clock = ports.clock;
    this.#log = ports.logger.with({ module: 'link-watch' });
    this.#options = options;
  }

  get status(): PlcLinkStatus {
    return {
      ...this.#cpu,
      link: this.#client.linkState,
      lastGoodAt: this.#client.lastReplyAt,
      statusReadAt: this.#statusReadAt,
      lostSince: this.#lostSince,
    };
  }

  onChange(listener: StatusListener): Cancel {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Asks at once, then keeps watching until {@link stop}. Starting twice does nothing. */
  start(): void {
    if (this.#cancelLink !== null) return;
    this.#cancelLink = this.#client.onLink((link) => this.#onLink(link));
    if (this.#client.linkState === 'lost') this.#lostSince = this.#clock.now();
    void this.#ask();
  }

  /** Leaves no timer behind; an answer that is still on its way is not looked at. */
  stop(): void {
    this.#cancelLink?.();
    this.#cancelLink = null;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #onLink(link: LinkState): void {
    this.#lostSince = link === 'lost' ? this.#clock.now() : null;
    if (link === 'lost') {
      this.#cpu = NOTHING_KNOWN;
      this.#log.warn('the PLC does not answer any more: link lost');
    } else {
      this.#log.info(`PLC link: ${link}`);
    }
    this.#tell();
    // Somebody else's request found it out: the watch's own pace follows. An own question goes on by itself.
    if (this.#asking || this.#cancelLink === null) return;
    if (link === 'up') void this.#ask();
    else this.#askLater();
  }

  async #ask(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#asking = true;
    const link = this.#client.linkState;
    const result = await (link === 'up' ? this.#client.controllerStatus() : this.#client.probe());
    this.#asking = false;
    if (this.#cancelLink === null) return;
    this.#learn(result);
    if (result.kind === 'fault' && result.fault.kind === 'closed') return;
    this.#askLater();
  }

  #askLater(): void {
    const { probeEveryMs, refreshEveryMs } = this.#options;
    const ms = this.#client.linkState === 'up' ? refreshEveryMs : probeEveryMs;
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.after(ms, () => void this.#ask());
  }

  #learn(result: FinsResult<ControllerStatus>): void {
    const before = JSON.stringify(this.#cpu);
    if (result.kind === 'ok') {
      this.#cpu = cpuStatusOf(result.value);
      this.#statusReadAt = this.#clock.now();
    } else {
      this.#cpu = this.#afterFault(result.fault);
    }
    if (JSON.stringify(this.#cpu) !== before) this.#tell();
  }

  #afterFault(fault: FinsFault): CpuStatus {
    switch (fault.kind) {
      case 'end-code':
        // It answers, so it is alive; it only does not tell its mode.
        return { ...NOTHING_KNOWN, refusal: fault.message };
      case 'timeout':
      case 'send-failed':
      case 'link-lost':
      case 'busy':
      case 'closed':
        return this.#cpu;
      default:
        return assertNever(fault, 'FINS fault');
    }
  }

  #tell(): void {
    const { status } = this;
    for (const listener of [...this.#listeners]) {
      try {
        listener(status);
      } catch (error) {
        this.#log.error(`a listener of the PLC status threw: ${messageOf(error)}`);
      }
    }
  }
}

function cpuStatusOf(status: ControllerStatus): CpuStatus {
  return {
    mode: status.mode,
    executing: status.executing,
    fatal: fatalErrors(status.fatalErrors),
    nonFatal: nonFatalErrors(status.nonFatalErrors),
    errorCode: status.errorCode,
    errorMessage: status.errorMessage,
    refusal: null,
  };
}
