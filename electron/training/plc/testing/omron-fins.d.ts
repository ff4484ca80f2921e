/** The part of npm omron-fins (plain JavaScript) that the tests use. */
declare module 'omron-fins' {
  import type { Socket } from 'node:dgram';

  interface Sequence {
    readonly response: {
      readonly endCode: string;
      readonly endCodeDescription: string;
      readonly NonFatalCPUUnitErr: boolean;
      readonly FatalCPUUnitErr: boolean;
      /** The reply's data, of a memory read only. */
      readonly buffer?: Buffer;
      /** What the data mean, of status, clock and controller data. */
      readonly result?: Readonly<Record<string, unknown>>;
    };
  }

  type Callback = (error: Error | string | null, sequence: Sequence) => void;

  export class FinsClient {
    constructor(
      port: number,
      host: string,
      options: { protocol: 'udp'; DA1: number; SA1: number; timeout: number },
      connect: boolean,
    );
    readonly socket: Socket;
    readonly sequenceManager: { close(): void };
    connect(): void;
    disconnect(): void;
    read(address: string, count: number, callback: Callback): number | null;
    write(address: string, words: readonly number[], callback: Callback): number | null;
    status(callback: Callback): number | null;
    clockRead(callback: Callback): number | null;
    cpuUnitDataRead(callback: Callback): number | null;
  }
}
