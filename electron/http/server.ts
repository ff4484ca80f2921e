import { createHash, timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { Logger } from '../domain/ports.ts';
import type { StationApi } from '../station/station-api.ts';
import { adminRoutes } from './admin-routes.ts';
import { describe, sendError } from './reply.ts';

/** The API listens here and nowhere else. */
export const LOOPBACK = '127.0.0.1';
/** Largest request body in bytes. */
const MAX_BODY_BYTES = 64 * 1024;

export interface HttpServerOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly token: string;
  readonly logger: Logger;
}

/** A listening API server. */
export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
}

/**
 * Serves the station's API on loopback. Every route asks for `Authorization: Bearer TOKEN`.
 * Throws AppError CONFIG_INVALID when the port cannot be had.
 */
export async function startHttpServer(api: StationApi, options: HttpServerOptions): Promise<HttpServer> {
  const app = fastify({ logger: false, bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  app.addHook('onRequest', async (request) => requireToken(request, options.token));
  app.setErrorHandler((thrown, request, reply) => {
    const error = asAppError(thrown);
    if (!(error instanceof AppError)) {
      options.logger.error(`${request.method} ${request.url}: ${describe(thrown)}`, { module: 'http' });
    }
    return sendError(reply, error);
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(
      reply,
      new AppError('NOT_FOUND', `no such address: ${request.method} ${request.url.split('?')[0]}`),
    ),
  );
  adminRoutes(app, api);
  return await listen(app, options.port);
}

async function listen(app: FastifyInstance, port: number): Promise<HttpServer> {
  try {
    const address = await app.listen({ host: LOOPBACK, port });
    return { address, [Symbol.asyncDispose]: () => app.close() };
  } catch (thrown) {
    await app.close();
    throw new AppError('CONFIG_INVALID', `port ${port} on ${LOOPBACK} cannot be opened`, { cause: thrown });
  }
}

/** Compares digests, so that the answer's time tells nothing about the token. */
function requireToken(request: FastifyRequest, token: string): void {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!timingSafeEqual(digest(given), digest(token))) {
    throw new AppError('UNAUTHORISED', 'this needs the header Authorization: Bearer TOKEN');
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Fastify's own refusals (a broken body, a bad URL) are the caller's fault; everything else stays as it is. */
function asAppError(thrown: unknown): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const status = 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;
  return status >= 400 && status < 500
    ? new AppError('BAD_REQUEST', thrown.message, { cause: thrown })
    : thrown;
}
