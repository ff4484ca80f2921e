/**
 * For `node --import`: writes every network address that a process sends to, connects to or listens on into
 * the file that RECORD_ADDRESSES_TO names, one line each, such as `udp to 127.0.0.1`. Node's sockets work as
 * ever; they are only watched. Child processes inherit it with NODE_OPTIONS.
 */
import { Socket as UdpSocket } from 'node:dgram';
import { appendFileSync } from 'node:fs';
import { Server, Socket as TcpSocket } from 'node:net';

const file = process.env.RECORD_ADDRESSES_TO;
const known = new Set<string>();

function record(line: string): void {
  if (file === undefined || known.has(line)) return;
  known.add(line);
  appendFileSync(file, `${line}\n`);
}

/** Has `look` called before each call of a method. */
function watch<T extends object>(
  prototype: T,
  method: string,
  look: (self: T, args: readonly unknown[]) => void,
): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') throw new Error(`there is no ${method}`);
  Reflect.set(prototype, method, function watched(this: T, ...args: unknown[]): unknown {
    look(this, args);
    return Reflect.apply(original, this, args);
  });
}

// Told before the attempt is made, with the address that a name has become.
watch(TcpSocket.prototype, 'connect', (socket) => {
  socket.once('connectionAttempt', (address) => record(`tcp to ${address}`));
});
watch(Server.prototype, 'listen', (server) => {
  server.once('listening', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) record(`tcp on ${address.address}`);
  });
});
watch(UdpSocket.prototype, 'connect', (socket, [, address]) => {
  record(`udp to ${typeof address === 'string' ? address : '127.0.0.1'}`);
  socket.once('connect', () => record(`udp to ${socket.remoteAddress().address}`));
});
// The message comes first; a destination, if any, is the text after it.
watch(UdpSocket.prototype, 'send', (_socket, [, ...rest]) => {
  for (const part of rest) if (typeof part === 'string') record(`udp to ${part}`);
});
