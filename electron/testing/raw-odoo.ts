/** What came back over HTTP, before anybody interpreted it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text when it is none. */
  readonly body: unknown;
}

/** A bare HTTP caller of an Odoo: no client of ours in between, so that it cannot share a mistake with one. */
export class RawOdoo {
  readonly #url: string;
  cookie: string | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** A JSON-RPC call; `id` is echoed by the server. */
  async post(path: string, params: unknown, id: unknown = 7): Promise<RawAnswer> {
    return await this.send(path, JSON.stringify({ jsonrpc: '2.0', method: 'call', params, id }));
  }

  /** The `result` of a call; undefined when there is none. */
  async result(path: string, params: unknown): Promise<Record<string, unknown>> {
    const { body } = await this.post(path, params);
    const result = typeof body === 'object' && body !== null && 'result' in body ? body.result : undefined;
    if (typeof result !== 'object' || result === null) throw new Error(`no result: ${JSON.stringify(body)}`);
    return { ...result };
  }

  async get(pathAndQuery: string): Promise<RawAnswer> {
    return await this.#fetch(pathAndQuery, { method: 'GET' });
  }

  async send(path: string, body: string, contentType = 'application/json'): Promise<RawAnswer> {
    return await this.#fetch(path, { method: 'POST', body, headers: { 'content-type': contentType } });
  }

  /** Logs in and keeps the cookie. */
  async logIn(db: string, login: string, password: string): Promise<RawAnswer> {
    const answer = await this.post('/api/scada/authenticate', { db, login, password });
    this.cookie = cookieOf(answer);
    return answer;
  }

  async #fetch(path: string, init: { method: string; body?: string; headers?: Record<string, string> }) {
    const headers = { ...init.headers, ...(this.cookie === null ? {} : { cookie: this.cookie }) };
    const response = await fetch(`${this.#url}${path}`, {
      ...init,
      headers,
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: jsonOr(text) };
  }
}

/** "session_id=..." as an answer set it; null when it set none. */
export function cookieOf(answer: RawAnswer): string | null {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? null;
}

function jsonOr(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return text;
    throw thrown;
  }
}
