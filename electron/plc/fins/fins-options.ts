import { isIPv4 } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import type { Clock, Logger, Random } from '../../domain/ports.ts';

/** The wait before attempt n + 1 is firstMs * 2^(n-1), at most maxMs, of which a random half is taken off. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export interface FinsClientOptions {
  /** IPv4 address or name of the PLC. */
  readonly host: string;
  readonly port: number;
  /** Address of this computer to send from; chosen by the operating system when left out. */
  readonly localAddress?: string;
  /** UDP port to send from; any free one when left out. A PLC with a fixed address table needs it. */
  readonly localPort?: number;
  /** Our FINS node, 1..254; the last number of the local address when left out. */
  readonly clientNode?: number;
  /** The PLC's FINS node, 1..254; the last number of its address when left out. */
  readonly plcNode?: number;
  /** Training: refuses every address outside 127.0.0.0/8 before a socket exists. */
  readonly allowOnlyLoopback: boolean;
  readonly readTimeoutMs?: number;
  readonly writeTimeoutMs?: number;
  /** Further attempts of a read or a data write. A flag write has none. */
  readonly retries?: number;
  readonly backoff?: Backoff;
  /** Requests that may wait behind the one in flight; one more gets the fault `busy`. */
  readonly queueLimitRequests?: number;
  /** Unanswered attempts in a row after which the socket is replaced by a new one. */
  readonly replaceSocketAfterMisses?: number;
}

export interface FinsPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export const FINS_DEFAULTS = {
  readTimeoutMs: 500,
  writeTimeoutMs: 1000,
  retries: 2,
  backoff: { firstMs: 50, maxMs: 1000 },
  queueLimitRequests: 64,
  replaceSocketAfterMisses: 20,
} as const;

export type FinsSettings = FinsClientOptions & Required<Pick<FinsClientOptions, keyof typeof FINS_DEFAULTS>>;

/** Fills in the defaults. Throws AppError CONFIG_INVALID, naming the option, on a number out of range. */
export function settingsOf(options: FinsClientOptions): FinsSettings {
  const settings: FinsSettings = { ...FINS_DEFAULTS, ...options };
  if (settings.localAddress !== undefined && !isIPv4(settings.localAddress)) {
    throw new AppError(
      'CONFIG_INVALID',
      `FINS option localAddress is no IPv4 address: ${settings.localAddress}`,
    );
  }
  requireRange('port', settings.port, 1, 65_535);
  requireRange('localPort', settings.localPort ?? 0, 0, 65_535);
  requireRange('clientNode', settings.clientNode ?? 1, 1, 254);
  requireRange('plcNode', settings.plcNode ?? 1, 1, 254);
  requireRange('readTimeoutMs', settings.readTimeoutMs, 10, 10_000);
  requireRange('writeTimeoutMs', settings.writeTimeoutMs, 10, 10_000);
  requireRange('retries', settings.retries, 0, 10);
  requireRange('backoff.firstMs', settings.backoff.firstMs, 0, 10_000);
  requireRange('backoff.maxMs', settings.backoff.maxMs, 0, 10_000);
  requireRange('queueLimitRequests', settings.queueLimitRequests, 1, 10_000);
  requireRange('replaceSocketAfterMisses', settings.replaceSocketAfterMisses, 1, 10_000);
  return settings;
}

/** Milliseconds to wait after `attempt` (1, 2, ...) failed: between half and all of the doubled backoff. */
export function backoffMs(backoff: Backoff, attempt: number, random: Random): number {
  const fullMs = Math.min(backoff.maxMs, backoff.firstMs * 2 ** (attempt - 1));
  return fullMs * (0.5 + 0.5 * random());
}

function requireRange(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new AppError('CONFIG_INVALID', `FINS option ${name} is ${value}, allowed are ${min}..${max}`, {
    details: { option: name, value, min, max },
  });
}
