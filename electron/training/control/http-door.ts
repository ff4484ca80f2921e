import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError, type ErrorCode, messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../../domain/ports.ts';
import type { ControlContract, ControlReply } from './contract.ts';
import type { ControlDesk } from './control-desk.ts';

/** A longer body is refused. */
export const MAX_BODY_BYTES = 65_536;
/** At the limit further connections are not taken. */
export const MAX_CONNECTIONS = 50;
/** A request that has not arrived by then is broken off, in milliseconds. */
export const REQUEST_DEADLINE_MS = 10_000;

const LOOPBACK = '127.0.0.1';
const PATH = /^\/control\/([a-z-]{1,64})$/;

const STATUS: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORISED: 401,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
};

/**
 * The control over HTTP, for other programs on this computer: `POST /control/<action>` with the input as
 * JSON and `Authorization: Bearer <token>`; the answer is a {@link ControlReply} as JSON. On loopback only.
 */
export class ControlHttpDoor implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Listens on any free port of 127.0.0.1. Rejects with the system's error when it cannot. */
  static async open<C extends ControlContract>(
    desk: ControlDesk<C>,
    token: string,
    logger: Logger,
  ): Promise<ControlHttpDoor> {
    const server = createServer({ requestTimeout: REQUEST_DEADLINE_MS, keepAliveTimeout: 1_000 });
    server.maxConnections = MAX_CONNECTIONS;
    server.on('request', (request, response) => {
      reply(desk, token, request).then(
        (answer) => send(response, answer),
        // A caller that went away in the middle of its request; nothing is left to answer.
        (thrown: unknown) => {
          logger.debug(`training control: ${messageOf(thrown)}`, { module: 'training' });
          response.destroy();
        },
      );
    });
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new AppError('INTERNAL', 'no TCP address');
    return new ControlHttpDoor(server, address.port);
  }

  /** Stops listening and breaks every connection. Twice does nothing more. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

async function reply<C extends ControlContract>(
  desk: ControlDesk<C>,
  token: string,
  request: IncomingMessage,
): Promise<ControlReply> {
  // The body is read to its end in any case, so that the caller gets to read why it was refused.
  const body = await bodyOf(request);
  if (!isBearer(request.headers.authorization, token))
    return refused('UNAUTHORISED', 'the token is missing or wrong');
  const action = PATH.exec(request.url ?? '')?.[1];
  if (action === undefined) return refused('NOT_FOUND', 'the path is /control/<action>');
  if (request.method !== 'POST') return refused('BAD_REQUEST', 'the method is POST');
  // A page in a browser cannot send this type to another address without asking first.
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    return refused('BAD_REQUEST', 'the content type is application/json');
  }
  if (body === null) return refused('BAD_REQUEST', `the body is longer than ${MAX_BODY_BYTES} bytes`);
  try {
    const input: unknown = JSON.parse(body);
    return await desk.answer(action, input);
  } catch (thrown) {
    return refused('BAD_REQUEST', `the body is no JSON: ${messageOf(thrown)}`);
  }
}

/** The whole body as text; null when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function refused(code: ErrorCode, message: string): ControlReply {
  return { ok: false, code, message };
}

function send(response: ServerResponse, answer: ControlReply): void {
  const text = JSON.stringify(answer);
  const status = answer.ok ? 200 : (STATUS[answer.code] ?? 500);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}
