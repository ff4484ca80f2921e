import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BEAT_MS } from '../../shared/contract/bridge.ts';
import type { Publish, StationEvent } from '../../shared/contract/events.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLogger } from '../testing/memory-logger.ts';
import { type HttpServer, startHttpServer } from './server.ts';
import { FakeStationApi } from './testing/fake-station-api.ts';

const TOKEN = 'token-of-a-talking-station';
const EVENT: StationEvent = { kind: 'batch-changed', moId: 'WH/MO/00014', slot: 4 };

const KEPT_CHARACTERS = 500_000;

/** A station that tells what the test wants. */
class TalkingApi extends FakeStationApi {
  readonly listeners = new Set<Publish>();

  override onEvent(listener: Publish): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(event: StationEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

interface Line {
  readonly socket: Socket;
  /** Resolves when this text has come. */
  has(text: string): Promise<void>;
}

/** Asks for the stream on a connection of its own; resolves when it has begun. */
async function listen(server: HttpServer, options: { reads: boolean } = { reads: true }): Promise<Line> {
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
  let text = '';
  const waiting = new Set<() => void>();
  socket.on('data', (bytes: Buffer) => {
    // Nobody looks back further, and the whole of it would be searched each time.
    text = (text + bytes.toString()).slice(-KEPT_CHARACTERS);
    for (const look of waiting) look();
  });
  const has = (wanted: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!text.includes(wanted)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  socket.write(`GET /api/contract/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`);
  await has('retry: 1000');
  if (!options.reads) socket.pause();
  return { socket, has };
}

async function start(): Promise<{
  api: TalkingApi;
  clock: FakeClock;
  server: HttpServer;
  logger: MemoryLogger;
}> {
  const api = new TalkingApi(() => undefined);
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const server = await startHttpServer(api, { port: 0, token: TOKEN, logger, clock });
  return { api, clock, server, logger };
}

describe('the stream of events', () => {
  it('brings each event to each listener as JSON, and a sign of life in between', async () => {
    const { api, clock, server } = await start();
    await using _server = server;
    const lines = [await listen(server), await listen(server)];
    api.tell(EVENT);
    await clock.advance(BEAT_MS);
    for (const { has, socket } of lines) {
      await has('content-type: text/event-stream');
      await has(`data: ${JSON.stringify(EVENT)}\n\n`);
      await has('event: beat\ndata: {}\n\n');
      socket.destroy();
    }
  });

  it('needs the token', async () => {
    const { server } = await start();
    await using _server = server;
    const response = await fetch(`${server.address}/api/contract/events`);
    expect(response.status).toBe(401);
    await response.arrayBuffer();
  });

  it('one that hangs up or reads nothing is cut off; the others hear everything', async () => {
    const { api, server, logger } = await start();
    await using _server = server;
    const good = await listen(server);
    const gone = await listen(server);
    const slow = await listen(server, { reads: false });
    gone.socket.destroy();
    await once(gone.socket, 'close');
    const text = 'x'.repeat(200_000);
    // More than the line's own buffers and the allowed backlog hold together.
    for (let count = 0; count < 100; count += 1) {
      api.tell({ kind: 'alarm-raised', code: 'X', subject: `${count}`, message: text });
      await good.has(`"subject":"${count}"`);
    }
    const closed = once(slow.socket, 'close');
    slow.socket.resume();
    await closed;
    api.tell(EVENT);
    await good.has(JSON.stringify(EVENT));
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    good.socket.destroy();
  });

  it('takes 50 listeners, refuses one more, and has room again when one leaves', async () => {
    const { server } = await start();
    await using _server = server;
    const lines: Line[] = [];
    for (let count = 0; count < 50; count += 1) lines.push(await listen(server));
    const headers = { authorization: `Bearer ${TOKEN}` };
    const refused = await fetch(`${server.address}/api/contract/events`, { headers });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ status: 'error', code: 'RATE_LIMITED' });
    lines.pop()?.socket.destroy();
    // The server hears of it in its own time: asked until it has.
    for (let status = 429; status !== 200; ) {
      const answer = await fetch(`${server.address}/api/contract/events`, { headers });
      status = answer.status;
      await answer.body?.cancel();
    }
    for (const { socket } of lines) socket.destroy();
  });

  it('ends with the server: no listener, no timer, no open line is left', async () => {
    const { api, clock, server } = await start();
    const line = await listen(server);
    const slow = await listen(server, { reads: false });
    const closed = once(line.socket, 'close');
    await server[Symbol.asyncDispose]();
    await closed;
    slow.socket.destroy();
    expect(api.listeners.size).toBe(0);
    expect(clock.pending).toBe(0);
    api.tell(EVENT);
  });
});
