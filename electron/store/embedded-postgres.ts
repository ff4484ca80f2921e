import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError, messageOf } from '../../shared/errors.ts';
import { type Clock, type Logger, sleep } from '../domain/ports.ts';
import { type Binaries, binariesFor, locateBinaries } from './embedded/binaries.ts';
import { CLUSTER_USER, prepareCluster, readPassword } from './embedded/cluster-files.ts';
import { findClusterPlace, notePlace } from './embedded/cluster-place.ts';
import { disownPidFile, findOrphan, type StopLimits, stopPostmaster } from './embedded/postmaster.ts';
import type { ServiceUser } from './embedded/run-program.ts';
import {
  askOnce,
  freeLoopbackPort,
  type ServerExit,
  type ServerProcess,
  spawnServer,
  waitUntilReady,
} from './embedded/server-process.ts';
import { serviceUser } from './embedded/service-user.ts';

export interface EmbeddedPostgresOptions {
  /** The station's data folder. One running station per data folder: the caller holds its lock. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Includes the recovery after a power cut. Default 60 000. */
  readonly startTimeoutMs?: number;
  /** Default: 10 s for a fast shutdown, then 5 s for an immediate one. */
  readonly stopLimits?: StopLimits;
  /** Where cluster and binaries go when the service user cannot reach them. Default /var/lib/batchline. */
  readonly sharedDir?: string;
  /** Who runs PostgreSQL when this process is root. Default `postgres`; created when missing. */
  readonly serviceUserName?: string;
  /** Other binaries than those of the installed npm package. */
  readonly binaries?: Binaries;
}

const DATABASE_NAME = 'batchline';
const START_ATTEMPTS = 4;
const START_AGAIN_AFTER_MS = 500;

/**
 * The station's own PostgreSQL, for sites without a DATABASE_URL. Listens on 127.0.0.1 only, on a random
 * free port, with a password kept in the data folder; `<dataDir>/postgres.log` has its output.
 * All failures are AppError STORE_EMBEDDED_FAILED.
 */
export class EmbeddedPostgres implements AsyncDisposable {
  readonly #options: EmbeddedPostgresOptions;
  readonly #cluster: Cluster;
  readonly #exitListeners = new Set<(exit: ServerExit) => void>();
  #server: ServerProcess | undefined;
  #port = 0;
  /** Aborted by {@link stop}: a start that is under way gives up. */
  #halting = new AbortController();
  /** Start and stop take turns. */
  #turn: Promise<void> = Promise.resolve();

  private constructor(options: EmbeddedPostgresOptions, cluster: Cluster) {
    this.#options = options;
    this.#cluster = cluster;
  }

  /**
   * Prepares the data folder's cluster (creates it at the first run) and starts its server. A server that
   * a killed run left behind is stopped first.
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const cluster = await prepare(options);
    const embedded = new EmbeddedPostgres(options, cluster);
    await embedded.#launch(embedded.#halting.signal);
    return embedded;
  }

  /**
   * Connection string of the station's database, password included: never log it. It does not change over
   * restarts, so that open pools find the server again.
   */
  get url(): string {
    return urlOf(this.#cluster.password, this.#port, DATABASE_NAME);
  }

  /** The cluster's folder (PGDATA): inside the data folder where the service user can get there. */
  get clusterDir(): string {
    return this.#cluster.clusterDir;
  }

  /** Process id of the running server; undefined when it is stopped. */
  get pid(): number | undefined {
    return this.#server?.pid;
  }

  /** Tells when the server ended by itself, not by {@link stop}. Returns the function that stops telling. */
  onExit(listener: (exit: ServerExit) => void): () => void {
    this.#exitListeners.add(listener);
    return () => this.#exitListeners.delete(listener);
  }

  /** Starts the server again, on the same port. Fails when another program has taken that meanwhile. */
  restart(): Promise<void> {
    this.#halting = new AbortController();
    const { signal } = this.#halting;
    return this.#inTurn(async () => {
      await this.#halt();
      await stopOrphan(this.#options, this.#cluster);
      await this.#launch(signal);
    });
  }

