import { once } from 'node:events';
import { FinsClient } from 'omron-fins';
import { bytesToWords } from '../../../plc/fins/word-bytes.ts';

type Answer = Parameters<Parameters<FinsClient['status']>[0]>[1]['response'];

/**
 * For tests: npm omron-fins as a FINS client that shares no code with the training PLC. One request at a
 * time, because that library mixes up replies of several.
 */
export class OmronPeer implements Disposable {
  readonly #client: FinsClient;

  private constructor(client: FinsClient) {
    this.#client = client;
  }

  static async connect(port: number, node: number): Promise<OmronPeer> {
    const options = { protocol: 'udp', DA1: node, SA1: 99, timeout: 5_000 } as const;
    const client = new FinsClient(port, '127.0.0.1', options, false);
    client.connect();
    await once(client.socket, 'connect');
    return new OmronPeer(client);
  }

  /** `count` words from D`address`, unsigned. */
  async read(address: number, count: number): Promise<number[]> {
    const { endCode, buffer } = await this.#ask((done) => this.#client.read(`D${address}`, count, done));
    if (endCode !== '0000' || buffer === undefined) throw new Error(`end code ${endCode}`);
    return bytesToWords(buffer);
  }

  async write(address: number, words: readonly number[]): Promise<void> {
    const { endCode } = await this.#ask((done) => this.#client.write(`D${address}`, words, done));
    if (endCode !== '0000') throw new Error(`end code ${endCode}`);
  }

  status(): Promise<Answer> {
    return this.#ask((done) => this.#client.status(done));
  }

  clock(): Promise<Answer> {
    return this.#ask((done) => this.#client.clockRead(done));
  }

  controllerData(): Promise<Answer> {
    return this.#ask((done) => this.#client.cpuUnitDataRead(done));
  }

  [Symbol.dispose](): void {
    this.#client.disconnect();
    this.#client.sequenceManager.close();
  }

  #ask(send: (done: Parameters<FinsClient['status']>[0]) => number | null): Promise<Answer> {
    return new Promise((resolve, reject) => {
      send((error, sequence) => {
        if (error === null) resolve(sequence.response);
        else reject(error instanceof Error ? error : new Error(error));
      });
    });
  }
}
