import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HOST_CALLS, type HostCallName } from '../../shared/contract/host.ts';
import { queryBody } from './contract-routes.ts';
import { seatOf } from './doors.ts';
import { success } from './reply.ts';
import { MANUAL_CALLS_PER_MINUTE, parse } from './route.ts';
import type { Screens } from './screens.ts';
import { keepCookie } from './session-cookie.ts';

/** What a screen without a session may ask: who it is, and to be let in. */
const BEFORE_LOGIN: ReadonlySet<HostCallName> = new Set(['session', 'login']);
/** Each costs a hash: logins that one address may try in a minute, over all names. */
const LOGINS_PER_MINUTE = 20;

/** What is the host's own business: `POST /api/contract/host/NAME` with `{input}`. */
export function hostRoutes(app: FastifyInstance, { calls }: Screens): void {
  for (const name of Object.keys(HOST_CALLS) as HostCallName[]) {
    const config = {
      door: BEFORE_LOGIN.has(name) ? ('login' as const) : ('screen' as const),
      rateLimit: limitOf(name),
    };
    app.post(
      `/api/contract/host/${name}`,
      { config },
      async (request: FastifyRequest, reply: FastifyReply) => {
        const { input } = parse(queryBody, request.body ?? {});
        const seat = seatOf(request);
        const before = seat.kind === 'screen' ? seat.sessionId : null;
        const data = await calls.call(name, input ?? {}, seat);
        if (seat.kind === 'screen' && seat.sessionId !== before) keepCookie(request, reply, seat.sessionId);
        return success(data);
      },
    );
  }
}

function limitOf(name: HostCallName) {
  const timeWindow = 60_000;
  if (name !== 'login' && name !== 'createFirstSupervisor') {
    return { max: MANUAL_CALLS_PER_MINUTE * 5, timeWindow };
  }
  return { max: LOGINS_PER_MINUTE, timeWindow, keyGenerator: (request: FastifyRequest) => request.ip };
}