  /**
   * Stops the server: fast shutdown, then immediate, then kill, each with its deadline. A restart that is
   * under way fails. Idempotent.
   */
  stop(): Promise<void> {
    this.#halting.abort();
    return this.#inTurn(() => this.#halt());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #halt(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || server.hasExited()) return;
    await stopPostmaster(
      { pid: server.pid, isGone: async () => server.hasExited() },
      stopLimitsOf(this.#options),
      this.#options,
    );
  }

  /**
   * Several attempts: at the first start a free port may be taken before the server has it (then another
   * one is chosen), at a restart the children of a killed server may still hold port and memory.
   */
  async #launch(signal: AbortSignal): Promise<void> {
    const { logger, clock } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const port = this.#port === 0 ? await freeLoopbackPort() : this.#port;
      try {
        await this.#launchOn(port, signal);
        logger.info(`PostgreSQL runs on 127.0.0.1:${port}`, { module: 'store', pid: this.pid });
        return;
      } catch (error) {
        if (attempt >= START_ATTEMPTS || signal.aborted) throw error;
        logger.warn(`PostgreSQL start ${attempt} of ${START_ATTEMPTS} failed: ${messageOf(error)}`, {
          module: 'store',
        });
        await sleep(clock, START_AGAIN_AFTER_MS, signal);
      }
    }
  }

  async #launchOn(port: number, signal: AbortSignal): Promise<void> {
    const { clock, startTimeoutMs = 60_000 } = this.#options;
    const { logFile, password } = this.#cluster;
    const server = await spawnServer({ ...this.#cluster, port });
    this.#server = server;
    try {
      const maintenanceUrl = urlOf(password, port, 'postgres');
      await waitUntilReady(server, maintenanceUrl, { clock, timeoutMs: startTimeoutMs, logFile, signal });
      const known = await askOnce(
        maintenanceUrl,
        `select 1 as answer from pg_database where datname = '${DATABASE_NAME}'`,
      );
      if (known === undefined) await askOnce(maintenanceUrl, `create database ${DATABASE_NAME}`);
      this.#port = port;
      void server.exited.then((exit) => this.#onExited(server, exit));
    } catch (error) {
      await this.#halt();
      throw error;
    }
  }

  #onExited(server: ServerProcess, exit: ServerExit): void {
    // A server that is being stopped is not the current one any more.
    if (this.#server !== server) return;
    this.#server = undefined;
    this.#options.logger.error('PostgreSQL ended by itself', { module: 'store', ...exit });
    for (const listener of this.#exitListeners) listener(exit);
  }
}

interface Cluster {
  readonly clusterDir: string;
  readonly binaries: Binaries;
  readonly user: ServiceUser | undefined;
  readonly password: string;
  readonly logFile: string;
}

async function prepare(options: EmbeddedPostgresOptions): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  const sharedDir = options.sharedDir ?? '/var/lib/batchline';
  try {
    await mkdir(dataDir, { recursive: true });
    const user = await serviceUser(options.serviceUserName ?? 'postgres');
    const binaries = await binariesFor(user, options.binaries ?? (await locateBinaries()), sharedDir);
    const place = await findClusterPlace(dataDir, sharedDir, user);
    await stopOrphan(options, { clusterDir: place.clusterDir, password: await readPassword(dataDir) });
    const password = await prepareCluster(dataDir, place.clusterDir, binaries, user);
    await notePlace(dataDir, place);
    const logFile = join(dataDir, 'postgres.log');
    return { clusterDir: place.clusterDir, binaries, user, password, logFile };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'STORE_EMBEDDED_FAILED',
      `the database folder cannot be prepared: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function stopOrphan(
  options: EmbeddedPostgresOptions,
  cluster: { clusterDir: string; password: string | undefined },
): Promise<void> {
  const orphan = await findOrphan(cluster.clusterDir, async (port) => {
    const answer = await askOnce(
      urlOf(cluster.password ?? '', port, 'postgres'),
      `select current_setting('data_directory') as answer`,
    ).catch(() => undefined);
    return answer !== undefined && resolve(answer) === cluster.clusterDir;
  });
  if (orphan === undefined) return disownPidFile(cluster.clusterDir);
  options.logger.warn(`stops PostgreSQL ${orphan.pid}, left behind by a killed run`, { module: 'store' });
  await stopPostmaster(orphan, stopLimitsOf(options), options);
}

function stopLimitsOf(options: EmbeddedPostgresOptions): StopLimits {
  return options.stopLimits ?? { fastMs: 10_000, immediateMs: 5000 };
}

function urlOf(password: string, port: number, database: string): string {
  return `postgresql://${CLUSTER_USER}:${password}@127.0.0.1:${port}/${database}`;
}
