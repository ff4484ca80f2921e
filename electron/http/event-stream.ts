import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { BEAT_MS } from '../../shared/contract/bridge.ts';
import { AppError } from '../../shared/errors.ts';
import { fingerprint } from '../access/random-key.ts';
import type { SessionBook } from '../access/session-book.ts';
import type { Cancel, Clock } from '../domain/ports.ts';
import type { Seat } from '../station/host-calls/seat.ts';
import type { StationApi } from '../station/station-api.ts';
import { seatOf } from './doors.ts';

/** Listeners at once; one more is refused. */
const MAX_LISTENERS = 50;
/** A listener that is further behind than this is cut off: it reads everything again when it comes back. */
const MAX_BACKLOG_BYTES = 1024 * 1024;

/** Open lines, each with the fingerprint of the session that it belongs to; null for a program's. */
type Lines = Map<ServerResponse, string | null>;

export interface EventStreamParts {
  readonly api: StationApi;
  readonly clock: Clock;
  /** Null where only programs listen. */
  readonly sessions: SessionBook | null;
}

/**
 * Station events as server-sent events (WHATWG HTML, "Server-sent events") at GET /api/contract/events: each
 * event's `data` is one station event as JSON. Events tell that something changed; they steer nothing. In
 * between comes `event: beat`, so that a screen knows within moments when its line is dead. A session that
 * ends takes its lines with it.
 */
export function eventStream(app: FastifyInstance, { api, clock, sessions }: EventStreamParts): void {
  const open: Lines = new Map();
  let nextBeat: Cancel = () => undefined;
  const forgetEvents = api.onEvent((event) => sendAll(open, `data: ${JSON.stringify(event)}\n\n`));
  const forgetSessions = sessions?.onEnd((key, nextKey) => handOver(open, key, nextKey));
  const beatLater = (): void => {
    nextBeat = clock.after(BEAT_MS, () => {
      sendAll(open, 'event: beat\ndata: {}\n\n');
      beatLater();
    });
  };
  beatLater();
  app.get('/api/contract/events', { config: { door: 'screen' } }, async (request, reply) => {
    if (open.size >= MAX_LISTENERS) throw new AppError('RATE_LIMITED', `${open.size} listeners already`);
    reply.hijack();
    const line = reply.raw;
    line.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    line.write('retry: 1000\n\n');
    open.set(line, sessionKeyOf(seatOf(request)));
    line.once('close', () => open.delete(line));
    // A broken line is followed by its close; nobody is left to be told.
    line.once('error', () => open.delete(line));
  });
  app.addHook('preClose', async () => {
    forgetEvents();
    forgetSessions?.();
    nextBeat();
    for (const line of open.keys()) line.end();
  });
}

function sessionKeyOf(seat: Seat): string | null {
  return seat.kind === 'screen' && seat.sessionId !== null ? fingerprint(seat.sessionId) : null;
}

/** The lines of a session that is over end, or go on with the one in its place. */
function handOver(lines: Lines, key: string, nextKey: string | null): void {
  for (const [line, owner] of lines) {
    if (owner !== key) continue;
    if (nextKey !== null) {
      lines.set(line, nextKey);
    } else {
      lines.delete(line);
      line.end();
    }
  }
}

function sendAll(lines: Lines, text: string): void {
  for (const line of lines.keys()) {
    line.write(text);
    if (line.writableLength <= MAX_BACKLOG_BYTES) continue;
    lines.delete(line);
    line.destroy();
  }
}
