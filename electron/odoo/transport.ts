import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../domain/ports.ts';
import { readEnvelope } from './envelope.ts';
import type { HttpChannel, HttpOutcome, HttpRequest } from './http-exchange.ts';
import { createHttpChannel } from './http-exchange.ts';
import type { FaultReply } from './odoo-reply.ts';
import { fault } from './odoo-reply.ts';

export type Scalar = string | number | boolean;
export type Params = Readonly<Record<string, Scalar | readonly Scalar[]>>;

export interface TransportRequest {
  /** GET sends `params` as the query string, POST as the params of a JSON-RPC call. */
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly params: Params;
  readonly sessionId: string | null;
}

/** What Odoo answered, not yet checked against a schema, and the session cookie that came with it. */
export type TransportReply =
  | { readonly kind: 'ok'; readonly value: unknown; readonly sessionId: string | null }
  | FaultReply;

export interface OdooTransport {
  send(request: TransportRequest): Promise<TransportReply>;
  close(): void;
}

export interface TransportOptions {
  readonly baseUrl: string;
  /** Whole exchange, from the call to the last byte of the reply. */
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
}

/** More waiting calls than this are refused as throttled: nothing in the station needs as many. */
const MAX_CALLS_IN_FLIGHT = 32;
/** A server that asks for more than this is not obeyed to the letter. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * JSON-RPC over HTTP to one Odoo.
 * Throws AppError CONFIG_INVALID when `baseUrl` is not an http(s) address or carries a user and password.
 */
export function createTransport(options: TransportOptions, clock: Clock): OdooTransport {
  const base = parseBaseUrl(options.baseUrl);
  const channel: HttpChannel = createHttpChannel(base.protocol, options, clock);
  let inFlight = 0;
  let lastId = 0;

  async function send(request: TransportRequest): Promise<TransportReply> {
    if (inFlight >= MAX_CALLS_IN_FLIGHT) {
      return fault('transient', 'ODOO_THROTTLED', `${inFlight} calls to Odoo wait already`);
    }
    inFlight += 1;
    lastId += 1;
    try {
      const outcome = await channel.exchange(httpRequest(base, request, lastId));
      return classify(outcome, request.path, options, clock);
    } finally {
      inFlight -= 1;
    }
  }

  return { send, close: () => channel.close() };
}

function parseBaseUrl(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base === undefined || !['http:', 'https:'].includes(base.protocol)) {
    throw new AppError(
      'CONFIG_INVALID',
      'the Odoo address must be a URL that starts with http:// or https://',
    );
  }
  if (base.username !== '' || base.password !== '') {
    throw new AppError('CONFIG_INVALID', 'the Odoo address must not hold a user name or a password');
  }
  return base;
}

function httpRequest(base: URL, request: TransportRequest, id: number): HttpRequest {
  const url = new URL(base.pathname.replace(/\/+$/, '') + request.path, base);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.sessionId !== null) headers.cookie = `session_id=${request.sessionId}`;
  if (request.method === 'GET') {
    for (const [name, value] of Object.entries(request.params)) url.searchParams.set(name, String(value));
    return { method: 'GET', url, headers, body: null };
  }
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', id, params: request.params });
  headers['content-type'] = 'application/json';
  headers['content-length'] = String(Buffer.byteLength(body));
  return { method: 'POST', url, headers, body };
}

/** Classifies one exchange. What may have reached Odoo is never called "not applied". */
function classify(
  outcome: HttpOutcome,
  path: string,
  limits: TransportOptions,
  clock: Clock,
): TransportReply {
  switch (outcome.kind) {
    case 'timeout': {
      const faultClass = outcome.sent ? 'unknown-outcome' : 'transient';
      const what = outcome.sent ? 'no answer' : 'no connection';
      return fault(faultClass, 'ODOO_TIMEOUT', `${path}: ${what} within ${limits.timeoutMs} ms`, {
        linkDown: true,
      });
    }
    case 'broken':
      return fault(
        outcome.sent ? 'unknown-outcome' : 'transient',
        'ODOO_UNREACHABLE',
        `${path}: ${outcome.sent ? 'connection lost' : 'no connection'} (${outcome.reason})`,
        { linkDown: true },
      );
    case 'too-long':
      return fault(
        'unknown-outcome',
        'ODOO_MALFORMED_REPLY',
        `${path}: reply is over ${limits.maxReplyBytes} bytes`,
      );
    case 'response':
      return readResponse(outcome, path, clock);
  }
}

function readResponse(
  response: Extract<HttpOutcome, { kind: 'response' }>,
  path: string,
  clock: Clock,
): TransportReply {
  const { status, headers } = response;
  if (status < 200 || status > 299) {
    return statusFault(status, path, retryAfterMs(headers['retry-after'], clock));
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(response.body);
  } catch {
    return fault('unknown-outcome', 'ODOO_MALFORMED_REPLY', `${path}: the reply is not UTF-8 text`);
  }
  const reply = readEnvelope(text);
  if (reply.kind === 'fault') return reply;
  return { ...reply, sessionId: sessionIdOf(headers['set-cookie'] ?? []) };
}

function statusFault(status: number, path: string, waitMs: number | undefined): FaultReply {
  const message = `${path}: HTTP ${status}`;
  if (status === 404) return fault('permanent', 'ODOO_WRONG_PATH', message);
  if (status === 429) {
    return fault('transient', 'ODOO_THROTTLED', message, { linkDown: true, retryAfterMs: waitMs });
  }
  if (status === 408 || status >= 500) {
    return fault('unknown-outcome', 'ODOO_HTTP', message, { linkDown: true, retryAfterMs: waitMs });
  }
  // A redirect is a proxy's doing (maintenance page, http to https): it proves nothing either way.
  if (status < 400) return fault('unknown-outcome', 'ODOO_HTTP', message);
  return fault('permanent', 'ODOO_HTTP', message);
}

/** Retry-After as seconds or as an HTTP date (RFC 9110, 10.2.3); undefined when absent or unreadable. */
function retryAfterMs(header: string | undefined, clock: Clock): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - clock.now();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}

function sessionIdOf(setCookies: readonly string[]): string | null {
  for (const line of setCookies) {
    // Only what may stand in a cookie header again (RFC 6265, cookie-octet).
    const value = /^\s*session_id=([!#-+\--:<-[\]-~]+)/.exec(line)?.[1];
    if (value !== undefined) return value;
  }
  return null;
}
