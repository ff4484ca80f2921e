import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** For tests: a UDP socket that sends any bytes and hands out what comes back, in order. */
export class RawPeer implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #received: Buffer[] = [];
  #waiting: ((bytes: Buffer) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting === null) this.#received.push(bytes);
      else waiting(bytes);
    });
  }

  static async connect(port: number): Promise<RawPeer> {
    const socket = createSocket('udp4');
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawPeer(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Resolves once the datagram has been handed to the system. */
  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(bytes, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** The next datagram; the test's own time limit ends a wait in vain. */
  receive(): Promise<Buffer> {
    const next = this.#received.shift();
    if (next !== undefined) return Promise.resolve(next);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  async ask(bytes: Uint8Array): Promise<Buffer> {
    await this.send(bytes);
    return await this.receive();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}
