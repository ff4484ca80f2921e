import { createHash, timingSafeEqual } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { StationApi } from '../station/station-api.ts';
import type { TrainingControl } from '../training/control/training-control.ts';
import { contractRoutes } from './contract-routes.ts';
import { eventStream } from './event-stream.ts';
import { openApiDocument } from './openapi.ts';
import { contractPaths } from './openapi-contract.ts';
import { adminRoutes, stationRoutes } from './plant-routes.ts';
import { describe, sendError } from './reply.ts';
import { takeAnyBody } from './request-body.ts';
import { serveRoutes } from './route.ts';
import { ServedRoutes } from './served-routes.ts';
import { trainingRoutes } from './training-routes.ts';

/** The API listens here and nowhere else. */
export const LOOPBACK = '127.0.0.1';
/** Largest request body in bytes. */
const MAX_BODY_BYTES = 64 * 1024;

export interface HttpServerOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly token: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The switches of the training plant, where there is one. */
  readonly training?: TrainingControl | null;
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
  const served = new ServedRoutes();
  app.addHook('onRoute', (route) => served.note(route));
  app.addHook('onRequest', async (request) => requireToken(request, options.token));
  app.setErrorHandler((thrown, request, reply) => {
    const error = asAppError(thrown);
    if (!(error instanceof AppError)) {
      options.logger.error(`${request.method} ${request.url}: ${describe(thrown)}`, { module: 'http' });
    }
    return sendError(reply, error);
  });
  app.setNotFoundHandler((request, reply) => sendNotFound(served, request, reply));
  // A caller that floods the manual triggers is told so; the plant goes on.
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after }) =>
      new AppError('RATE_LIMITED', `too many calls, again in ${after}`),
  });
  const groups = [
    { prefixes: ['/api/admin', '/admin'], routes: adminRoutes(api) },
    { prefixes: [''], routes: stationRoutes(api) },
  ];
  for (const { prefixes, routes } of groups) serveRoutes(app, routes, prefixes);
  contractRoutes(app, api);
  eventStream(app, api, options.clock);
  if (options.training) trainingRoutes(app, options.training);
  const openApi = openApiDocument(groups, contractPaths());
  app.get('/api/openapi.json', async () => openApi);
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
function sendNotFound(served: ServedRoutes, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? '';
  const methods = served.methodsAt(path);
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
