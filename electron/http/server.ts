import fastifyCookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import { fingerprint } from '../access/random-key.ts';
import type { Clock, Logger } from '../domain/ports.ts';
import type { TrainingDesk } from '../station/host-calls/training-desk.ts';
import type { StationApi } from '../station/station-api.ts';
import { contractRoutes } from './contract-routes.ts';
import { guardDoors } from './doors.ts';
import { eventStream } from './event-stream.ts';
import { hostRoutes } from './host-routes.ts';
import { openRoute } from './open-route.ts';
import { openApiDocument } from './openapi.ts';
import { CONTRACT_PATHS, HOST_PATHS } from './openapi-contract.ts';
import { TRAINING_PATHS } from './openapi-training.ts';
import { hostNames, isLoopbackAddress } from './own-origin.ts';
import { adminRoutes, stationRoutes } from './plant-routes.ts';
import { describe, sendError } from './reply.ts';
import { takeAnyBody } from './request-body.ts';
import { serveRoutes } from './route.ts';
import type { Screens } from './screens.ts';
import { ServedRoutes } from './served-routes.ts';
import { staticScreens } from './static-screens.ts';
import { trainingRoutes } from './training-routes.ts';

/** The server listens here unless it is told otherwise. */
const LOOPBACK = '127.0.0.1';
/** Largest request body in bytes. */
const MAX_BODY_BYTES = 64 * 1024;

export interface HttpServerOptions {
  /** 0: any free port. */
  readonly port: number;
  /** The address to listen on; loopback when left out. */
  readonly host?: string;
  readonly token: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The switches of the training plant, where there is one. */
  readonly training?: TrainingDesk | null;
  /** What people at browsers need; left out, only programs with the token are served. */
  readonly screens?: Screens | null;
}

/** A listening API server. */
export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
}

/**
 * Serves the station's API to programs, with `Authorization: Bearer TOKEN`, and the screens to people at
 * browsers, with a session. Throws AppError CONFIG_INVALID when the port cannot be had.
 */
export async function startHttpServer(api: StationApi, options: HttpServerOptions): Promise<HttpServer> {
  const { host = LOOPBACK, port, logger } = options;
  if (!isLoopbackAddress(host)) {
    const what = 'other computers reach the API and the screens, and PINs cross the network unencrypted';
    logger.warn(`HTTP_HOST is ${host}: ${what}`, { module: 'http' });
  }
  return await listen(await buildServer(api, options), host, port);
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
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // An address that cannot be decoded never gets to a route, nor to the error handler below.
    frameworkErrors: (error, _request, reply) => sendError(reply, asAppError(error)),
  });
  takeAnyBody(app);
  const { token, clock, screens = null, host = LOOPBACK } = options;
  const served = new ServedRoutes();
  app.addHook('onRoute', (route) => served.note(route));
  await app.register(fastifyCookie);
  guardDoors(app, { token, screens, names: hostNames(host) });
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
    keyGenerator: ({ seat, ip }) =>
      seat?.kind === 'screen' && seat.sessionId !== null ? fingerprint(seat.sessionId) : ip,
    errorResponseBuilder: (_request, { after }) =>
      new AppError('RATE_LIMITED', `too many calls, again in ${after}`),
  });
  const groups = [
    { prefixes: ['/api/admin', '/admin'], routes: adminRoutes(api) },
    { prefixes: [''], routes: stationRoutes(api) },
  ];
  for (const { prefixes, routes } of groups) serveRoutes(app, routes, prefixes);
  contractRoutes(app, api, screens);
  eventStream(app, { api, clock, sessions: screens?.sessions ?? null });
  if (screens !== null) {
    hostRoutes(app, screens);
    openRoute(app, screens);
    await staticScreens(app, screens);
  }
  if (options.training) trainingRoutes(app, options.training);
  const openApi = openApiDocument(groups, {
    ...CONTRACT_PATHS,
    ...(screens === null ? {} : HOST_PATHS),
    ...(options.training ? TRAINING_PATHS : {}),
  });
  app.get('/api/openapi.json', async () => openApi);
  return app;
}

/** Routes are held to zod's schemas. Fastify's own compilers would be loaded at the start all the same. */
function noSchemas(): never {
  throw new AppError('INTERNAL', "a route was given a schema of Fastify's; they are checked by zod");
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<HttpServer> {
  try {
    await app.listen({ host, port });
  } catch (thrown) {
    await app.close();
    throw new AppError('CONFIG_INVALID', `port ${port} on ${host} cannot be opened`, { cause: thrown });
  }
  const bound = app.server.address();
  const address = `http://${nameOf(host)}:${typeof bound === 'object' && bound !== null ? bound.port : port}`;
  return { address, [Symbol.asyncDispose]: () => app.close() };
}

/** How a browser on this computer calls the address that a server listens on. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return LOOPBACK;
  return host.includes(':') ? `[${host}]` : host;
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

/** Fastify's own refusals (a broken body, a bad URL) are the caller's fault; everything else stays as it is. */
function asAppError(thrown: unknown): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const status = 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;
  if (status < 400 || status >= 500) return thrown;
  const code = status === 413 ? 'BODY_TOO_LARGE' : 'BAD_REQUEST';
  return new AppError(code, thrown.message, { cause: thrown });
}
