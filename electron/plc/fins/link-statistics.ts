import type { DropReason } from './reply-match.ts';

/** Round trips that the percentiles look back on. */
const ROUND_TRIPS_KEPT = 1024;

/** Milliseconds; null while no round trip was measured. */
export interface RoundTrips {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Counts since the client was opened. */
export interface FinsStatistics {
  /** Datagrams handed to the network. */
  readonly sent: number;
  /** Replies accepted, failing end codes included. */
  readonly answered: number;
  /** Attempts that were sent and not answered in time. */
  readonly timeouts: number;
  readonly late: number;
  readonly duplicate: number;
  readonly foreign: number;
  readonly malformed: number;
  /** Second and later attempts of one request. */
  readonly retries: number;
  readonly endCodeErrors: number;
  /** Errors of the socket: unreachable port, no route, address gone. */
  readonly sendErrors: number;
  readonly socketsOpened: number;
  /** Of the last 1024 answers; null before the first. */
  readonly roundTripMs: RoundTrips | null;
}

type Counter = Exclude<keyof FinsStatistics, 'roundTripMs'>;

/** Collects the counts; bounded in memory. */
export class LinkStatistics {
  readonly #counts: Record<Counter, number> & Record<DropReason, number> = {
    sent: 0,
    answered: 0,
    timeouts: 0,
    late: 0,
    duplicate: 0,
    foreign: 0,
    malformed: 0,
    retries: 0,
    endCodeErrors: 0,
    sendErrors: 0,
    socketsOpened: 0,
  };
  readonly #roundTripsMs: number[] = [];
  #nextRoundTrip = 0;

  count(what: Counter): void {
    this.#counts[what] += 1;
  }

  addRoundTrip(ms: number): void {
    this.#roundTripsMs[this.#nextRoundTrip] = ms;
    this.#nextRoundTrip = (this.#nextRoundTrip + 1) % ROUND_TRIPS_KEPT;
  }

  snapshot(): FinsStatistics {
    return { ...this.#counts, roundTripMs: percentiles(this.#roundTripsMs) };
  }
}

/** Nearest-rank percentiles: each is a value that was really measured. */
function percentiles(values: readonly number[]): RoundTrips | null {
  const sorted = values.toSorted((a, b) => a - b);
  const max = sorted.at(-1);
  if (max === undefined) return null;
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? max;
  return { p50: rank(0.5), p90: rank(0.9), p99: rank(0.99), max };
}
