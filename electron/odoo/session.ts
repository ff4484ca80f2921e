import type { Clock, Logger } from '../domain/ports.ts';
import type { FaultReply } from './odoo-reply.ts';
import { fault } from './odoo-reply.ts';
import { isTemporaryRejection } from './temporary-rejection.ts';
import type { OdooTransport, TransportReply, TransportRequest } from './transport.ts';

export interface Credentials {
  readonly database: string;
  readonly login: string;
  readonly password: string;
}

/** A call without a session: the session adds its own. */
export type SessionRequest = Omit<TransportRequest, 'sessionId'>;

export interface OdooSession {
  /** Sends one call with a session; logs in first where there is none, and once again where it is over. */
  send(request: SessionRequest): Promise<TransportReply>;
}

type LoginReply = { readonly kind: 'ok'; readonly sessionId: string } | FaultReply;

const SCADA_LOGIN = '/api/scada/authenticate';
const WEB_LOGIN = '/web/session/authenticate';
/** After a refused password no login is tried for this long: Odoo may lock an account that keeps knocking. */
const REFUSED_LOGIN_PAUSE_MS = 60_000;

/** Keeps one session cookie for all calls. The password is sent to the two login paths and nowhere else. */
export function createSession(
  transport: OdooTransport,
  credentials: Credentials,
  ports: { clock: Clock; logger: Logger },
): OdooSession {
  const { clock, logger } = ports;
  let sessionId: string | null = null;
  let loggingIn: Promise<LoginReply> | null = null;
  let refused: { untilMs: number; reply: FaultReply } | null = null;

  /** The present session, or the outcome of the one login that all waiting calls share. */
  function ensureSession(): Promise<LoginReply> {
    if (sessionId !== null) return Promise.resolve({ kind: 'ok', sessionId });
    if (refused !== null && clock.monotonicMs() < refused.untilMs) {
      const retryAfterMs = refused.untilMs - clock.monotonicMs();
      return Promise.resolve({ kind: 'fault', fault: { ...refused.reply.fault, retryAfterMs } });
    }
    loggingIn ??= logIn().finally(() => {
      loggingIn = null;
    });
    return loggingIn;
  }

  async function logIn(): Promise<LoginReply> {
    const reply = await authenticate(transport, credentials);
    if (reply.kind === 'ok') {
      sessionId = reply.sessionId;
      refused = null;
      logger.info('logged in to Odoo', { database: credentials.database, login: credentials.login });
      return reply;
    }
    if (reply.fault.code === 'ODOO_LOGIN_REFUSED') {
      refused = { untilMs: clock.monotonicMs() + REFUSED_LOGIN_PAUSE_MS, reply };
    }
    logger.warn(`no session in Odoo: ${reply.fault.message}`, { code: reply.fault.code });
    return reply;
  }

  async function send(request: SessionRequest): Promise<TransportReply> {
    const first = await ensureSession();
    if (first.kind === 'fault') return first;
    const reply = await transport.send({ ...request, sessionId: first.sessionId });
    if (reply.kind === 'ok' || reply.fault.class !== 'session') return reply;

    // Another call may have noticed the same and logged in again already: its session is kept.
    if (sessionId === first.sessionId) sessionId = null;
    logger.info('the session in Odoo is over, logging in again', { path: request.path });
    const second = await ensureSession();
    if (second.kind === 'fault') return second;
    const repeated = await transport.send({ ...request, sessionId: second.sessionId });
    const overAgain = repeated.kind === 'fault' && repeated.fault.class === 'session';
    if (overAgain && sessionId === second.sessionId) sessionId = null;
    return repeated;
  }

  return { send };
}

/** Tries the module's own login, then (older module: 404) Odoo's. */
async function authenticate(transport: OdooTransport, credentials: Credentials): Promise<LoginReply> {
  const { database, login, password } = credentials;
  const params = { db: database, login, password };
  const own = await transport.send({ method: 'POST', path: SCADA_LOGIN, params, sessionId: null });
  if (own.kind === 'fault' && own.fault.code === 'ODOO_WRONG_PATH') {
    const web = await transport.send({ method: 'POST', path: WEB_LOGIN, params, sessionId: null });
    if (web.kind === 'ok' && !hasUser(web.value)) return loginRefused(credentials);
    return readLogin(web, WEB_LOGIN, credentials);
  }
  return readLogin(own, SCADA_LOGIN, credentials);
}

function readLogin(reply: TransportReply, path: string, credentials: Credentials): LoginReply {
  if (reply.kind === 'fault') return readLoginFault(reply, path, credentials);
  if (reply.sessionId !== null) return { kind: 'ok', sessionId: reply.sessionId };
  return fault('transient', 'ODOO_MALFORMED_REPLY', `${path}: logged in, but no session cookie came`, {
    linkDown: true,
  });
}

/** A login changes nothing in the books, so that repeating it is safe whatever became of it. */
function readLoginFault(reply: FaultReply, path: string, credentials: Credentials): LoginReply {
  const { class: faultClass, code, message, retryAfterMs } = reply.fault;
  if (faultClass === 'rejected' && !isTemporaryRejection(message)) return loginRefused(credentials);
  if (faultClass === 'permanent') return fault('permanent', code, `log in: ${message}`, { linkDown: true });
  // An unreadable reply is quoted nowhere: it may be an echo of the request, password and all.
  const text = code === 'ODOO_MALFORMED_REPLY' ? 'the reply cannot be read' : withoutPassword(message);
  return fault('transient', code, `log in at ${path}: ${text}`, { linkDown: true, retryAfterMs });

  function withoutPassword(line: string): string {
    return credentials.password === '' ? line : line.replaceAll(credentials.password, '***');
  }
}

/** Odoo's own words are left out: they could quote what was sent. */
function loginRefused(credentials: Credentials): FaultReply {
  return fault(
    'permanent',
    'ODOO_LOGIN_REFUSED',
    `Odoo refused user ${credentials.login} in database ${credentials.database}`,
    { linkDown: true },
  );
}

/** /web/session/authenticate may answer with uid false or null instead of an error. */
function hasUser(result: unknown): boolean {
  if (typeof result !== 'object' || result === null || !('uid' in result)) return false;
  return typeof result.uid === 'number' && result.uid > 0;
}
