import type { FastifyInstance } from 'fastify';

/** `application/json`, with or without a charset, and `application/...+json`. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i;

/**
 * Takes whatever body a request has. Dashboards press a button with no body, with an empty one that calls
 * itself JSON, or as a form, as their HTTP library has it: none of these is a reason to refuse. Only a body
 * that says it is JSON is read, and refused (HTTP 400) when it is broken; any other one is left unread.
 */
export function takeAnyBody(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    const isJson = JSON_TYPE.test(request.headers['content-type'] ?? '');
    if (isJson && text.trim() !== '') parseJson(request, text, done);
    else done(null, undefined);
  });
}
