import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * A TCP proxy on loopback in front of a server on loopback, for a test that takes that server away:
 * {@link cut} breaks every connection and refuses new ones, {@link restore} lets them through again. Its
 * port stays the same. {@link mute} makes a network of it that swallows what clients send.
 */
export class TcpProxy implements AsyncDisposable {
  readonly port: number;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  readonly #targets = new Map<Socket, Socket>();
  #muted = false;
  #accepted = 0;
  #server: Server | null;

  private constructor(server: Server, port: number, targetPort: number) {
    this.#server = server;
    this.port = port;
    this.#targetPort = targetPort;
    server.on('connection', (socket) => this.#join(socket));
  }

  /** Listens on any free port and passes everything on to `targetPort`. */
  static async start(targetPort: number): Promise<TcpProxy> {
    const server = await listen(0);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no TCP address');
    return new TcpProxy(server, address.port, targetPort);
  }

  /** The same URL, with this proxy in the place of its server. */
  urlInstead(url: string): string {
    const through = new URL(url);
    through.hostname = LOOPBACK;
    through.port = String(this.port);
    return through.toString();
  }

  /** How many connections came in. */
  get accepted(): number {
    return this.#accepted;
  }

  /**
   * Nothing that a client sends reaches the server any more, and nobody is told; new connections are taken and
   * lead nowhere. What the server says by itself still comes through. Until {@link restore}, which does not
   * mend connections that were muted.
   */
  mute(): void {
    this.#muted = true;
    for (const [client, target] of this.#targets) client.unpipe(target).resume();
  }

  /** Nobody gets through any more, and whoever was connected is cut off. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async restore(): Promise<void> {
    this.#muted = false;
    if (this.#server !== null) return;
    this.#server = await listen(this.port);
    this.#server.on('connection', (socket) => this.#join(socket));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  #join(client: Socket): void {
    this.#accepted += 1;
    const target = connect(this.#targetPort, LOOPBACK);
    this.#targets.set(client, target);
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      this.#sockets.add(socket);
      if (this.#muted && socket === client) socket.resume();
      else socket.pipe(other);
      // An error is followed by 'close', which is what counts: the other side goes too.
      socket.on('error', () => other.destroy());
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#targets.delete(socket);
        other.destroy();
      });
    }
  }
}

async function listen(port: number): Promise<Server> {
  // A muted client that says goodbye still hears what the server has to say.
  const server = createServer({ allowHalfOpen: true });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return server;
}
