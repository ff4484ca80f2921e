import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a route does with one request. */
export type Script =
  | {
      readonly kind: 'answer';
      readonly body: string | Buffer;
      readonly status?: number;
      readonly headers?: Record<string, string>;
    }
  /** Never answers; the connection stays open. */
  | { readonly kind: 'hang' }
  /** Breaks the connection without an answer. */
  | { readonly kind: 'reset' }
  /** Breaks the connection in the middle of the answer. */
  | { readonly kind: 'cut'; readonly body: string };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly cookie: string | undefined;
  /** `params` of the JSON-RPC body; empty for a request without one. */
  readonly params: Record<string, unknown>;
}

export type Route = Script | ((request: SeenRequest) => Script);

/** A raw answer with any body. */
export function answer(body: string | Buffer, status = 200, headers: Record<string, string> = {}): Script {
  return { kind: 'answer', body, status, headers };
}

/** A JSON-RPC answer with this result. */
export function result(value: unknown, headers: Record<string, string> = {}): Script {
  return answer(JSON.stringify({ jsonrpc: '2.0', id: null, result: value }), 200, headers);
}

export function success(more: Record<string, unknown> = {}): Script {
  return result({ status: 'success', ...more });
}

export function refusal(message: string): Script {
  return result({ status: 'error', message });
}

/** A JSON-RPC error object, in HTTP 200 as Odoo sends it. */
export function rpcError(code: number, message: string, data: Record<string, unknown> = {}): Script {
  return answer(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message, data } }));
}

export const SESSION_EXPIRED = rpcError(100, 'Odoo Session Expired', {
  name: 'odoo.http.SessionExpiredException',
});
export const HANG: Script = { kind: 'hang' };
export const RESET: Script = { kind: 'reset' };

const LOGIN_PATH = '/api/scada/authenticate';

/**
 * An HTTP server on loopback with canned replies per path, for tests of the Odoo client. Unknown paths
 * answer 404; a login succeeds unless scripted otherwise.
 */
export class ScriptedOdoo implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  readonly #server: http.Server;
  readonly #routes = new Map<string, Route[]>();
  readonly #waiting: { path: string; count: number; done: () => void }[] = [];

  private constructor() {
    this.#server = http.createServer((request, response) => this.#handle(request, response));
    this.on(
      LOGIN_PATH,
      result({ status: 'success' }, { 'set-cookie': 'session_id=first; Path=/; HttpOnly' }),
    );
  }

  static async start(): Promise<ScriptedOdoo> {
    const odoo = new ScriptedOdoo();
    await new Promise<void>((resolve) => odoo.#server.listen(0, '127.0.0.1', resolve));
    return odoo;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Replies for a path, one per request; the last one stays. */
  on(path: string, ...routes: readonly [Route, ...Route[]]): this {
    this.#routes.set(path, [...routes]);
    return this;
  }

  /** Requests to a path so far. */
  to(path: string): SeenRequest[] {
    return this.seen.filter((request) => request.path === path);
  }

  /** Resolves when `count` requests to `path` have come in since the start. */
  received(path: string, count = 1): Promise<void> {
    if (this.to(path).length >= count) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ path, count, done }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #handle(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = describe(request, Buffer.concat(chunks).toString('utf8'));
      this.seen.push(seen);
      this.#play(this.#scriptFor(seen), response);
      for (const waiter of this.#waiting) {
        if (this.to(waiter.path).length >= waiter.count) waiter.done();
      }
    });
  }

  #scriptFor(seen: SeenRequest): Script {
    const routes = this.#routes.get(seen.path) ?? [];
    const route = routes.length > 1 ? routes.shift() : routes[0];
    if (route === undefined) return answer('<h1>Not Found</h1>', 404);
    return typeof route === 'function' ? route(seen) : route;
  }

  #play(script: Script, response: http.ServerResponse): void {
    switch (script.kind) {
      case 'answer':
        response.writeHead(script.status ?? 200, {
          'content-length': Buffer.byteLength(script.body),
          ...script.headers,
        });
        response.end(script.body);
        return;
      case 'hang':
        return;
      case 'reset':
        response.socket?.destroy();
        return;
      case 'cut':
        response.writeHead(200, { 'content-length': Buffer.byteLength(script.body) + 10 });
        response.write(script.body, () => response.socket?.destroy());
        return;
    }
  }
}

function describe(request: http.IncomingMessage, body: string): SeenRequest {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const parsed: { params?: Record<string, unknown> } = body === '' ? {} : JSON.parse(body);
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    cookie: request.headers.cookie,
    params: parsed.params ?? {},
  };
}
