import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Cancel, Clock, Logger } from '../../domain/ports.ts';
import { type HttpAnswer, page } from './reply.ts';

/** Longer bodies are answered with 413 and not read to their end. */
export const MAX_BODY_BYTES = 1_048_576;
/** At the limit a further request that should hang has its connection broken, one that should wait is answered at once. */
export const MAX_HANGING_REQUESTS = 100;

const LOOPBACK = '127.0.0.1';

/** An HTTP request whose body has arrived. */
export interface IncomingCall {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string;
  readonly cookie: string;
  readonly body: string;
}

export type Outgoing =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer; readonly delayMs?: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

/** Decides what goes back; called once per request, one after the other. */
export type Serve = (call: IncomingCall) => Outgoing;

/** The HTTP side of the training Odoo: listens on loopback, nowhere else, and hands requests on. */
export class HttpDoor implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #serve: Serve;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Of answers that are to leave later; as many as requests hang at most. */
  readonly #timers = new Set<Cancel>();
  #hanging = 0;

  private constructor(
    server: Server,
    port: number,
    serve: Serve,
    { clock, logger }: { clock: Clock; logger: Logger },
  ) {
    this.#server = server;
    this.port = port;
    this.#serve = serve;
    this.#clock = clock;
    this.#logger = logger;
    server.on('request', (request, response) => void this.#take(request, response));
  }

  /** Listens on 127.0.0.1:`port`, 0 for any free one. Throws AppError TRAINING_PORT_IN_USE. */
  static async open(port: number, serve: Serve, ports: { clock: Clock; logger: Logger }): Promise<HttpDoor> {
    const server = createServer();
    server.listen(port, LOOPBACK);
    try {
      await once(server, 'listening');
    } catch (thrown) {
      throw new AppError('TRAINING_PORT_IN_USE', `training Odoo on port ${port}: ${messageOf(thrown)}`, {
        cause: thrown,
        details: { port },
      });
    }
    const address = server.address();
    if (address === null || typeof address === 'string') throw new AppError('INTERNAL', 'no TCP address');
    return new HttpDoor(server, address.port, serve, ports);
  }

  /** Stops listening and breaks every connection. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await bodyOf(request);
      this.#send(response, body === null ? tooLong() : this.#serve(incoming(request, body)));
    } catch (thrown) {
      // A caller that went away is none of our business; anything else is our fault, and says so.
      if (request.destroyed && !request.complete) return;
      this.#logger.error(`training Odoo: ${messageOf(thrown)}`, {
        module: 'training-odoo',
        path: request.url,
      });
      const answer = page(500, 'Internal Server Error', 'The training Odoo has failed; see its log.');
      this.#send(response, { kind: 'answer', answer });
    }
  }

  #send(response: ServerResponse, outgoing: Outgoing): void {
    if (outgoing.kind === 'answer') {
      const { answer, delayMs = 0 } = outgoing;
      if (delayMs === 0 || this.#hanging >= MAX_HANGING_REQUESTS) write(response, answer);
      else this.#writeLater(response, answer, delayMs);
    } else if (outgoing.kind === 'reset' || this.#hanging >= MAX_HANGING_REQUESTS) {
      response.destroy();
    } else {
      this.#countWhileOpen(response);
    }
  }

  #writeLater(response: ServerResponse, answer: HttpAnswer, delayMs: number): void {
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      write(response, answer);
    });
    this.#timers.add(cancel);
    response.once('close', () => {
      cancel();
      this.#timers.delete(cancel);
    });
    this.#countWhileOpen(response);
  }

  #countWhileOpen(response: ServerResponse): void {
    this.#hanging += 1;
    response.once('close', () => {
      this.#hanging -= 1;
    });
  }
}

function write(response: ServerResponse, { status, headers, text }: HttpAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}

function tooLong(): Outgoing {
  const plain = page(
    413,
    'Request Entity Too Large',
    'The data value transmitted exceeds the capacity limit.',
  );
  return { kind: 'answer', answer: { ...plain, headers: { ...plain.headers, connection: 'close' } } };
}

/** The whole body as text; null when it is longer than {@link MAX_BODY_BYTES}. Throws when the caller goes away. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop would break the connection before the 413 is out, so the rest is read and dropped.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

function incoming(request: IncomingMessage, body: string): IncomingCall {
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', `http://${LOOPBACK}`),
    contentType: request.headers['content-type'] ?? '',
    cookie: request.headers.cookie ?? '',
    body,
  };
}
