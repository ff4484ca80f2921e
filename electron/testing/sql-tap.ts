import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';
/** Message types of the PostgreSQL protocol 3 (PostgreSQL manual, "Message Formats"). */
const QUERY = 'Q';
const PARSE = 'P';
const SYNC = 'S';
/** Parse, Bind, Describe, Execute, Close: carried out, in effect, with the Sync that follows. */
const UNTIL_SYNC: ReadonlySet<string> = new Set([PARSE, 'B', 'D', 'E', 'C']);
const READY_FOR_QUERY = 'Z';

/**
 * What becomes of one statement on its way to the database.
 * - pass: nothing special
 * - lose: the database never gets it
 * - mute: the database carries it out, its answer never arrives; `carriedOut` is called when it is done
 */
export type SqlFate =
  | { readonly kind: 'pass' }
  | { readonly kind: 'lose' }
  | { readonly kind: 'mute'; readonly carriedOut: () => void };

/** Decides about each statement; `statement` is its text, `done` those before it in the same transaction. */
export type SqlJudge = (statement: string, done: readonly string[]) => SqlFate;

/** A TCP proxy on loopback in front of a PostgreSQL on loopback that sees each statement before the server does. */
export class SqlTap implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, port: number, targetPort: number, judge: SqlJudge) {
    this.#server = server;
    this.port = port;
    server.on('connection', (client) => {
      const target = connect(targetPort, LOOPBACK);
      for (const socket of [client, target]) this.#sockets.add(socket);
      passOn(client, target, judge);
      for (const socket of [client, target]) socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Listens on any free port in front of `targetPort`. */
  static async start(targetPort: number, judge: SqlJudge): Promise<SqlTap> {
    const server = createServer();
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the tap has no TCP address');
    return new SqlTap(server, address.port, targetPort, judge);
  }

  /** The same URL, with this tap in the place of its server. */
  urlInstead(url: string): string {
    const through = new URL(url);
    through.hostname = LOOPBACK;
    through.port = String(this.port);
    return through.toString();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** Joins both sides of one connection; each goes when the other does. */
function passOn(client: Socket, target: Socket, judge: SqlJudge): void {
  const requests = new MessageReader('request');
  const replies = new MessageReader('reply');
  let group: Buffer[] = [];
  let statement = '';
  let transaction: string[] = [];
  let fate: SqlFate = { kind: 'pass' };
  client.on('data', (bytes) => {
    for (const message of requests.read(bytes)) {
      group.push(message.bytes);
      if (message.type === QUERY) statement = textAt(message.bytes, 5);
      if (message.type === PARSE) statement = textAt(message.bytes, message.bytes.indexOf(0, 5) + 1);
      if (UNTIL_SYNC.has(message.type)) continue;
      if (fate.kind === 'pass' && (message.type === QUERY || message.type === SYNC)) {
        if (/^begin|^start transaction/i.test(statement)) transaction = [];
        fate = judge(statement, transaction);
        transaction.push(statement);
      }
      if (fate.kind !== 'lose') target.write(Buffer.concat(group));
      group = [];
    }
  });
  target.on('data', (bytes) => {
    if (fate.kind === 'pass') client.write(bytes);
    for (const { type } of replies.read(bytes)) {
      if (type === READY_FOR_QUERY && fate.kind === 'mute') fate.carriedOut();
    }
  });
  for (const [socket, other] of [
    [client, target],
    [target, client],
  ] as const) {
    // An error is followed by 'close', which is what counts: the other side goes too.
    socket.on('error', () => other.destroy());
    socket.once('close', () => other.destroy());
  }
}

interface Message {
  /** '' for the first message of a connection, which has no type. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Cuts a byte stream into messages: type (1 byte; none at a client's start), length (4 bytes), content. */
class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #typeBytes: 0 | 1;

  constructor(side: 'request' | 'reply') {
    this.#typeBytes = side === 'request' ? 0 : 1;
  }

  read(bytes: Buffer | string): Message[] {
    this.#rest = Buffer.concat([this.#rest, Buffer.from(bytes)]);
    const messages: Message[] = [];
    while (this.#rest.length >= this.#typeBytes + 4) {
      const length = this.#typeBytes + this.#rest.readUInt32BE(this.#typeBytes);
      if (this.#rest.length < length) break;
      const message = this.#rest.subarray(0, length);
      messages.push({
        type: this.#typeBytes === 0 ? '' : message.toString('latin1', 0, 1),
        bytes: message,
      });
      this.#typeBytes = 1;
      this.#rest = this.#rest.subarray(length);
    }
    return messages;
  }
}

/** The text from `start` to the next zero byte. */
function textAt(bytes: Buffer, start: number): string {
  return bytes.toString('utf8', start, bytes.indexOf(0, start));
}
