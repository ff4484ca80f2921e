import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const LOOPBACK = '127.0.0.1';
/** A question begins with the length of the answer that it wants: two bytes. */
const LENGTH_BYTES = 2;

/** Sizes of one question and its answer as UDP payload, in bytes. */
export interface ExchangeBytes {
  readonly out: number;
  readonly back: number;
}

/** The floor: a bare UDP peer that answers with as many bytes as it is asked for, and nothing of FINS. */
export class UdpEcho implements AsyncDisposable {
  readonly #server: Socket;
  readonly #client: Socket;

  private constructor(server: Socket, client: Socket) {
    this.#server = server;
    this.#client = client;
  }

  static async open(): Promise<UdpEcho> {
    const server = createSocket('udp4');
    server.on('message', (question, from) => {
      server.send(Buffer.alloc(question.readUInt16BE(0)), from.port, from.address);
    });
    server.bind(0, LOOPBACK);
    await once(server, 'listening');
    const client = createSocket('udp4');
    client.connect(server.address().port, LOOPBACK);
    await once(client, 'connect');
    return new UdpEcho(server, client);
  }

  /** One datagram there and one back for each exchange, one after the other. */
  async exchangeAll(exchanges: readonly ExchangeBytes[]): Promise<void> {
    for (const { out, back } of exchanges) {
      const question = Buffer.alloc(Math.max(out, LENGTH_BYTES));
      question.writeUInt16BE(back, 0);
      const answered = once(this.#client, 'message');
      this.#client.send(question);
      await answered;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = [once(this.#client, 'close'), once(this.#server, 'close')];
    this.#client.close();
    this.#server.close();
    await Promise.all(closed);
  }
}
