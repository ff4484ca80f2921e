import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BEAT_MS } from '../../shared/contract/bridge.ts';
import { SESSION_LIFETIME_MS } from '../access/session-book.ts';
import { FakeStationApi } from './testing/fake-station-api.ts';
import { BUDI, HOST, type ScreensPlant, startScreens } from './testing/screens-plant.ts';

let plant: ScreensPlant;
let port: number;
let sockets: Socket[];
beforeEach(async () => {
  sockets = [];
  plant = await startScreens(new FakeStationApi(() => undefined));
  await plant.app.listen({ host: '127.0.0.1', port: 0 });
  const address = plant.app.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  port = address.port;
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await plant[Symbol.asyncDispose]();
  expect(plant.clock.pending, 'timers left').toBe(0);
});

/** Listens with a session; resolves when the stream has begun. */
async function listen(sessionId: string): Promise<{ socket: Socket; next(): Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  const next = async (): Promise<string> => String((await once(socket, 'data'))[0]);
  socket.write(
    `GET /api/contract/events HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\nCookie: batchline_session=${sessionId}\r\n\r\n`,
  );
  expect(await next()).toContain('200 OK');
  return { socket, next };
}

it('a session that ends ends its stream, and no other', async () => {
  const [going, staying] = [plant.sessions.open('link', BUDI), plant.sessions.open('window', null)];
  const [gone, other] = [await listen(going), await listen(staying)];
  const closed = once(gone.socket, 'close');
  gone.socket.resume();
  plant.sessions.close(going);
  await closed;
  const beat = other.next();
  await plant.clock.advance(BEAT_MS);
  expect(await beat).toContain('event: beat\ndata: {}\n\n');
});

it('a session whose time is over ends its stream by itself', async () => {
  const { socket } = await listen(plant.sessions.open('link', null));
  socket.resume();
  const closed = once(socket, 'close');
  await plant.clock.advance(SESSION_LIFETIME_MS);
  await closed;
});

it('a login and a logout keep the stream: it goes on with the session that follows', async () => {
  const before = plant.sessions.open('link', null);
  const line = await listen(before);
  const during = plant.sessions.logIn(before, BUDI);
  const after = plant.sessions.logOut(during) ?? '';
  const beat = line.next();
  await plant.clock.advance(BEAT_MS);
  expect(await beat).toContain('event: beat');
  line.socket.resume();
  const closed = once(line.socket, 'close');
  plant.sessions.close(after);
  await closed;
});
