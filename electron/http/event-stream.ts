import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { Cancel, Clock } from '../domain/ports.ts';
import type { StationApi } from '../station/station-api.ts';

/** Listeners at once; one more is refused. */
const MAX_LISTENERS = 50;
/** A listener that is further behind than this is cut off: it reads everything again when it comes back. */
const MAX_BACKLOG_BYTES = 1024 * 1024;
/** Silence on a line is broken this often, in milliseconds, so that both sides notice a dead one. */
const HEARTBEAT_MS = 10_000;

/**
 * Station events as server-sent events (WHATWG HTML, "Server-sent events") at GET /api/contract/events: each
 * event's `data` is one station event as JSON. Events tell that something changed; they steer nothing.
 */
export function eventStream(app: FastifyInstance, api: StationApi, clock: Clock): void {
  const open = new Set<ServerResponse>();
  let heartbeat: Cancel = () => undefined;
  const cancel = api.onEvent((event) => sendAll(open, `data: ${JSON.stringify(event)}\n\n`));
  const beat = (): void => {
    sendAll(open, ': still here\n\n');
    heartbeat = clock.after(HEARTBEAT_MS, beat);
  };
  heartbeat = clock.after(HEARTBEAT_MS, beat);
  app.get('/api/contract/events', async (_request, reply) => {
    if (open.size >= MAX_LISTENERS) throw new AppError('RATE_LIMITED', `${open.size} listeners already`);
    reply.hijack();
    const line = reply.raw;
    line.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    line.write('retry: 1000\n\n');
    open.add(line);
    line.once('close', () => open.delete(line));
    // A broken line is followed by its close; nobody is left to be told.
    line.once('error', () => open.delete(line));
  });
  app.addHook('preClose', async () => {
    cancel();
    heartbeat();
    for (const line of open) line.end();
  });
}

function sendAll(lines: Set<ServerResponse>, text: string): void {
  for (const line of lines) {
    line.write(text);
    if (line.writableLength <= MAX_BACKLOG_BYTES) continue;
    lines.delete(line);
    line.destroy();
  }
}
