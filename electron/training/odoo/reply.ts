import type { JsonObject, JsonValue } from './json-value.ts';

/** What a call came to: a JSON-RPC result (which may itself say "error") or a JSON-RPC error. */
export type Reply =
  | { readonly kind: 'result'; readonly result: JsonValue; readonly sessionId?: string }
  | { readonly kind: 'error'; readonly httpStatus: number; readonly error: JsonObject };

/** An HTTP answer, ready to be written. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The module's way to say yes. */
export function success(fields: JsonObject): Reply {
  return { kind: 'result', result: { status: 'success', ...fields } };
}

/** The module's way to say no: HTTP 200 and a result whose status is "error". */
export function refused(message: string): Reply {
  return { kind: 'result', result: { status: 'error', message } };
}

/** Odoo's own way to say that something threw: HTTP 200, error code 200. */
export function serverError(name: string, message: string): Reply {
  const data = {
    name,
    debug: 'Traceback (most recent call last): ...',
    message,
    arguments: [message],
    context: {},
  };
  return { kind: 'error', httpStatus: 200, error: { code: 200, message: 'Odoo Server Error', data } };
}

/** No or no longer valid session: HTTP 200, error code 100, never 401. */
export function sessionExpired(): Reply {
  const message = 'Session expired';
  const data = {
    name: 'odoo.http.SessionExpiredException',
    debug: '',
    message,
    arguments: [message],
    context: {},
  };
  return { kind: 'error', httpStatus: 200, error: { code: 100, message: 'Odoo Session Expired', data } };
}

/** No such path. */
export function notFound(): Reply {
  const message = '404 Not Found: The requested URL was not found on the server.';
  const data = { name: 'werkzeug.exceptions.NotFound', debug: '', message, arguments: [], context: {} };
  return { kind: 'error', httpStatus: 404, error: { code: 404, message: '404: Not Found', data } };
}

/** Puts a reply into its JSON-RPC envelope. `id` is the caller's, or null. */
export function envelope(reply: Reply, id: JsonValue): HttpAnswer {
  const content: JsonObject = reply.kind === 'error' ? { error: reply.error } : { result: reply.result };
  return {
    status: reply.kind === 'error' ? reply.httpStatus : 200,
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify({ jsonrpc: '2.0', id, ...content }),
  };
}

/** A page of the web server in front of the module: what a malformed request gets. */
export function page(status: number, title: string, text: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    text: `<!DOCTYPE HTML>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`,
  };
}
