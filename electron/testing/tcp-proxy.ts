import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * A TCP proxy on loopback in front of a server on loopback, for a test that takes that server away:
 * {@link cut} breaks every connection and refuses new ones, {@link restore} lets them through again. Its
 * port stays the same.
 */
export class TcpProxy implements AsyncDisposable {
  readonly port: number;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
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
    if (this.#server !== null) return;
    this.#server = await listen(this.port);
    this.#server.on('connection', (socket) => this.#join(socket));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  #join(client: Socket): void {
    const target = connect(this.#targetPort, LOOPBACK);
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.pipe(other);
      // An error is followed by 'close', which is what counts: the other side goes too.
      socket.on('error', () => other.destroy());
      socket.once('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return server;
}
