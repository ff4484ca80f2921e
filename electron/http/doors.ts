import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { Seat } from '../station/host-calls/seat.ts';
import { type HostNames, requireOwnHost, requireOwnPage } from './own-origin.ts';
import type { Screens } from './screens.ts';
import { cookieOf } from './session-cookie.ts';

/**
 * Who may use a route. `program`: the token only. `screen`: the token, or a session's cookie. `login`: the
 * same, and a screen that has no session yet. `page`: anybody, as there is nothing to see but the program
 * itself.
 */
export type Door = 'program' | 'screen' | 'login' | 'page';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Left out: `program`. */
    door?: Door;
  }
  interface FastifyRequest {
    /** From where it comes; null for a page. */
    seat: Seat | null;
  }
}

export interface DoorOptions {
  readonly token: string;
  /** Null: programs only. */
  readonly screens: Screens | null;
  readonly names: HostNames;
}

/** Every request passes here first: it gets its seat, or is refused. */
export function guardDoors(app: FastifyInstance, options: DoorOptions): void {
  app.decorateRequest('seat', null);
  app.addHook('onRequest', async (request) => {
    request.seat = admit(request, options);
  });
}

/** The seat of a request on a route that is no page. */
export function seatOf(request: FastifyRequest): Seat {
  if (request.seat !== null) return request.seat;
  throw new AppError('INTERNAL', `${request.url} was reached without a seat`);
}

function admit(request: FastifyRequest, { token, screens, names }: DoorOptions): Seat | null {
  const door = request.is404 ? 'program' : (request.routeOptions.config.door ?? 'program');
  if (screens === null || door === 'program') return programSeat(request, token);
  // A token is proof enough: no page of another site can send it.
  if (door !== 'page' && request.headers.authorization !== undefined) return programSeat(request, token);
  requireOwnHost(request, names);
  if (door === 'page') return null;
  if (request.method !== 'GET') requireOwnPage(request);
  const sessionId = cookieOf(request);
  if (door === 'screen' && (sessionId === null || screens.sessions.find(sessionId) === null)) {
    throw new AppError('UNAUTHORISED', 'log in first, or open the link that the program printed');
  }
  const station = isLoopback(request.ip) ? screens.stationName : request.ip;
  return { kind: 'screen', sessionId, station };
}

/** Throws AppError UNAUTHORISED. Compares digests, so that the answer's time tells nothing about the token. */
function programSeat(request: FastifyRequest, token: string): Seat {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!timingSafeEqual(digest(given), digest(token))) {
    throw new AppError('UNAUTHORISED', 'this needs the header Authorization: Bearer TOKEN');
  }
  return { kind: 'program', name: 'admin API', role: 'supervisor', station: request.ip };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}
