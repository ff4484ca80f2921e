import { MemoryLogger } from '../../testing/memory-logger.ts';
import { systemClock } from '../../testing/system-clock.ts';
import { EmbeddedPostgres } from '../embedded-postgres.ts';

/**
 * A process that runs a cluster in the folder it is given, tells its parent, and does nothing more: for
 * tests that kill it. Its database goes on without it, as that of a killed station would.
 */
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('usage: run-cluster.ts <data folder>');
const server = await EmbeddedPostgres.start({ dataDir, clock: systemClock, logger: new MemoryLogger() });
process.send?.({ pid: server.pid, url: server.url });
