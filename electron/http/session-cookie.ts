import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_LIFETIME_MS } from '../access/session-book.ts';

const COOKIE = 'batchline_session';

/** The id of the session that a browser says it has; null without one. */
export function cookieOf(request: FastifyRequest): string | null {
  return request.cookies[COOKIE] ?? null;
}

/**
 * Gives the browser its session: no script reads it, no other site's page makes it be sent, and where the
 * address is https it never goes over a plain line. Null takes it away.
 */
export function keepCookie(request: FastifyRequest, reply: FastifyReply, sessionId: string | null): void {
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  } as const;
  if (sessionId === null) reply.clearCookie(COOKIE, options);
  else reply.setCookie(COOKIE, sessionId, { ...options, maxAge: SESSION_LIFETIME_MS / 1000 });
}
