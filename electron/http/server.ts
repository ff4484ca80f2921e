import { createHash, timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { Logger } from '../domain/ports.ts';
import type { StationApi } from '../station/station-api.ts';
import { adminRoutes } from './admin-routes.ts';
import { describe, sendError } from './reply.ts';
import { takeAnyBody } from './request-body.ts';

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
  return await listen(await buildServer(api, options), options.port);
}

/** The whole server, listening nowhere yet: {@link startHttpServer} opens its port. Close it. */
export async function buildServer(
  api: StationApi,
  options: Omit<HttpServerOptions, 'port'>,
): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    // An address that cannot be decoded never gets to a route, nor to the error handler below.
    frameworkErrors: (error, _request, reply) => sendError(reply, asAppError(error)),
  });
  takeAnyBody(app);
  app.addHook('onRequest', async (request) => requireToken(request, options.token));
  app.setErrorHandler((thrown, request, reply) => {
    const error = asAppError(thrown);
    if (!(error instanceof AppError)) {
      options.logger.error(`${request.method} ${request.url}: ${describe(thrown)}`, { module: 'http' });
    }
    return sendError(reply, error);
  });
  app.setNotFoundHandler((request, reply) => sendNotFound(app, request, reply));
  adminRoutes(app, api);
  return app;
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

/** Nothing is at this address, or nothing for this method: then the answer names those that there are. */
function sendNotFound(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? '';
  const methods = (['GET', 'POST'] as const).filter((method) => app.hasRoute({ method, url: path }));
  if (methods.length === 0) {
    return sendError(reply, new AppError('NOT_FOUND', `no such address: ${request.method} ${path}`));
  }
  reply.header('allow', methods.join(', '));
  const message = `${path} takes ${methods.join(', ')}, not ${request.method}`;
  return sendError(reply, new AppError('METHOD_NOT_ALLOWED', message));
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
  if (status < 400 || status >= 500) return thrown;
  const code = status === 413 ? 'BODY_TOO_LARGE' : 'BAD_REQUEST';
  return new AppError(code, thrown.message, { cause: thrown });
}
