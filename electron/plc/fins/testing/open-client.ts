import { FakeClock } from '../../../testing/fake-clock.ts';
import { MemoryLogger } from '../../../testing/memory-logger.ts';
import { FinsClient } from '../fins-client.ts';
import type { FinsClientOptions } from '../fins-options.ts';
import { RawPlc } from './raw-plc.ts';

/** A client, its peer and the clock that only the test moves. */
export interface Bench extends AsyncDisposable {
  readonly plc: RawPlc;
  readonly client: FinsClient;
  readonly clock: FakeClock;
  readonly logger: MemoryLogger;
}

/** Opens a client (node 77) on a raw peer (node 12) over loopback. Random numbers are all 0.5: the first SID is 128. */
export async function openBench(options: Partial<FinsClientOptions> = {}): Promise<Bench> {
  const plc = await RawPlc.open();
  const clock = new FakeClock();
  const logger = new MemoryLogger();
  const client = await FinsClient.open(
    { host: '127.0.0.1', port: plc.port, allowOnlyLoopback: true, clientNode: 77, plcNode: 12, ...options },
    { clock, random: () => 0.5, logger },
  );
  return {
    plc,
    client,
    clock,
    logger,
    async [Symbol.asyncDispose]() {
      await client.close();
      await plc[Symbol.asyncDispose]();
    },
  };
}
