import { createHash } from 'node:crypto';
import { type CallContext, type Handler, textOf } from './call-context.ts';
import type { JsonObject } from './json-value.ts';
import { refused, serverError, success } from './reply.ts';

const USER_ID = 2;

/** POST /api/scada/authenticate {db, login, password}. A refusal is a result with status "error". */
export const scadaAuthenticate: Handler = (params, context) => {
  if (textOf(params.login) === '' || textOf(params.password) === '') {
    return refused('login and password are required');
  }
  const fault = loginFault(params, context);
  if (fault !== null) return refused(fault.message);
  const sessionId = openSession(context);
  const { database, login } = context.account;
  const reply = success({ uid: USER_ID, session_id: sessionId, db: database, login });
  return { ...reply, sessionId };
};

/**
 * POST /web/session/authenticate {db, login, password}: Odoo's own login. The result has no status, and
 * a refusal is error 200.
 */
export const webAuthenticate: Handler = (params, context) => {
  const fault = loginFault(params, context);
  if (fault !== null) return serverError(fault.name, fault.message);
  const { database, login } = context.account;
  const result = {
    uid: USER_ID,
    db: database,
    username: login,
    name: login,
    server_version: '14.0',
    is_admin: false,
  };
  return { kind: 'result', result, sessionId: openSession(context) };
};

function loginFault(params: JsonObject, { account }: CallContext): { name: string; message: string } | null {
  const database = textOf(params.db);
  if (database !== account.database) {
    return { name: 'psycopg2.OperationalError', message: `FATAL:  database "${database}" does not exist\n` };
  }
  const right = params.login === account.login && params.password === account.password;
  return right ? null : { name: 'odoo.exceptions.AccessDenied', message: 'Access Denied' };
}

/** Session ids only have to differ: the server answers to this computer alone, with a password that is no secret. */
function openSession({ books, account }: CallContext): string {
  const id = createHash('sha1')
    .update(`${account.database}/session/${books.count('session')}`)
    .digest('hex');
  books.openSession(id);
  return id;
}
