import { z } from 'zod';
import type { CallBody, CallKind, HostMessage, StationBridge } from '../../shared/contract/bridge.ts';
import type { Envelope } from '../../shared/contract/declare.ts';

/** A line that the server has closed for good is opened again after so many milliseconds. */
const REOPEN_MS = 1_000;
/** A call that is not answered by then has failed, in milliseconds; a command on a silent PLC takes its retries. */
const CALL_TIMEOUT_MS = 30_000;

const answerSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('success'), data: z.unknown() }),
  z.object({ status: z.literal('error'), code: z.string(), message: z.string() }),
]);

/** The station over HTTP: calls as POST, what it tells as server-sent events. The session is a cookie. */
export function httpBridge(): StationBridge {
  return { call, listen };
}

async function call(kind: CallKind, name: string, body: CallBody): Promise<Envelope<unknown>> {
  const response = await fetch(`/api/contract/${kind}/${name}`, {
    method: 'POST',
    credentials: 'same-origin',
    // A page of another origin cannot send this header without being asked for permission first.
    headers: { 'content-type': 'application/json', 'x-batchline': '1' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  const answer = answerSchema.parse(await response.json());
  return answer.status === 'success'
    ? { ok: true, data: answer.data }
    : { ok: false, code: answer.code, message: answer.message };
}

function listen(listener: (message: HostMessage) => void): () => void {
  let source: EventSource | null = null;
  let timer: number | undefined;
  const open = (): void => {
    source = new EventSource('/api/contract/events');
    source.onopen = () => listener({ kind: 'beat' });
    source.onmessage = ({ data }) => listener({ kind: 'event', event: JSON.parse(String(data)) });
    source.addEventListener('beat', () => listener({ kind: 'beat' }));
    source.onerror = () => {
      // The browser itself comes back after a broken line, but not after a refusal.
      if (source?.readyState !== EventSource.CLOSED) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(open, REOPEN_MS);
    };
  };
  open();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}
