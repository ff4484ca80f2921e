import * as http from 'node:http';
import * as https from 'node:https';
import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../domain/ports.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * What came of one HTTP exchange.
 * `sent` tells whether any byte of the request may have reached the server: while the connection was
 * never made, the server surely did nothing.
 */
export type HttpOutcome =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      readonly body: Buffer;
    }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'timeout'; readonly sent: boolean }
  | { readonly kind: 'broken'; readonly sent: boolean; readonly reason: string };

export interface HttpLimits {
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
}

export interface HttpChannel {
  /** One request and its whole reply. Never throws, always ends within `timeoutMs` of the clock. */
  exchange(request: HttpRequest): Promise<HttpOutcome>;
  /** Ends every exchange in flight as broken and closes the kept connections. */
  close(): void;
}

const MAX_SOCKETS = 4;

/**
 * HTTP over kept-alive connections. node:http and not fetch: only it tells whether a connection was
 * made before it failed, which is the difference between "not applied" and "unknown".
 */
export function createHttpChannel(protocol: string, limits: HttpLimits, clock: Clock): HttpChannel {
  const secure = protocol === 'https:';
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  const send = secure ? https.request : http.request;
  // No byte of a request goes out before TLS stands: a bad certificate surely applied nothing.
  const readyEvent = secure ? 'secureConnect' : 'connect';
  const inFlight = new Set<() => void>();
  let closed = false;

  function exchange(request: HttpRequest): Promise<HttpOutcome> {
    if (closed) return Promise.resolve({ kind: 'broken', sent: false, reason: 'the client is closed' });
    return new Promise((resolve) => {
      let sent = false;
      let settled = false;
      const outgoing = send(request.url, { method: request.method, headers: request.headers, agent });
      const end = (outcome: HttpOutcome): void => {
        if (settled) return;
        settled = true;
        cancelTimeout();
        inFlight.delete(abandon);
        if (outcome.kind !== 'response') outgoing.destroy();
        resolve(outcome);
      };
      const broken = (thrown: unknown): void => end({ kind: 'broken', sent, reason: messageOf(thrown) });
      const abandon = (): void => broken('the client was closed');
      const cancelTimeout = clock.after(limits.timeoutMs, () => end({ kind: 'timeout', sent }));
      inFlight.add(abandon);

      outgoing.on('socket', (socket) => {
        if (!socket.connecting) sent = true;
        else {
          socket.once(readyEvent, () => {
            sent = true;
          });
        }
      });
      outgoing.on('error', broken);
      outgoing.on('response', (incoming) => {
        collect(incoming, limits.maxReplyBytes).then(end, broken);
      });
      outgoing.end(request.body ?? undefined);
    });
  }

  return {
    exchange,
    close() {
      closed = true;
      for (const abandon of [...inFlight]) abandon();
      agent.destroy();
    },
  };
}

/** Reads a reply's body up to `maxBytes`. Rejects when the connection ends before the body does. */
async function collect(incoming: http.IncomingMessage, maxBytes: number): Promise<HttpOutcome> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > maxBytes) return { kind: 'too-long' };
    chunks.push(part);
  }
  return {
    kind: 'response',
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}
