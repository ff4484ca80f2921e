import type { Mutator } from '../../testing/fuzz.ts';

export const TOKEN = 'token-of-a-fuzzed-station';

/** A request before it is sent. */
export interface Input {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const JSON_TYPE = 'application/json';
const ADMIN_GETS = [
  '/batch-status',
  '/history?limit=10&offset=0&status=completed',
  '/history/WH%2FMO%2F00014',
  '/failed-to-push',
  '/monitor/real-time',
  '/table/mo-batch?limit=5',
  '/scheduler/status',
  '/task-monitor/summary',
];
const ADMIN_POSTS = [
  '/trigger-sync',
  '/manual/trigger-plc-sync',
  '/manual/trigger-process-completed',
  '/scheduler/toggle',
  '/manual/retry-push-odoo/WH/MO/00014',
  '/manual/reset-batch/WH/MO/00014?push_to_plc=true',
  '/manual/cancel-batch/4',
];
const OTHER_GETS = [
  '/api/health',
  '/api/alarms',
  '/api/plc/config',
  '/api/plc/read-all?batch_no=3',
  '/api/logs?task=2&text=x',
  '/api/contract',
];
const CONTRACT_POSTS = [
  'query/history',
  'query/logs',
  'preview/resetBatch',
  'command/setFlag',
  'command/testRead',
];
const BODIES = [
  '{"actor":"Sari","reason":"by hand","enabled":true}',
  '{"input":{"mo_id":"WH/MO/00014","limit":10},"reason":"a good reason"}',
  '{"input":{"flag":"read","slot":3,"value":1,"address":6000,"count":77},"reason":"a good reason","actor":"Sari"}',
];
/** Whole, right requests, of routes that are served now or were named by the plant's dashboards. */
export const SEEDS: readonly Input[] = [
  ...[...ADMIN_GETS.map((path) => `/api/admin${path}`), ...OTHER_GETS].map((url) =>
    input('GET', url, undefined),
  ),
  ...[
    ...ADMIN_POSTS.map((path) => `/api/admin${path}`),
    ...CONTRACT_POSTS.map((path) => `/api/contract/${path}`),
  ].flatMap((url) => BODIES.map((body) => input('POST', url, body))),
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const URL_TOKENS = [
  '%2F',
  '%2f',
  '%00',
  '%E0%A4',
  '%',
  '?',
  '&',
  '=',
  '..',
  ';',
  'limit=',
  '-1',
  '1e9',
  'offset=',
  '[]',
  '/api',
  '*',
  ':name',
];
const BODY_TOKENS = [
  '"input":',
  '"reason":',
  '"__proto__":{"a":1},',
  '{}',
  '[]',
  'null',
  '1e999',
  '"',
  '\\u0000',
];
const TYPES = [
  JSON_TYPE,
  'text/plain',
  'application/json; charset=x',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'application/vnd+json',
  ';;',
];

function input(method: string, url: string, body: string | undefined): Input {
  const type = body === undefined ? undefined : { 'content-type': JSON_TYPE };
  return { method, url, headers: { authorization: `Bearer ${TOKEN}`, ...type }, body };
}

/** One to several parts of a right request broken: address, token, headers, method, body. */
export function damaged(mutator: Mutator, seed: Input): Input {
  const headers = { ...seed.headers };
  if (mutator.chance(0.1))
    headers.authorization = latin(mutator.text(headers.authorization ?? '', [TOKEN, 'Bearer ']));
  if (mutator.chance(0.05)) delete headers.authorization;
  if (mutator.chance(0.1)) headers['content-type'] = mutator.pick(TYPES);
  if (mutator.chance(0.03))
    headers[mutator.pick(['x-forwarded-for', 'accept', 'range', 'expect', 'if-match', 'host'])] = latin(
      mutator.text('a=1'),
    );
  return {
    method: mutator.chance(0.05) ? mutator.pick(METHODS) : seed.method,
    url: mutator.chance(0.4) ? localPath(mutator.text(seed.url, URL_TOKENS)) : seed.url,
    headers,
    body: mutator.chance(0.5) ? damagedBody(mutator, seed.body) : seed.body,
  };
}

function damagedBody(mutator: Mutator, body: string | undefined): string {
  if (body === undefined) return mutator.text('', BODY_TOKENS);
  switch (mutator.whole(0, 30)) {
    case 0:
      return body.replace(/:(true|10|3|\{)/, () => `:${mutator.deepJson(30_000)}`);
    case 1:
      return `{"actor":"${'x'.repeat(mutator.whole(60_000, 70_000))}"}`;
    default:
      return mutator.chance(0.5)
        ? (JSON.stringify(mutator.json(JSON.parse(body))) ?? '')
        : mutator.text(body, BODY_TOKENS);
  }
}

/** What HTTP can carry in a header. */
function latin(text: string): string {
  return text.replace(/[^\t -~\u00a0-\u00ff]/g, '?');
}

/** The injecting library takes what follows two slashes for a host; a socket gets such addresses as they are. */
function localPath(text: string): string {
  return `/${text.replace(/^[/\\\s\p{Cc}]+/u, '')}`;
}
