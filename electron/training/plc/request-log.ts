import type { Cancel } from '../../domain/ports.ts';

/** How many accepted requests are remembered; beyond it the oldest go. */
export const REQUEST_LOG_LIMIT_REQUESTS = 20_000;

/** One request that the training PLC carried out: well formed, addressed to it, within its memory. */
export interface AcceptedRequest {
  /** Counts the accepted requests of this server, from 1. */
  readonly number: number;
  /** UTC, ms since 1970. */
  readonly at: number;
  readonly source: { readonly address: string; readonly port: number };
  readonly sid: number;
  /** FINS command code, 0x0101 for a memory read. */
  readonly command: number;
  /** First DM word, null for a command without memory. */
  readonly address: number | null;
  /** Number of words, 0 for a command without memory. */
  readonly count: number;
  /** The words written; empty for everything but a write. */
  readonly words: readonly number[];
}

/** What the training PLC was asked, in order: what tests and trainers look at. */
export class RequestLog {
  #requests: AcceptedRequest[] = [];
  #total = 0;
  readonly #counts = new Map<number, number>();
  readonly #listeners = new Set<(request: AcceptedRequest) => void>();

  add(request: Omit<AcceptedRequest, 'number'>): void {
    this.#total += 1;
    const accepted = { number: this.#total, ...request };
    this.#requests.push(accepted);
    // Cut in halves, so that a full log does not move every entry for every request.
    if (this.#requests.length >= 2 * REQUEST_LOG_LIMIT_REQUESTS) {
      this.#requests = this.#requests.slice(-REQUEST_LOG_LIMIT_REQUESTS);
    }
    this.#counts.set(request.command, (this.#counts.get(request.command) ?? 0) + 1);
    for (const listener of [...this.#listeners]) listener(accepted);
  }

  /** The last {@link REQUEST_LOG_LIMIT_REQUESTS} accepted requests, oldest first. */
  all(): readonly AcceptedRequest[] {
    return this.#requests.slice(-REQUEST_LOG_LIMIT_REQUESTS);
  }

  /** How many requests were ever accepted, by command code. */
  counts(): ReadonlyMap<number, number> {
    return new Map(this.#counts);
  }

  /** Calls `listener` after each accepted request was carried out and before its reply is sent. */
  onRequest(listener: (request: AcceptedRequest) => void): Cancel {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
