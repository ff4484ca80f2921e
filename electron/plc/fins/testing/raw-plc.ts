import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A command as it arrived. */
export interface Arrived {
  readonly bytes: Uint8Array;
  readonly from: RemoteInfo;
}

/**
 * A UDP socket on loopback in place of a PLC. It answers nothing by itself; its replies are put together
 * here byte by byte, without the product's encoder.
 */
export class RawPlc implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #arrived: Arrived[] = [];
  #waiting: ((arrived: Arrived) => void)[] = [];
  #closed = false;
  /** How many commands have arrived in all. */
  count = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes, from) => {
      this.count += 1;
      const arrived = { bytes, from };
      const waiter = this.#waiting.shift();
      if (waiter === undefined) this.#arrived.push(arrived);
      else waiter(arrived);
    });
  }

  /** Opens on a free port of 127.0.0.1, or on `port`. */
  static async open(port = 0): Promise<RawPlc> {
    const socket = createSocket('udp4');
    socket.bind(port, '127.0.0.1');
    try {
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw error;
    }
    return new RawPlc(socket);
  }

  get port(): number {
    const address: AddressInfo = this.#socket.address();
    return address.port;
  }

  /** The next command that no test has taken yet. */
  next(): Promise<Arrived> {
    const first = this.#arrived.shift();
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async send(bytes: Uint8Array, to: RemoteInfo): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(bytes, to.port, to.address, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Takes the next command and answers it. */
  async answer(endCode: number, data: readonly number[] = []): Promise<Arrived> {
    const arrived = await this.next();
    await this.send(replyTo(arrived.bytes, endCode, data), arrived.from);
    return arrived;
  }

  /** Closes the socket; a second call does nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }
}

/** The right reply to a command; `change` overwrites single bytes of it by index. */
export function replyTo(
  command: Uint8Array,
  endCode: number,
  data: readonly number[] = [],
  change: Readonly<Record<number, number>> = {},
): Uint8Array {
  const at = (index: number): number => command[index] ?? 0;
  const destination = [at(6), at(7), at(8)];
  const source = [at(3), at(4), at(5)];
  const head = [0xc0, 0x00, 0x02, ...destination, ...source, at(9), at(10), at(11)];
  const bytes = Uint8Array.from([...head, endCode >> 8, endCode & 0xff, ...data]);
  for (const [index, value] of Object.entries(change)) bytes[Number(index)] = value;
  return bytes;
}
