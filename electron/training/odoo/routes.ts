import type { CallContext, Handler } from './call-context.ts';
import { listFailures, reportFailure } from './failure-calls.ts';
import type { TrainingRequest } from './interception.ts';
import type { JsonValue } from './json-value.ts';
import { scadaAuthenticate, webAuthenticate } from './login-calls.ts';
import { materialConsumption } from './material-call.ts';
import { billsOfMaterials, orderDetail, orderList } from './reading-calls.ts';
import { envelope, type HttpAnswer, notFound, page, sessionExpired } from './reply.ts';
import { cancelOrder, markDone, updateWithConsumptions } from './updating-calls.ts';

/** Where failures are reported: the module's path, and the one that the mill's concept paper names. */
export const FAILURE_PATHS = ['/api/scada/equipment-failure', '/api/scada/equipment-failure/report'] as const;
export type FailurePath = (typeof FAILURE_PATHS)[number];

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Who may call: anybody, or who has logged in. */
  readonly access: 'public' | 'session';
  readonly handle: Handler;
}

/** The paths of this Odoo. Only one of the two failure paths exists in an installation. */
export function routes(failurePath: FailurePath): readonly Route[] {
  const post = (path: string, handle: Handler): Route => ({
    method: 'POST',
    path,
    access: 'session',
    handle,
  });
  return [
    { ...post('/api/scada/authenticate', scadaAuthenticate), access: 'public' },
    { ...post('/web/session/authenticate', webAuthenticate), access: 'public' },
    post('/api/scada/mo-list-detailed', orderList),
    post('/api/scada/boms', billsOfMaterials),
    post('/api/scada/mo-detail', orderDetail),
    post('/api/scada/mo/update-with-consumptions', updateWithConsumptions),
    post('/api/scada/mo/mark-done', markDone),
    post('/api/scada/mo/cancel', cancelOrder),
    post('/api/scada/material-consumption', materialConsumption),
    post(failurePath, reportFailure),
    { ...post(failurePath, listFailures), method: 'GET' },
  ];
}

/** A request that could be read, with its caller's session (null without a cookie). */
export interface Dispatch {
  readonly request: TrainingRequest;
  readonly id: JsonValue;
  readonly sessionId: string | null;
}

/** Has a request answered by its route. */
export function dispatch(table: readonly Route[], call: Dispatch, context: CallContext): HttpAnswer {
  const { request, id, sessionId } = call;
  const atPath = table.filter((route) => route.path === request.path);
  if (atPath.length === 0) return envelope(notFound(), id);
  const route = atPath.find((each) => each.method === request.method);
  if (route === undefined) return page(405, 'Method Not Allowed', 'The method is not allowed for this URL.');
  const known = sessionId !== null && context.books.hasSession(sessionId);
  if (route.access === 'session' && !known) {
    // Odoo hands out a fresh session that is not logged in: a caller must not take it for a login.
    return withCookie(envelope(sessionExpired(), id), `anonymous${context.books.count('anonymous')}`);
  }
  const reply = route.handle(request.params, context);
  const answer = envelope(reply, id);
  return reply.kind === 'result' && reply.sessionId !== undefined
    ? withCookie(answer, reply.sessionId)
    : answer;
}

function withCookie(answer: HttpAnswer, sessionId: string): HttpAnswer {
  const cookie = `session_id=${sessionId}; Max-Age=7776000; HttpOnly; Path=/`;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
}
