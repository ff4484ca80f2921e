import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { success } from './reply.ts';

/** What a route was called with, after its schemas have passed it. */
export interface RouteCall<Q, B> {
  /** What stands for `*` in the path, decoded: an MO's name with its slashes, or a number. */
  readonly rest: string;
  readonly query: Q;
  readonly body: B;
  readonly request: FastifyRequest;
}

interface RouteHead<Q extends z.ZodType, B extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly about: string;
  readonly query: Q;
  readonly body: B;
  readonly output: z.ZodType;
  /** Changes something by hand: rate-limited. */
  readonly manual: boolean;
}

/** One address of the API, declared once: served, checked and described from the same declaration. */
export interface Route extends RouteHead<z.ZodType, z.ZodType> {
  /** Throws AppError BAD_REQUEST for a query or body that does not fit. */
  run(call: RouteCall<unknown, unknown>): Promise<unknown>;
}

/** Manual triggers that one caller may send in a minute. */
export const MANUAL_CALLS_PER_MINUTE = 60;

export function route<Q extends z.ZodType, B extends z.ZodType>(
  head: RouteHead<Q, B>,
  run: (call: RouteCall<z.output<Q>, z.output<B>>) => Promise<unknown>,
): Route {
  return {
    ...head,
    run: (call) => run({ ...call, query: parse(head.query, call.query), body: parse(head.body, call.body) }),
  };
}

export const noInput = z.object({});

/** Serves routes under every prefix. */
export function serveRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  prefixes: readonly string[],
): void {
  for (const declared of routes) {
    for (const prefix of prefixes) {
      app.route({
        method: declared.method,
        url: `${prefix}${declared.path}`,
        ...(declared.manual && {
          config: { rateLimit: { max: MANUAL_CALLS_PER_MINUTE, timeWindow: 60_000 } },
        }),
        handler: async (request) => success(await declared.run(readCall(request))),
      });
    }
  }
}

function readCall(request: FastifyRequest): RouteCall<unknown, unknown> {
  return {
    rest: restOf(request.params),
    query: request.query ?? {},
    body: request.body ?? {},
    request,
  };
}

function restOf(params: unknown): string {
  const given = z.object({ '*': z.string() }).safeParse(params);
  return given.success ? given.data['*'] : '';
}

/** Throws AppError BAD_REQUEST naming the first field that does not fit. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new AppError('BAD_REQUEST', `${where === '' ? '' : `${where}: `}${issue?.message ?? 'does not fit'}`);
}
