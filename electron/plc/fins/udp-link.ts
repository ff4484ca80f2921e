import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { resolvePlcAddress } from './plc-address.ts';

export interface UdpTarget {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string;
  readonly localPort?: number;
  readonly allowOnlyLoopback: boolean;
}

export interface UdpHooks {
  onDatagram(bytes: Uint8Array, source: RemoteInfo): void;
  /** Trouble of the socket outside a send, such as an ICMP "port unreachable". */
  onError(error: Error): void;
  onOpened(): void;
}

/** The two ends of the socket. */
export interface UdpEnds {
  readonly plcAddress: string;
  readonly localAddress: string;
}

export type UdpOpening =
  | { readonly kind: 'open'; readonly ends: UdpEnds }
  | { readonly kind: 'unavailable'; readonly error: Error };

interface OpenSocket {
  readonly socket: Socket;
  readonly ends: UdpEnds;
}

/**
 * One UDP socket, connected to the PLC, so that the kernel drops what others send to our port and tells
 * us when the PLC's port is closed. It is kept until {@link discard}; the next {@link open} makes a new one.
 */
export class UdpLink {
  readonly #target: UdpTarget;
  readonly #hooks: UdpHooks;
  #open: OpenSocket | null = null;
  #opening: Promise<UdpOpening> | null = null;
  #closed = false;

  constructor(target: UdpTarget, hooks: UdpHooks) {
    this.#target = target;
    this.#hooks = hooks;
  }

  /**
   * The ends of the socket; opens one when there is none. Being unable to is an expected outcome (no
   * network yet); an address that may never be used comes back as its AppError. Never rejects.
   */
  async open(): Promise<UdpOpening> {
    if (this.#open !== null) return { kind: 'open', ends: this.#open.ends };
    // Name look-ups may take longer than an attempt: those that follow wait for the same one.
    this.#opening ??= this.#openSocket().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Hands one datagram to the network. Resolves with the error when that failed; never rejects. */
  send(frame: Uint8Array): Promise<Error | null> {
    const open = this.#open;
    if (open === null) return Promise.resolve(new Error('the socket is not open'));
    return new Promise((resolve) => {
      try {
        open.socket.send(frame, (error) => resolve(error));
      } catch (error) {
        resolve(asError(error));
      }
    });
  }

  /** Closes the socket, if any, so that the next {@link open} makes a new one. */
  async discard(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open !== null) await closeSocket(open.socket);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening;
    await this.discard();
  }

  async #openSocket(): Promise<UdpOpening> {
    const { host, port, localAddress, localPort, allowOnlyLoopback } = this.#target;
    try {
      // The address is judged before a socket exists: each time, as a name may come to mean another address.
      const plcAddress = await resolvePlcAddress(host, allowOnlyLoopback);
      const socket = await connectSocket({ plcAddress, port, localAddress, localPort });
      if (this.#closed) {
        await closeSocket(socket);
        return { kind: 'unavailable', error: new Error('closed') };
      }
      socket.on('message', (bytes, source) => this.#hooks.onDatagram(bytes, source));
      socket.on('error', (error) => this.#hooks.onError(error));
      const ends = { plcAddress, localAddress: socket.address().address };
      this.#open = { socket, ends };
      this.#hooks.onOpened();
      return { kind: 'open', ends };
    } catch (error) {
      return { kind: 'unavailable', error: asError(error) };
    }
  }
}

interface Connection {
  readonly plcAddress: string;
  readonly port: number;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
}

async function connectSocket({ plcAddress, port, localAddress, localPort }: Connection): Promise<Socket> {
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve();
      });
      socket.once('listening', () => socket.connect(port, plcAddress));
      socket.bind({ port: localPort ?? 0, ...(localAddress === undefined ? {} : { address: localAddress }) });
    });
    return socket;
  } catch (error) {
    await closeSocket(socket);
    throw error;
  }
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    try {
      socket.close(resolve);
    } catch {
      // Already closed: that is what was wanted.
      resolve();
    }
  });
}

/**
 * Errors of a send after which the same socket is still good: nobody listens at the PLC (yet), the PLC's
 * host does not answer ARP, or the system is short of buffers for a moment. After any other (no network,
 * our address is gone: EINVAL, ENETUNREACH, EADDRNOTAVAIL, ...) only a new socket helps.
 */
const SOCKET_STAYS_GOOD: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EAGAIN',
  'ENOBUFS',
  'ENOMEM',
]);

/** Whether a failed send means that this socket can never send again. */
export function needsNewSocket(error: Error): boolean {
  return !SOCKET_STAYS_GOOD.has(systemCodeOf(error));
}

/** The operating system's name of an error, such as ECONNREFUSED; empty when it has none. */
export function systemCodeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
