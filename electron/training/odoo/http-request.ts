import type { IncomingCall } from './http-door.ts';
import type { TrainingRequest } from './interception.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from './json-value.ts';
import { type HttpAnswer, page } from './reply.ts';

/** A request as far as it could be read; `fault` is the answer to one that could not. */
export interface ReadRequest {
  readonly request: TrainingRequest;
  readonly id: JsonValue;
  readonly sessionId: string | null;
  readonly fault: HttpAnswer | null;
}

/** Reads an HTTP request: the JSON-RPC params of a POST, the query of a GET, and the session cookie. */
export function readRequest(call: IncomingCall): ReadRequest {
  const sessionId = /(?:^|;\s*)session_id=([^;\s]+)/.exec(call.cookie)?.[1] ?? null;
  const read = (params: JsonObject, id: JsonValue, fault: HttpAnswer | null): ReadRequest => ({
    request: { method: call.method, path: call.url.pathname, params },
    id,
    sessionId,
    fault,
  });
  if (call.method === 'GET') return read(Object.fromEntries(call.url.searchParams), null, null);
  if (!call.contentType.startsWith('application/json')) {
    // Odoo's JSON routes do not exist for forms or plain text.
    const text =
      "Function declared as capable of handling request of type 'json' but called with type 'http'";
    return read({}, null, page(400, 'Bad Request', text));
  }
  const body = parseJson(call.body);
  if (!isJsonObject(body)) return read({}, null, page(400, 'Bad Request', 'Invalid JSON data'));
  const params = body.params;
  return read(isJsonObject(params) ? params : {}, body.id ?? null, null);
}
